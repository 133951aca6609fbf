def test_chromium_opens_the_running_product(live_product, browser):
    page = browser.new_page()

    response = page.goto(f"{live_product.base_url}/healthz")

    assert response.status == 200
    assert "PostgreSQL: ok" in page.content()
    page.close()
