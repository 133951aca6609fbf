from datetime import timedelta
from statistics import median

import pytest
from django.test import RequestFactory
from django.utils import timezone

from collaborative.calendar.periods import fiscal_year, today
from collaborative.people.models import Person
from collaborative.plugs.panels import panels_for
from collaborative.plugs.search import sources
from support import actions
from support.models import Assistance
from tests import builders
from tests.support.asked import asked

LOG = "/requests/assistance/"
NEW = "/requests/assistance/new/"


def numbers(page):
    return [row.number for row in page.context["page_obj"]]


def entry(**changed):
    return {
        "district": builders.district().pk,
        "on": today().isoformat(),
        "minutes": "30",
        "medium": "mail",
        "topic": "technology",
        "text": "Sent the forms and explained them.",
        "once": "key-1",
        **changed,
    }


def test_each_sees_the_requests_of_the_own_reach(cast, sign_in):
    ours = asked(cast)
    theirs = asked(cast, district=builders.district("Texico"), by=cast.other_superintendent)

    pages = {name: sign_in(person).get("/requests/") for name, person in cast.people().items()}
    seen = {name: numbers(page) for name, page in pages.items() if page.status_code == 200}

    assert set(pages) - set(seen) == {"former", "nobody"}

    both = sorted([ours.number, theirs.number])
    assert {name for name, rows in seen.items() if sorted(rows) == both} == {"leader", "bureau", "other_bureau"}
    assert {name for name, rows in seen.items() if rows == [ours.number]} == {
        "director",
        "coordinator",
        "coach",
        "superintendent",
        "delegate",
    }
    assert {name for name, rows in seen.items() if rows == [theirs.number]} == {
        "other_coordinator",
        "other_superintendent",
    }


def test_open_ones_come_first_and_the_filters_narrow(cast, sign_in):
    late = asked(cast, now=timezone.now() - timedelta(days=20), what="Chairs for Capitán")
    fresh = asked(cast, topic="technology")
    answered = asked(cast)
    actions.reply(answered, text="Yes.", from_rec=True, by=cast.coordinator)
    ended = asked(cast)
    actions.end(ended, "no", words="Not now.", by=cast.coordinator)
    actions.rate(ended, helped=False, by=cast.superintendent)
    client = sign_in(cast.coordinator)

    def found(query):
        return sorted(numbers(client.get(f"/requests/?{query}&show=1")))

    assert sorted(numbers(client.get("/requests/"))) == sorted([late.number, fresh.number, answered.number])
    client.cookies.clear()
    client.force_login(cast.coordinator)
    assert found("") == sorted([late.number, fresh.number, answered.number, ended.number])
    assert found("state=late") == [late.number]
    assert found("state=new") == sorted([late.number, fresh.number])
    assert found("state=answered") == [answered.number]
    assert found("state=ended") == found("state=no") == found("state=not_helped") == [ended.number]
    assert found("topic=technology") == [fresh.number]
    assert found("words=capitan+chairs") == found(f"words={late.number.lower()}") == [late.number]
    assert len(found(f"district={builders.district().pk}&owner={cast.coordinator.pk}")) == 4
    assert found(f"owner={cast.director.pk}") == []
    assert found("year=2020") and found("state=nonsense")  # what is unknown is passed over


def test_a_superintendent_of_one_district_is_not_asked_which(cast, sign_in):
    asked(cast)
    page = sign_in(cast.superintendent).get("/requests/")

    assert {"district", "rec", "owner"} & set(page.context["filter_form"].fields) == set()
    assert page.context["action"][1] == "/requests/ask/"


def test_who_has_nothing_to_do_with_requests_is_told_how_it_works(cast, sign_in):
    page = sign_in(cast.teacher).get("/requests/")

    assert page.status_code == 200
    assert "Superintendents and their delegates ask for support" in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_taken_along(cast, sign_in, kind):
    request = asked(cast, what="=1+1")
    response = sign_in(cast.coordinator).get(f"/requests/?as={kind}")
    content = response.getvalue() if response.streaming else response.content

    assert response.status_code == 200
    if kind == "csv":
        assert request.number in content.decode() and "'=1+1" in content.decode()


def test_the_list_takes_as_many_statements_for_one_as_for_three(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.leader)
    client.get("/requests/")
    for count in (1, 3):
        while len(numbers(client.get("/requests/"))) < count:
            asked(cast)
        with django_assert_num_queries(7):
            client.get("/requests/")


def test_assistance_is_logged_once_and_seen_within_reach(cast, sign_in):
    client = sign_in(cast.coach)
    assert client.get(NEW).status_code == 200
    for _ in range(2):
        response = client.post(NEW, entry())

    row = Assistance.objects.get()
    assert (row.rec, row.by, row.request) == (builders.rec(9), cast.coach, None)
    assert response.url == row.get_absolute_url()
    status = {name: sign_in(person).get(row.get_absolute_url()).status_code for name, person in cast.people().items()}
    within = {"leader", "bureau", "other_bureau", "director", "coordinator", "coach", "superintendent", "delegate"}
    assert {name for name, code in status.items() if code == 200} == within
    assert {code for name, code in status.items() if name not in within} == {404}


def test_assistance_is_logged_for_districts_of_the_region_only(cast, sign_in):
    client = sign_in(cast.coordinator)
    page = client.post(NEW, entry(district=builders.district("Texico").pk))
    long_ago = client.post(NEW, entry(on="2001-01-01"))

    assert "district" in page.context["form"].errors
    assert "on" in long_ago.context["form"].errors
    assert not Assistance.objects.exists()
    for outsider in ("superintendent", "leader", "teacher", "vendor"):
        assert sign_in(getattr(cast, outsider)).post(NEW, entry()).status_code == 403


def test_who_logged_and_left_sees_it_no_more(cast, sign_in):
    sign_in(cast.coach).post(NEW, entry())
    cast.coach.hats.update(ends_on=today() - timedelta(days=1))

    former = Person.objects.get(pk=cast.coach.pk)

    assert sign_in(former).get(Assistance.objects.get().get_absolute_url()).status_code == 403


def test_the_log_takes_as_many_statements_for_one_as_for_three(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.coordinator)
    client.get(LOG)
    for count in (1, 3):
        while Assistance.objects.count() < count:
            client.post(NEW, entry(once=f"key-{Assistance.objects.count()}"))
        client.get(LOG)
        with django_assert_num_queries(7):
            client.get(LOG)


def test_the_log_is_closed_to_those_without_requests(cast, sign_in):
    for name in ("teacher", "vendor", "council_member", "nobody"):
        assert sign_in(getattr(cast, name)).get(LOG).status_code == 403


def test_partner_agencies_are_a_directory_for_all_who_sign_in(cast, sign_in, client):
    page = sign_in(cast.superintendent).get("/recs/partners/")
    narrowed = client.get("/recs/partners/?words=behavioral&show=1").content.decode()

    assert page.context["page_obj"].paginator.count == 10
    assert "Children, Youth and Families Department" in narrowed
    client.logout()
    assert client.get("/recs/partners/").status_code == 302


def panel(place, person, thing=None):
    request = RequestFactory().get("/")
    request.user = Person.objects.get(pk=person.pk)
    return [one for one in panels_for(place, request, thing) if one.template.startswith("support/")]


def test_today_shows_the_own_ones_first(cast):
    other = builders.person("Abel", "Aragon")
    builders.hat(other, "rec_coordinator", builders.rec(9))
    first, second = asked(cast), asked(cast)
    assert (first.owner, second.owner) == (other, cast.coordinator)

    rows = panel("today", cast.coordinator)[0].context["rows"]

    assert rows == [second, first]
    assert panel("today", cast.superintendent)[0].context["may_ask"]
    assert panel("today", cast.other_coordinator) == panel("today", cast.teacher) == []


def test_the_district_page_shows_requests_to_those_who_may_see_them(cast):
    request = asked(cast)

    assert panel("district", cast.superintendent, builders.district())[0].context["rows"] == [request]
    assert panel("district", cast.coach, builders.district())
    assert panel("district", cast.other_superintendent, builders.district()) == []


def test_the_rec_page_counts_open_late_and_days(cast, django_assert_num_queries):
    asked(cast, now=timezone.now() - timedelta(days=20))
    for days in (1, 2, 9):
        now = timezone.now()
        request = asked(cast, now=now - timedelta(days=days))
        actions.reply(request, text="Yes.", from_rec=True, by=cast.coordinator, now=now)

    tiles = panel("rec", cast.director, builders.rec(9))[0].context["tiles"]

    this_year = [days for days in (1, 2, 9) if fiscal_year(today() - timedelta(days=days)) == fiscal_year(today())]
    assert [tile[1] for tile in tiles] == [4, 1, f"{median(this_year):.1f}" if this_year else "–"]
    assert panel("rec", cast.other_coordinator, builders.rec(9)) == []
    assert [tile[1] for tile in panel("rec", cast.leader, builders.rec(6))[0].context["tiles"]] == [0, 0, "–"]


def test_search_finds_by_number_and_words_within_reach(cast):
    request = asked(cast)
    source = sources["requests"]

    assert source.find(cast.coordinator, "reading cloudcroft", 9) == [request]
    assert source.find(cast.superintendent, request.number, 9) == [request]
    assert source.find(cast.other_coordinator, "reading", 9) == []
    assert source.show(request).url == request.get_absolute_url()


def test_a_superintendents_today_names_the_owner_and_not_the_own_district_in_each_row(cast, sign_in):
    asked(cast)
    own = sign_in(cast.superintendent).get("/").content.decode()
    assert "Owner: Carla Ortiz" in own and 'data-label="District"' not in own
    region = sign_in(cast.coordinator).get("/").content.decode()
    assert 'data-label="District">Cloudcroft' in region
    assert "Owner: Carla Ortiz" in sign_in(cast.superintendent).get("/requests/").content.decode()
