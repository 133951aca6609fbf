from tests.browser.looking import NARROW, Console, problems


def test_chromium_opens_the_running_product(live_product, browser):
    page = browser.new_page()

    response = page.goto(f"{live_product.base_url}/healthz")

    assert response.status == 200
    assert "PostgreSQL: ok" in page.content()
    page.close()


def test_what_is_wrong_with_a_page_is_found(browser):
    page = browser.new_page(viewport=NARROW)
    console = Console(page)
    page.set_content("<html lang=en><title>Bad</title><main><input><p style='width:900px'>wide</p></main></html>")
    page.evaluate("console.error('refused by the Content Security Policy')")

    found = problems(page)

    assert any(one.startswith("label:") for one in found)
    assert any("wider than the window" in one for one in found)
    assert console.said == ["error: refused by the Content Security Policy"]
    page.close()
