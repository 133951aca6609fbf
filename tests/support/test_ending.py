from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coaching.models import Visit
from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from recs.models import PartnerAgency
from support import actions
from support.models import Assistance, SupportMessage
from tests import builders
from tests.support.asked import asked

ASSISTANCE = {"minutes": "45", "medium": "phone", "text": "Went through the schedule together."}


def visit(cast, **changed):
    rec, district = builders.rec(9), changed.pop("district", None) or builders.district()
    return Visit.objects.create(
        coach=cast.coach,
        district=district,
        rec=rec,
        kind="classroom_visit",
        planned_for=today() + timedelta(days=5),
        location="Sacramento Elementary (sample)",
        created_at=timezone.now(),
        **changed,
    )


def post(client, request, way, **answers):
    return client.post(f"{request.get_absolute_url()}end/{way}/", {"once": f"key-{way}", **answers})


def test_the_five_ways_are_shown_and_open(cast, sign_in):
    request = asked(cast)
    builders.training()
    visit(cast)
    client = sign_in(cast.coordinator)

    page = client.get(f"{request.get_absolute_url()}end/")

    assert len(page.context["ways"]) == 5
    for url, *_rest in page.context["ways"]:
        assert client.get(url).status_code == 200
    assert client.get(f"{request.get_absolute_url()}end/magic/").status_code == 404


def test_it_ends_with_a_training(cast, sign_in):
    request, training = asked(cast), builders.training()
    response = post(sign_in(cast.coordinator), request, "training", training=training.pk, words="It fits.")

    request.refresh_from_db()
    assert response.url == request.get_absolute_url()
    assert (request.outcome, request.training, request.closed_by) == ("training", training, cast.coordinator)
    assert request.first_answer_at == request.closed_at
    assert list(Entry.objects.about(training).values_list("verb", flat=True)) == ["support.ended"]


def test_it_ends_with_a_visit(cast, sign_in):
    request, planned = asked(cast), visit(cast)
    post(sign_in(cast.coordinator), request, "visit", visit=planned.pk)

    request.refresh_from_db()
    assert request.visit == planned
    assert "Sacramento Elementary" in Letter.objects.get(kind="support_ended").body


def test_it_ends_with_assistance_that_is_logged_once(cast, sign_in):
    request = asked(cast)
    client = sign_in(cast.coordinator)
    for _ in range(2):
        post(client, request, "assistance", on=today().isoformat(), **ASSISTANCE)

    request.refresh_from_db()
    row = Assistance.objects.get()
    assert request.outcome == "assistance"
    assert (row.request, row.minutes, row.district, row.rec) == (request, 45, request.district, request.rec)
    assert "45 minutes" in Letter.objects.get(kind="support_ended").body


def test_it_ends_with_a_referral_the_district_agreed_to(cast, sign_in):
    request, partner = asked(cast), PartnerAgency.objects.first()
    client = sign_in(cast.coordinator)
    refused = post(client, request, "referral", partner=partner.pk).content.decode()
    assert "Tick the box once the district has agreed." in refused

    post(client, request, "referral", partner=partner.pk, agreed="on")

    request.refresh_from_db()
    assert request.partner == partner
    assert partner.name in Letter.objects.get(kind="support_ended").body


def test_it_ends_with_a_no_and_its_reason(cast, sign_in):
    request = asked(cast)
    client = sign_in(cast.coordinator)
    without = post(client, request, "no", words="").content.decode()
    assert "Give the reason" in without

    post(client, request, "no", words="No coach is free until March.")

    request.refresh_from_db()
    assert (request.outcome, request.state) == ("no", "closed_no")
    letter = Letter.objects.get(kind="support_ended")
    assert letter.recipient == cast.superintendent
    assert "No coach is free until March." in letter.body and "Did it help?" in letter.body
    assert "March" not in Entry.objects.about(request)[0].text


def test_the_end_settles_what_was_owed_and_asks_whether_it_helped(cast):
    request = asked(cast)
    actions.end(request, "no", words="Not now.", by=cast.coordinator)

    duty = Duty.objects.open().get()
    assert (duty.kind, duty.role, duty.organization) == ("support.rate", "superintendent", request.district)
    assert duty.due_on == today() + timedelta(days=7)


def test_foreign_things_cannot_be_linked(cast):
    request = asked(cast)
    elsewhere = visit(cast, district=builders.district("Capitan"))
    foreign = builders.training(host=builders.rec(6), by=cast.other_coordinator)
    draft = builders.training(of=foreign.initiative, published=False)
    for way, thing in (
        ("visit", {"visit": elsewhere}),
        ("training", {"training": foreign}),
        ("training", {"training": draft}),
        ("visit", {}),
    ):
        with pytest.raises(ActionError):
            actions.end(request, way, by=cast.coordinator, **thing)
    request.refresh_from_db()
    assert request.is_open


def test_assistance_of_tomorrow_or_of_no_minutes_is_refused_at_its_field(cast, sign_in):
    request = asked(cast)
    client = sign_in(cast.coordinator)
    tomorrow = (today() + timedelta(days=1)).isoformat()

    page = post(client, request, "assistance", on=tomorrow, **ASSISTANCE)
    none = post(client, request, "assistance", on=today().isoformat(), **{**ASSISTANCE, "minutes": "0"})

    assert "on" in page.context["form"].errors
    assert "minutes" in none.context["form"].errors
    assert "Went through the schedule" in none.content.decode()
    request.refresh_from_db()
    assert request.is_open and not Assistance.objects.exists()


def test_it_ends_once(cast, sign_in):
    request = asked(cast)
    actions.end(request, "no", words="Not now.", by=cast.coordinator)
    client = sign_in(cast.director)

    page = post(client, request, "no", words="Never.").content.decode()
    led_back = client.get(f"{request.get_absolute_url()}end/")

    assert "has ended and can no longer be answered" in page and "Never." in page
    assert led_back.url == request.get_absolute_url()


@pytest.mark.parametrize(
    ("way", "why", "label", "path", "title"),
    [
        ("training", "No training of your region", "Schedule a training", "/trainings/new/", "<title>"),
        (
            "visit",
            "No visit to Cloudcroft",
            "Plan a visit",
            "/trainings/visits/new/?district={district}",
            "<title>Plan a visit in Cloudcroft",
        ),
    ],
)
def test_with_nothing_to_choose_the_page_says_why_and_leads_to_making_one(cast, sign_in, way, why, label, path, title):
    client = sign_in(cast.coordinator)
    page = client.get(f"{asked(cast).get_absolute_url()}end/{way}/")

    assert not page.context["form"]
    assert why in page.content.decode()
    url = path.format(district=builders.district().pk)
    assert page.context["make"] == (label, url)
    assert f'href="{url}"' in page.content.decode()
    made = client.get(url)
    assert made.status_code == 200
    assert title in made.content.decode()


@pytest.mark.parametrize("answered", [False, True])
def test_undo_within_ten_minutes_opens_it_as_it_was(cast, sign_in, answered):
    request = asked(cast)
    if answered:
        actions.reply(request, text="We look.", from_rec=True, by=cast.coordinator)
    actions.end(request, "assistance", assistance={"on": today(), **ASSISTANCE, "minutes": 45}, by=cast.coordinator)

    sign_in(cast.coordinator).post(f"{request.get_absolute_url()}undo-end/")

    request.refresh_from_db()
    assert request.is_open and (request.outcome, request.outcome_words) == ("", "")
    assert bool(request.first_answer_at) is answered
    assert not Assistance.objects.exists()
    assert Letter.objects.get(kind="support_ended").state == "stopped"
    assert [duty.kind for duty in Duty.objects.open()] == ["support.finish" if answered else "support.answer"]


def test_undo_comes_too_late_once_the_district_was_told(cast):
    request = asked(cast)
    ended = actions.end(request, "no", words="Not now.", by=cast.coordinator)

    with pytest.raises(ActionError, match="too late"):
        actions.undo_end(request, by=cast.coordinator, now=ended.closed_at + timedelta(minutes=11))
    Letter.objects.filter(kind="support_ended").update(claimed_at=timezone.now())
    with pytest.raises(ActionError, match="too late"):
        actions.undo_end(request, by=cast.coordinator)
    request.refresh_from_db()
    assert not request.is_open


def test_undo_of_an_open_one_says_so(cast, sign_in):
    request = asked(cast)
    page = sign_in(cast.coordinator).post(f"{request.get_absolute_url()}undo-end/", follow=True).content.decode()

    assert "there is nothing to undo" in page
    assert sign_in(cast.coordinator).get(f"{request.get_absolute_url()}undo-end/").status_code == 405


@pytest.mark.parametrize("helped", ["yes", "no"])
def test_the_district_says_whether_it_helped(cast, sign_in, helped):
    request = asked(cast)
    actions.end(request, "no", words="Not now.", by=cast.coordinator)
    client = sign_in(cast.delegate)
    assert "Did it help?" in client.get(request.get_absolute_url()).content.decode()

    for _ in range(2):
        client.post(f"{request.get_absolute_url()}rate/", {"helped": helped, "words": "So it is.", "once": "k"})

    request.refresh_from_db()
    assert (request.helped, request.helped_words) == (helped == "yes", "So it is.")
    assert not Duty.objects.open().exists()
    told = Letter.objects.filter(kind="support_not_helped")
    assert [letter.recipient for letter in told] == ([] if helped == "yes" else [cast.coordinator])


def test_an_open_request_is_not_rated_and_a_rated_one_not_again(cast, sign_in):
    request = asked(cast)
    client = sign_in(cast.superintendent)
    early = client.post(f"{request.get_absolute_url()}rate/", {"helped": "yes", "once": "a"}).content.decode()
    actions.end(request, "no", words="Not now.", by=cast.coordinator)
    unsaid = client.post(f"{request.get_absolute_url()}rate/", {"once": "b"}).content.decode()
    actions.rate(request, helped=True, by=cast.superintendent)
    again = client.post(f"{request.get_absolute_url()}rate/", {"helped": "no", "once": "c"}).content.decode()

    assert "has not ended yet" in early
    assert "Choose yes or no." in unsaid
    assert "was said already" in again
    request.refresh_from_db()
    assert request.helped is True


def test_the_rec_does_not_rate_itself(cast, sign_in):
    request = asked(cast)
    actions.end(request, "no", words="Not now.", by=cast.coordinator)

    assert sign_in(cast.coordinator).post(f"{request.get_absolute_url()}rate/", {"helped": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "facts",
    [
        {"closed_at": timezone.now()},
        {"outcome": "no", "outcome_words": "Because."},
        {"ended": True, "outcome": ""},
        {"ended": True, "outcome": "no", "outcome_words": ""},
        {"ended": True, "outcome": "training"},
        {"ended": True, "outcome": "visit"},
        {"ended": True, "outcome": "referral"},
        {"helped": True},
        {"helped_at": timezone.now()},
        {"helped": True, "helped_at": timezone.now()},
    ],
)
def test_half_ends_cannot_be_written(cast, facts):
    request = asked(cast)
    facts = dict(facts)
    if facts.pop("ended", False):
        facts |= {"closed_at": timezone.now(), "closed_by": cast.coordinator}

    with pytest.raises(IntegrityError), transaction.atomic():
        type(request).objects.filter(pk=request.pk).update(**facts)


def test_a_number_is_given_once(cast):
    first, second = asked(cast), asked(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.filter(pk=second.pk).update(number=first.number)


def test_an_empty_word_cannot_be_written(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportMessage.objects.create(
            request=asked(cast), by=cast.coordinator, at=timezone.now(), text="", from_rec=True
        )


@pytest.mark.parametrize("minutes", [0, 1441])
def test_assistance_lasts_between_a_minute_and_a_day(cast, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        assistance(cast, minutes=minutes)


def test_assistance_for_a_request_is_counted_once(cast):
    request = asked(cast)
    assistance(cast, request=request)

    with pytest.raises(IntegrityError), transaction.atomic():
        assistance(cast, request=request)


def assistance(cast, **changed):
    facts = {
        "rec": builders.rec(9),
        "district": builders.district(),
        "by": cast.coordinator,
        "on": today(),
        "minutes": 30,
        "medium": "phone",
        "topic": "other",
        "text": "A call.",
        "logged_at": timezone.now(),
        **changed,
    }
    return Assistance.objects.create(**facts)


def test_the_undo_stays_on_the_page_while_the_letter_is_held(cast, sign_in):
    request = asked(cast)
    actions.end(request, "no", words="Not now.", by=cast.coordinator)

    for _look in range(2):
        page = sign_in(cast.coordinator).get(request.get_absolute_url()).content.decode()
        assert "Undo the end" in page and "undo-end/" in page
    assert "Undo the end" not in sign_in(cast.superintendent).get(request.get_absolute_url()).content.decode()

    sign_in(cast.coordinator).post(f"{request.get_absolute_url()}undo-end/")
    assert "Undo the end" not in sign_in(cast.coordinator).get(request.get_absolute_url()).content.decode()


def test_after_ten_minutes_the_page_offers_no_undo(cast, sign_in):
    request = asked(cast)
    actions.end(request, "no", words="Not now.", by=cast.coordinator, now=timezone.now() - timedelta(minutes=11))

    assert "Undo the end" not in sign_in(cast.coordinator).get(request.get_absolute_url()).content.decode()
