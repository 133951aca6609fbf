from datetime import date, timedelta

import pytest
from django.utils import timezone

from collaborative.calendar.periods import fiscal_year, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.affiliations import affiliate
from support import actions, clock
from support.models import SupportRequest
from tests import builders
from tests.support.asked import asked

ASK = "/requests/ask/"


def form(**changed):
    return {
        "what": "Two new teachers need help with reading groups.",
        "for_whom": "Two teachers",
        "topic": "coaching",
        "needed_by": "",
        "once": "key-1",
        **changed,
    }


def test_the_page_works_and_asks_for_no_district_of_those_who_answer_for_one(cast, sign_in):
    page = sign_in(cast.superintendent).get(ASK)

    assert page.status_code == 200
    assert "district" not in page.context["form"].fields
    assert "Cloudcroft" in page.context["subtitle"]


def test_asking_numbers_owns_and_acknowledges_at_once(cast, sign_in):
    response = sign_in(cast.superintendent).post(ASK, form())

    request = SupportRequest.objects.get()
    assert response.url == request.get_absolute_url()
    assert request.number == f"R-{fiscal_year(today())}-0001"
    assert (request.district, request.rec) == (builders.district(), builders.rec(9))
    assert request.owner == cast.coordinator
    assert request.answer_by == clock.answer_by(today())
    assert set(Letter.objects.values_list("kind", "recipient")) == {
        ("support_acknowledged", cast.superintendent.pk),
        ("support_assigned", cast.coordinator.pk),
    }
    letter = Letter.objects.get(kind="support_acknowledged")
    assert request.number in letter.subject
    assert "Carla Ortiz" in letter.body
    duty = Duty.objects.open().get()
    assert (duty.kind, duty.person, duty.due_on) == ("support.answer", cast.coordinator, request.answer_by)
    assert Entry.objects.about(request).get().verb == "support.asked"


def test_a_delegate_asks_as_themselves(cast, sign_in):
    sign_in(cast.delegate).post(ASK, form())

    assert SupportRequest.objects.get().asked_by == cast.delegate


def test_a_double_click_makes_one_request_and_leads_to_it(cast, sign_in):
    client = sign_in(cast.superintendent)
    client.post(ASK, form())
    second = client.post(ASK, form())

    request = SupportRequest.objects.get()
    assert second.url == request.get_absolute_url()
    assert Letter.objects.filter(kind="support_acknowledged").count() == 1


@pytest.mark.parametrize(
    "role",
    ["leader", "bureau", "director", "coordinator", "coach", "council_member", "vendor", "teacher", "nobody", "former"],
)
def test_others_do_not_ask(cast, sign_in, role):
    assert sign_in(getattr(cast, role)).post(ASK, form()).status_code == 403
    assert not SupportRequest.objects.exists()


def test_who_answers_for_several_districts_chooses_one_and_no_other(cast, sign_in):
    capitan = builders.district("Capitan")
    builders.hat(cast.superintendent, "superintendent", capitan)
    client = sign_in(cast.superintendent)

    without = client.post(ASK, form())
    foreign = client.post(ASK, form(district=builders.district("Texico").pk))
    client.post(ASK, form(district=capitan.pk))

    assert "Choose the district." in without.content.decode()
    assert foreign.status_code == 200
    assert SupportRequest.objects.get().district == capitan


def test_bad_input_is_kept_and_said_in_words(cast, sign_in):
    yesterday = (today() - timedelta(days=1)).isoformat()
    page = sign_in(cast.superintendent).post(ASK, form(needed_by=yesterday)).content.decode()
    empty = sign_in(cast.superintendent).post(ASK, {"once": "key-2"}).content.decode()

    assert "Choose a day from today on" in page
    assert "Two new teachers need help" in page
    assert "Say in a sentence or two what you need." in empty
    assert not SupportRequest.objects.exists()
    assert not Letter.objects.exists()


def test_the_request_goes_to_the_region_of_today(cast):
    cloudcroft = builders.district()
    affiliate(cloudcroft, parent=builders.rec(6), starts_on=today(), source="invented for a test")

    request = asked(cast)

    assert request.rec == builders.rec(6)
    assert request.owner == cast.other_coordinator


def test_the_coordinator_with_the_fewest_open_requests_owns_the_next(cast):
    second = builders.person("Abel", "Aragon")
    builders.hat(second, "rec_coordinator", builders.rec(9))

    owners = [asked(cast).owner for _ in range(4)]

    assert owners == [second, cast.coordinator, second, cast.coordinator]


def test_the_director_owns_where_there_is_no_coordinator(cast):
    cast.coordinator.hats.update(ends_on=today() - timedelta(days=1))

    assert asked(cast).owner == cast.director


def test_without_anybody_the_duty_is_the_directors_whoever_that_will_be(cast):
    for one in (cast.coordinator, cast.director):
        one.hats.update(ends_on=today() - timedelta(days=1))

    request = asked(cast)

    duty = Duty.objects.open().about(request).get()
    assert request.owner is None
    assert (duty.person, duty.role, duty.organization) == (None, "rec_director", builders.rec(9))
    assert not Letter.objects.filter(kind="support_assigned").exists()


def test_a_district_without_a_rec_is_told(cast):
    district = builders.district()
    district.ancestors = [district.pk]

    with pytest.raises(ActionError, match="no REC"):
        actions.ask(district, topic="other", what="Help", for_whom="us", by=cast.superintendent)


def test_numbers_begin_anew_with_the_fiscal_year(cast):
    june = timezone.make_aware(timezone.datetime(2027, 6, 30, 18, 30), timezone.get_default_timezone())
    july = june + timedelta(hours=18)

    numbers = [asked(cast, now=moment).number for moment in (june, june, july)]

    assert numbers[:2] == ["R-2027-0001", "R-2027-0002"]
    assert numbers[2] == "R-2028-0001"


@pytest.mark.parametrize(
    ("asked_on", "answered_by"),
    [
        (date(2027, 1, 12), date(2027, 1, 15)),  # Tuesday: Friday
        (date(2027, 1, 15), date(2027, 1, 21)),  # Friday before Martin Luther King Day: Thursday
        (date(2026, 11, 24), date(2026, 12, 1)),  # Thanksgiving and Presidents' Day lie between
        (date(2026, 12, 31), date(2027, 1, 6)),
        (date(2027, 12, 30), date(2028, 1, 5)),  # New Year on a Saturday is kept on Friday, December 31
        (date(2027, 1, 16), date(2027, 1, 21)),  # asked on a Saturday
    ],
)
def test_the_service_clock_counts_business_days(asked_on, answered_by):
    assert clock.answer_by(asked_on) == answered_by
