import pytest

from accountability.panels import deliverables_of_initiative, deliverables_of_rec, reached, this_year
from collaborative.calendar.periods import fiscal_year, today
from tests import builders
from tests.accountability.making import deliverable, held

YEAR = fiscal_year(today())


@pytest.fixture
def asks(rf):
    """A request of a person, as a panel gets it."""

    def of(person):
        request = rf.get("/")
        request.user = person
        return request

    return of


def test_today_shows_the_figures_of_the_region(cast, sign_in):
    held([(cast.teacher, builders.district())])

    page = sign_in(cast.coordinator).get("/").content.decode()

    assert "This school year" in page
    assert "1 of 8" in page
    assert f"/reports/figures/people_trained/?fy={YEAR}&amp;rec={builders.rec().pk}&amp;show=1" in page
    assert "People trained by initiative" in page
    assert "Show as a table" in page


def test_today_of_a_superintendent_shows_what_reached_the_district(cast, sign_in):
    held([(cast.teacher, builders.district())])

    page = sign_in(cast.superintendent).get("/").content.decode()

    assert "Trainings that reached Cloudcroft" in page
    assert "/reports/figures/" not in page


@pytest.mark.parametrize("who", ["teacher", "vendor", "nobody", "coach"])
def test_others_get_no_figures_on_today(cast, asks, who):
    assert this_year(asks(getattr(cast, who))) is None


def test_today_takes_few_statements(cast, asks, django_assert_num_queries):
    held([(cast.teacher, builders.district())])
    for person, statements in ((cast.bureau, 4), (cast.coordinator, 4), (cast.superintendent, 1), (cast.teacher, 0)):
        request = asks(person)
        _loaded = person.hats_today

        with django_assert_num_queries(statements):
            this_year(request)


@pytest.mark.parametrize("who", ["leader", "bureau", "director", "coordinator", "superintendent", "council_member"])
def test_the_first_page_takes_at_most_fifteen_statements(cast, sign_in, who, django_assert_max_num_queries):
    held([(cast.teacher, builders.district())])
    client = sign_in(getattr(cast, who))

    with django_assert_max_num_queries(15):
        client.get("/")


def test_a_rec_page_says_how_its_deliverables_stand(cast, asks, django_assert_num_queries):
    one = deliverable(due_in=40, year=YEAR, target="500")
    deliverable(one.initiative, measure="people_trained", due_in=-1, year=YEAR)
    request = asks(cast.director)
    _loaded = cast.director.hats_today

    with django_assert_num_queries(2):
        panel = deliverables_of_rec(request, one.rec)

    states = {code: (number, url) for code, number, url in panel.context["rows"]}
    assert states["late"] == (1, f"/reports/deliverables/?fy={YEAR}&rec={one.rec_id}&state=late&show=1")
    assert panel.context["number"] == 2
    assert deliverables_of_rec(asks(cast.other_coordinator), one.rec) is None
    assert deliverables_of_rec(asks(cast.superintendent), one.rec) is None


def test_an_initiative_page_has_a_row_for_each_rec(cast, asks, django_assert_num_queries):
    one = deliverable(year=YEAR)
    deliverable(one.initiative, rec=builders.rec(6), year=YEAR)
    request = asks(cast.bureau)
    _loaded = cast.bureau.hats_today

    with django_assert_num_queries(2):
        panel = deliverables_of_initiative(request, one.initiative)

    assert [rec.short_name for rec, _cells in panel.context["rows"]] == [builders.rec(6).short_name, one.rec.short_name]
    assert len(deliverables_of_initiative(asks(cast.director), one.initiative).context["rows"]) == 1


def test_a_district_page_says_what_reached_it(cast, asks, django_assert_num_queries):
    district = builders.district()
    held([(cast.teacher, district)], hours="5.5")

    request = asks(cast.superintendent)
    _loaded = cast.superintendent.hats_today
    with django_assert_num_queries(1):
        panel = reached(request, district)

    assert [value for _label, value, _note, _url in panel.context["tiles"]] == ["1", "1", "5.5"]


@pytest.mark.parametrize("who", ["bureau", "director"])
def test_the_pages_that_carry_panels_open(cast, sign_in, who):
    one = deliverable(year=YEAR)
    client = sign_in(getattr(cast, who))

    for url in (one.rec.get_absolute_url(), one.initiative.get_absolute_url(), builders.district().get_absolute_url()):
        assert client.get(url).status_code == 200, url
