"""The benchmark refuses to measure another page than the table says."""

import pytest

from tests.bench.browsing import Answer
from tests.bench.measuring import least, refuse_another_page

PAGE = {"name": "Register staff", "handle": "dolores.pena", "url": "/x/", "mark": 'name="people"', "rows": 2}
OPEN = b"""<nav><li>aside</li></nav><main><nav><ul><li>up</li></ul></nav><table><thead><tr><th></thead>
<tr><td>1</td></tr></table><div class="form-check"><input name="people"></div></main><footer><li>below</li></footer>"""


def test_the_page_itself_is_measured_with_the_rows_it_shows():
    answer = Answer(200, OPEN)
    refuse_another_page(PAGE, answer)
    assert answer.rows == 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(302, b"", "/sign-in/"), "302 /sign-in/"),
        (Answer(200, b"<main><p>Registration closed.</p></main>"), "does not show"),
        (Answer(200, b'<p name="people"></p><main></main>'), "does not show"),
        (Answer(200, b'<main><div class="form-check"><input name="people"></div></main>'), "1 rows, at least 2"),
    ],
    ids=["redirect", "closed", "beside the page", "without rows"],
)
def test_another_page_ends_the_run(answer, why):
    with pytest.raises(SystemExit, match=why):
        refuse_another_page(PAGE, answer)


def test_of_each_statement_its_least_time_counts():
    assert least([[1.0, 5.0], [2.0, 3.0], [9.0]]) == 9.0
    assert least([[9.0], [1.0, 5.0], [2.0, 3.0]]) == 4.0
