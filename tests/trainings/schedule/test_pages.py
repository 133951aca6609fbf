"""Every page of scheduling, through the browser's eyes: forms filled in, what is told, who may enter."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import fiscal_year, today
from collaborative.journal.history import history_of
from collaborative.journal.models import Seen
from collaborative.letters.models import Letter
from tests import builders
from tests.trainings.schedule.planning import certify, drafted, published
from trainings.catalog.forms import STATES
from trainings.catalog.views.list import TrainingList
from trainings.models import Training
from trainings.models.invitation import LEDGER_FILTERS
from trainings.registrations.seats import give
from trainings.schedule.actions import drafts


def times(days_ahead=30, **more):
    venue = more.pop("venue")
    return {
        "mode": "on_site",
        "place": f"v{venue.pk}",
        "count": "1",
        "m1_day": f"{today() + timedelta(days=days_ahead):%Y-%m-%d}",
        "m1_starts": "09:00",
        "m1_ends": "15:30",
        **more,
    }


def test_a_training_is_scheduled_in_short_pages_and_published(cast, sign_in):
    client, initiative = sign_in(cast.coordinator), builders.initiative()
    certify(cast.coach, initiative)
    venue = builders.venue()

    answer = client.post(
        "/trainings/new/",
        {"initiative": initiative.pk, "title": "Phonics", "kind": "regional", "audience": "region", "once": "a"},
    )
    training = Training.objects.get(title="Phonics")
    page = training.get_absolute_url()
    assert answer.url == f"{page}times/"
    assert client.get(answer.url).status_code == 200
    answer = client.post(answer.url, times(venue=venue, revision=training.revision))
    assert answer.url == f"{page}seats/"
    answer = client.post(answer.url, {"room_capacity": "25", "hold_hours": "0", "revision": ""})
    assert answer.url == f"{page}notice/"
    assert client.get(answer.url).status_code == 200
    answer = client.post(
        answer.url,
        {"lead": cast.coach.pk, "in_contract_time": "yes", "cost_to_district": "0", "travel_paid_by": "REC 9"},
    )
    assert answer.url == f"{page}publish/"

    check = client.get(answer.url)
    count = builders.Organization.objects.of_kind("district").filter(parent=builders.rec()).count()
    assert f"{count} districts are invited, 1 by mail" in check.content.decode()
    assert f"Publish and send {count} invitations" in check.content.decode()
    answer = client.post(answer.url, {"revision": check.context["form"]["revision"].value(), "once": "b"}, follow=True)

    training.refresh_from_db()
    assert training.is_published
    assert f"{page}undo-publish/" in answer.content.decode()
    client.post(f"{page}undo-publish/")
    training.refresh_from_db()
    assert not training.is_published


def test_a_double_click_drafts_and_publishes_once(cast, sign_in):
    client, initiative = sign_in(cast.coordinator), builders.initiative()
    data = {"initiative": initiative.pk, "title": "Phonics", "kind": "regional", "audience": "region", "once": "same"}

    first, second = client.post("/trainings/new/", data), client.post("/trainings/new/", data)

    assert Training.objects.filter(title="Phonics").count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == Training.objects.get(title="Phonics").get_absolute_url()


def test_adding_a_meeting_keeps_what_was_typed_without_complaint(cast, sign_in):
    client, training = sign_in(cast.coordinator), drafted(cast)

    answer = client.post(
        f"{training.get_absolute_url()}times/",
        {
            "mode": "on_site",
            "place": f"v{training.venue_id}",
            "count": "1",
            "m1_day": "",
            "m1_starts": "08:15",
            "more": "1",
        },
    )

    text = answer.content.decode()
    assert "Meeting 2" in text
    assert 'value="08:15"' in text
    assert "There is a problem" not in text


def test_bad_times_are_told_at_their_fields_and_nothing_typed_is_lost(cast, sign_in):
    client, training = sign_in(cast.coordinator), drafted(cast)
    url = f"{training.get_absolute_url()}times/"

    backwards = client.post(url, times(venue=training.venue, m1_ends="08:00"))
    half = client.post(url, times(venue=training.venue, count="2", m2_day=f"{today() + timedelta(days=40):%Y-%m-%d}"))
    nowhere = client.post(url, {**times(venue=training.venue), "place": ""})

    assert "ends before it starts" in str(backwards.context["form"].errors["m1_ends"])
    assert 'value="08:00"' in backwards.content.decode()
    assert set(half.context["form"].errors) == {"m2_starts", "m2_ends"}
    assert "place" in nowhere.context["form"].errors


def test_a_clash_is_told_with_what_and_can_be_allowed_with_a_reason(cast, sign_in):
    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)
    client = sign_in(cast.coordinator)
    data = {**times(venue=room.venue), "place": f"r{room.pk}"}
    client.post(f"{first.get_absolute_url()}times/", data)

    refused = client.post(f"{second.get_absolute_url()}times/", data)
    allowed = client.post(f"{second.get_absolute_url()}times/", {**data, "override_why": "The wall is open."})

    told = str(refused.context["form"].errors["override_why"])
    assert "First" in told
    assert "9:00 a.m." in told
    assert "to 3:30 p.m. " in told and ".." not in told
    assert allowed.status_code == 302
    assert second.meetings.get().bookings.get(room=room).override_why == "The wall is open."


def test_an_uncertified_leader_needs_the_directors_reason(cast, sign_in):
    training = drafted(cast)
    url = f"{training.get_absolute_url()}notice/"
    data = {"lead": cast.director.pk, "in_contract_time": ""}

    by_coordinator = sign_in(cast.coordinator).post(url, {**data, "leader_override_why": "He can."})
    assert "ask the director, Daniel Sandoval, to allow it" in str(by_coordinator.context["form"].errors["lead"])
    assert "leader_override_why" not in by_coordinator.content.decode()
    by_director = sign_in(cast.director).post(url, {**data, "leader_override_why": "He wrote the course."})

    assert by_director.status_code == 302
    training.refresh_from_db()
    assert training.leader_override_by == cast.director
    assert "He wrote the course." in sign_in(cast.coordinator).get(training.get_absolute_url()).content.decode()


def test_after_the_directors_word_the_coordinator_changes_the_notice(cast, sign_in):
    training = drafted(cast)
    url = f"{training.get_absolute_url()}notice/"
    data = {"lead": cast.director.pk, "in_contract_time": "", "leader_override_why": "He wrote the course."}
    sign_in(cast.director).post(url, data)

    by_director = sign_in(cast.director).post(url, {**data, "description": "Bring a laptop."})
    client = sign_in(cast.coordinator)
    assert "allowed by Daniel Sandoval: He wrote the course." in client.get(url).content.decode()
    by_coordinator = client.post(url, {**data, "description": "Bring lunch."})

    assert (by_director.status_code, by_coordinator.status_code) == (302, 302)
    training.refresh_from_db()
    assert (training.description, training.leader_override_by) == ("Bring lunch.", cast.director)
    other_leader = client.post(url, {**data, "lead": cast.coordinator.pk})
    assert "Carla Ortiz is not certified" in str(other_leader.context["form"].errors["lead"])


def test_an_unchanged_reason_keeps_the_name_of_who_gave_it(cast, sign_in):
    training = drafted(cast)
    why = {"lead": cast.director, "leader_override_why": "He wrote the course."}
    drafts.engage(training, **why, by=cast.director)

    training = drafts.engage(training, **why, description="Bring lunch.", by=cast.coordinator)

    assert training.leader_override_by == cast.director


def test_moving_has_a_check_page_and_an_undo(cast, sign_in):
    client, training = sign_in(cast.coordinator), published(cast)
    url = f"{training.get_absolute_url()}move/"
    data = times(45, venue=training.venue, why="The road is closed.", once="m", revision=str(training.revision))
    del data["mode"]
    Letter.objects.update(sent_at=training.published_at)

    check = client.post(url, data)
    assert "Move and tell 3 people" in check.content.decode()
    training.refresh_from_db()
    assert training.first_day == today() + timedelta(days=30)
    assert not Letter.objects.filter(kind="training_moved").exists()
    back = client.post(url, {**data, "back": "1"})
    assert "The road is closed." in back.content.decode()

    answer = client.post(url, {**data, "checked": "1"}, follow=True)
    training.refresh_from_db()
    assert training.first_day == today() + timedelta(days=45)
    assert Letter.objects.filter(kind="training_moved").count() == 3
    assert "undo-move" in answer.content.decode()
    client.post(f"{training.get_absolute_url()}undo-move/")
    training.refresh_from_db()
    assert training.first_day == today() + timedelta(days=30)


def test_more_hours_than_the_meeting_lasts_are_told_at_their_field(cast, sign_in):
    client, draft = sign_in(cast.coordinator), drafted(cast)
    answer = client.post(f"{draft.get_absolute_url()}times/", times(venue=draft.venue, m1_ends="11:00", m1_hours="20"))
    assert "The meeting lasts 2 hours; enter at most 2." in str(answer.context["form"].errors["m1_hours"])

    client.post(f"{draft.get_absolute_url()}times/", times(venue=draft.venue, m1_hours="6"))
    check = client.get(f"{draft.get_absolute_url()}publish/")
    assert "contact hours: 6" in check.content.decode()


def test_the_check_of_a_move_shows_each_meeting_in_full_on_both_sides(cast, sign_in):
    room = builders.room(builders.venue(name="Hondo Valley Hall"))
    client, training = sign_in(cast.coordinator), published(cast)
    later = today() + timedelta(days=52)
    second = {"m2_day": f"{later:%Y-%m-%d}", "m2_starts": "13:00", "m2_ends": "16:30", "m2_hours": "3"}
    data = times(45, venue=room.venue, count="2", why="The road is closed.", once="m", **second)
    data = {**data, "place": f"r{room.pk}"}
    del data["mode"]

    (_label, before, _change), (_label, after, _change), (_label, why, _change) = client.post(
        f"{training.get_absolute_url()}move/", data
    ).context["rows"]

    def line(days_ahead, start_end, hours):
        return f"{short_day(today() + timedelta(days_ahead))}, {start_end}, contact hours: {hours}"

    assert before == f"{line(30, '9:00 a.m. – 3:30 p.m.', '6.5')}\n{training.venue}"
    assert after.split("\n") == [
        f"{line(45, '9:00 a.m. – 3:30 p.m.', '6.5')}, Sierra Blanca Room",
        f"{line(52, '1:00 p.m. – 4:30 p.m.', '3')}, Sierra Blanca Room",
        "Hondo Valley Hall, Ruidoso",
    ]
    assert why == "The road is closed."


def test_a_day_that_is_shortened_by_a_move_keeps_no_more_hours_than_it_lasts(cast, sign_in):
    client, training = sign_in(cast.coordinator), published(cast)
    data = times(45, venue=training.venue, m1_ends="12:00", m1_hours="6", once="m", why="")
    del data["mode"]

    answer = client.post(f"{training.get_absolute_url()}move/", data)

    assert "The meeting lasts 3 hours; enter at most 3." in str(answer.context["form"].errors["m1_hours"])


def test_cancelling_says_who_is_told_and_asks_why(cast, sign_in):
    client, training = sign_in(cast.coordinator), published(cast)
    url = f"{training.get_absolute_url()}cancel/"

    assert "will be told" in client.get(url).content.decode()
    assert "why" in client.post(url, {"why": ""}).context["form"].errors
    client.post(url, {"why": "Only four people.", "once": "c"})

    training.refresh_from_db()
    assert training.is_cancelled
    client.post(f"{training.get_absolute_url()}undo-cancel/")
    training.refresh_from_db()
    assert not training.is_cancelled


@pytest.mark.parametrize(("held", "told"), [(True, 1), (False, 3)])
def test_the_cancel_page_names_as_many_as_are_told(cast, sign_in, held, told):
    client, training = sign_in(cast.coordinator), published(cast)
    if not held:
        Letter.objects.update(sent_at=training.published_at)
    url = f"{training.get_absolute_url()}cancel/"

    page = client.get(url).content.decode()
    client.post(url, {"why": "Snow.", "once": "c"})

    assert Letter.objects.filter(kind="training_cancelled").count() == told
    assert f"Cancel and tell {told} p" in page
    assert ("still held and do" in page) is held


def test_capacity_below_the_seats_taken_is_told_at_its_field(cast, sign_in):
    training = published(cast)
    people = [(builders.staff(cast.school, f"P{n}", "Tenorio"), builders.district()) for n in range(3)]
    give(training, people=people, seat_mode="room", by=cast.coordinator, now=training.published_at)

    answer = sign_in(cast.coordinator).post(
        f"{training.get_absolute_url()}seats/", {"room_capacity": "2", "hold_hours": "0"}
    )

    assert "3 people have seats" in str(answer.context["form"].errors["room_capacity"])


def test_a_visitor_sees_the_public_page_without_any_participant(cast, client):
    training = published(cast)
    give(training, people=[(cast.teacher, builders.district())], seat_mode="room", by=None, now=training.published_at)

    text = client.get(training.get_absolute_url()).content.decode()

    assert training.title in text
    assert "Montoya" not in text
    assert "Peña" not in text
    assert "ledger" not in text


@pytest.mark.parametrize(
    "name", ["coordinator", "director", "bureau", "leader", "coach", "superintendent", "teacher", "nobody"]
)
def test_the_page_opens_for_everybody_who_may_see_it(cast, sign_in, name):
    training = published(cast)

    answer = sign_in(getattr(cast, name)).get(training.get_absolute_url())

    assert answer.status_code == 200
    assert ("Change" in answer.content.decode()) == (name in ("coordinator", "director"))


def test_drafts_are_out_of_reach_of_others(cast, sign_in, client):
    training = drafted(cast)
    page = training.get_absolute_url()

    assert client.get(page).status_code == 404
    for person in (cast.superintendent, cast.other_coordinator, cast.teacher, cast.vendor, cast.bureau):
        assert sign_in(person).get(page).status_code == 404
        assert sign_in(person).get(f"{page}times/").status_code == 404


@pytest.mark.parametrize(
    "part", ["seats", "notice", "move", "cancel", "publish", "subject", "audience", "times", "discard"]
)
def test_only_the_host_changes_a_training(cast, sign_in, part):
    training = published(cast)
    url = f"{training.get_absolute_url()}{part}/"

    for person in (cast.superintendent, cast.other_coordinator, cast.coach, cast.bureau, cast.teacher, cast.vendor):
        assert sign_in(person).get(url).status_code == 403
    assert sign_in(cast.coordinator).get(url).status_code in (200, 302)


def test_undo_addresses_take_a_post_only(cast, sign_in):
    training = published(cast)

    for part in ("undo-publish", "undo-move", "undo-cancel"):
        assert sign_in(cast.coordinator).get(f"{training.get_absolute_url()}{part}/").status_code == 405


def test_the_invited_superintendent_sees_accepts_and_changes_their_mind(cast, sign_in):
    training = published(cast)
    invitation = training.invitations.get(organization=builders.district())
    client = sign_in(cast.superintendent)

    page = client.get(invitation.get_absolute_url())
    assert Seen.objects.filter(about=f"trainings.invitation:{invitation.pk}").count() == 1
    assert "Accept" in page.content.decode()
    client.post(f"{invitation.get_absolute_url()}accept/", {"once": "x"})
    invitation.refresh_from_db()
    assert invitation.answer == "accepted"
    client.post(f"{invitation.get_absolute_url()}decline/", {"reason": "calendar", "words": "State testing"})
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.decline_words) == ("declined", "State testing")
    assert history_of(invitation)[0].text == "Cloudcroft declined: State testing."
    assert Letter.objects.get(kind="invitation_declined").recipient == cast.coordinator


def test_another_district_cannot_see_or_answer_an_invitation(cast, sign_in):
    training = published(cast)
    invitation = training.invitations.get(organization=builders.district())

    client = sign_in(cast.other_superintendent)
    assert client.get(invitation.get_absolute_url()).status_code == 404
    assert client.post(f"{invitation.get_absolute_url()}accept/").status_code == 404
    assert sign_in(cast.bureau).post(f"{invitation.get_absolute_url()}accept/").status_code == 403
    other = f"/trainings/{training.pk + 999}/invitations/{invitation.pk}/"
    assert sign_in(cast.superintendent).get(other).status_code == 404


def test_the_ledger_counts_what_it_shows(cast, sign_in):
    training = published(cast)
    client = sign_in(cast.coordinator)
    url = f"{training.get_absolute_url()}ledger/"
    Letter.objects.filter(recipient=cast.superintendent).update(sent_at=training.published_at)
    silent = training.invitations.exclude(organization=builders.district()).first()

    client.post(f"{silent.get_absolute_url()}phoned/", {"note": "Secretary", "once": "p"})
    page = client.get(url)

    counts = page.context["counts"]
    assert (counts["reached"], counts["phoned"]) == (2, 1)
    for name in LEDGER_FILTERS:
        shown = client.get(f"{url}?which={name}").context["page_obj"].paginator.count
        assert shown == counts[name], name
    assert b"Secretary" in b"".join(client.get(f"{url}?as=csv"))
    assert client.get(f"{url}?as=xlsx").status_code == 200


def test_who_is_to_be_phoned_is_told_apart_from_letters_that_are_held(cast, sign_in):
    training = published(cast)
    client, url = sign_in(cast.coordinator), f"{training.get_absolute_url()}ledger/"
    others = training.invitations.count() - 1

    text = client.get(url).content.decode()
    assert "1 letter is held for ten minutes, so that you can undo; then it goes by itself." in text
    assert f"{others} invitations are to be phoned." in text and f"No address: {others}." in text
    assert "Log a call" in text
    assert "1 letter is still held" in client.get(training.get_absolute_url()).content.decode()

    Letter.objects.filter(recipient=cast.superintendent).update(refused_at=training.published_at, why="550")
    Letter.objects.filter(recipient=cast.delegate).update(refused_at=training.published_at, why="550")
    text = client.get(url).content.decode()
    assert f"{others + 1} invitations are to be phoned." in text
    assert f"No address: {others}; refused by their mail server: 1." in text
    assert "is held for ten minutes" not in text


def test_with_every_letter_held_nobody_is_to_be_phoned(cast, sign_in):
    training = published(cast)
    for invitation in training.invitations.exclude(organization=builders.district()):
        invitation.phoned_at, invitation.phoned_by = training.published_at, cast.coordinator
        invitation.save()

    text = sign_in(cast.coordinator).get(f"{training.get_absolute_url()}ledger/").content.decode()

    assert "to be phoned." not in text
    assert "Everybody who was invited is reached." not in text


def test_the_ledger_is_for_the_host_and_ped(cast, sign_in):
    url = f"{published(cast).get_absolute_url()}ledger/"

    assert sign_in(cast.bureau).get(url).status_code == 200
    for person in (cast.superintendent, cast.other_coordinator, cast.coach, cast.teacher):
        assert sign_in(person).get(url).status_code == 403


def test_a_month_without_trainings_says_so(cast, client):
    training = published(cast)

    empty = client.get("/trainings/calendar/?month=2031-05").content.decode()
    narrowed = client.get("/trainings/calendar/?month=2031-05&mode=online").content.decode()
    full = client.get(f"/trainings/calendar/?month={training.first_day:%Y-%m}").content.decode()

    assert "There is no training in this month." in empty
    assert "There is no training in this month with these filters." in narrowed
    assert "There is no training" not in full
    assert "9:00\u00a0a.m., Ruidoso" in full


def test_list_calendar_and_feed_are_public_and_leave_out_what_is_not(cast, client):
    shown, hidden = published(cast, title="Shown"), drafted(cast, title="Hidden", lead=cast.director)
    month = f"{shown.first_day:%Y-%m}"

    for url in ("/trainings/", f"/trainings/calendar/?month={month}", "/trainings/feed.ics"):
        text = client.get(url).content.decode()
        assert "Shown" in text, url
        assert hidden.title not in text, url
    assert client.get("/trainings/?as=csv").status_code == 200
    assert client.get("/trainings/calendar/?month=strange&rec=x").status_code == 200


@pytest.mark.parametrize(
    ("asked", "years", "month", "link"), [("9999-12", 2, "12", "before"), ("0001-01", -5, "01", "after")]
)
def test_the_calendar_ends_a_few_years_from_now(client, db, asked, years, month, link):
    page = client.get(f"/trainings/calendar/?month={asked}")

    assert page.context["month"] == f"{today().year + years}-{month}"
    assert [name for name in ("before", "after") if page.context[name]] == [link]


@pytest.mark.parametrize(
    "query",
    [
        "words=phonics",
        "state=open",
        "state=full",
        "state=upcoming",
        "state=running",
        "state=over",
        "state=draft",
        "state=cancelled",
        "state=closed",
        "when=2027",
        "mode=online",
        "role=teacher",
        "day=2027-01-14",
        "rec=1",
        "when=x",
    ],
)
def test_filters_answer(cast, sign_in, query):
    published(cast)

    assert sign_in(cast.coordinator).get(f"/trainings/?{query}").status_code == 200


@pytest.mark.parametrize(("most", "kept"), [(9, [-10, -5, 3, 30]), (3, [-5, 3, 30]), (1, [3])])
def test_the_feed_keeps_what_is_nearest_to_come(cast, client, monkeypatch, most, kept):
    initiative = builders.initiative()
    for days in (30, -5, 3, -10):
        builders.training(f"In {days}", of=initiative, days_ahead=days)
    monkeypatch.setattr("trainings.catalog.views.calendar.FEED_MOST", most)

    events = Calendar.from_ical(client.get("/trainings/feed.ics").content).events

    assert [str(event["SUMMARY"]) for event in events] == [f"In {days}" for days in kept]


def test_ones_own_feed_needs_no_sign_in_but_its_secret(cast, client, sign_in):
    training = published(cast, title="Phonics")
    address = sign_in(cast.coach).get("/trainings/calendar/").context["own_feed_url"]
    client.logout()

    assert training.title in client.get(address).content.decode()
    assert client.get(address.replace("mine/", "mine/x")).status_code == 404
    cast.coach.sign_in_nonce = "another"
    cast.coach.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_statements(cast, sign_in, django_assert_num_queries, count):
    for number in range(count):
        builders.training(f"T{number}", of=builders.Initiative.objects.first() or builders.initiative())
    client = sign_in(cast.coordinator)

    with django_assert_num_queries(6):
        assert client.get("/trainings/?when=ahead").context["page_obj"].paginator.count == count


@pytest.mark.parametrize("audience", ["region", "state"])
def test_the_ledger_takes_a_fixed_number_of_statements(cast, sign_in, django_assert_num_queries, audience):
    training = published(cast, audience=audience)
    client = sign_in(cast.coordinator)

    with django_assert_num_queries(8):
        client.get(f"{training.get_absolute_url()}ledger/")


def test_the_calendar_takes_a_fixed_number_of_statements(cast, client, django_assert_num_queries):
    training = published(cast)

    with django_assert_num_queries(2):
        client.get(f"{reverse('training-calendar')}?month={training.first_day:%Y-%m}")


def test_a_trainings_page_takes_few_statements(cast, sign_in, django_assert_max_num_queries):
    training = published(cast)

    for person in (cast.coordinator, cast.superintendent):
        client = sign_in(person)
        with django_assert_max_num_queries(15):
            client.get(training.get_absolute_url())


def test_a_training_on_line_only_needs_no_place(cast, sign_in):
    training = drafted(cast)
    data = {**times(venue=training.venue), "mode": "online", "place": "", "online_link": "meet.example.org/phonics"}

    answer = sign_in(cast.coordinator).post(f"{training.get_absolute_url()}times/", data)

    assert answer.status_code == 302
    training.refresh_from_db()
    assert (training.venue, training.online_link) == (None, "https://meet.example.org/phonics")
    assert training.room_capacity is None


def test_named_regions_and_districts_are_chosen_on_their_own_page(cast, sign_in):
    client, training = sign_in(cast.coordinator), drafted(cast)
    page = training.get_absolute_url()
    facts = {"initiative": training.initiative_id, "title": training.title}

    answer = client.post(f"{page}subject/", {**facts, "kind": "regional", "audience": "regions"})
    assert answer.url == f"{page}audience/"
    assert client.post(answer.url, {}).context["form"].errors
    client.post(answer.url, {"organizations": [builders.rec(6).pk]})
    check = client.get(f"{page}publish/").content.decode()
    both = (
        builders.Organization.objects.of_kind("district").filter(parent__in=[builders.rec(), builders.rec(6)]).count()
    )
    assert f"{both} districts are invited" in check

    refused = client.post(f"{page}subject/", {**facts, "kind": "regional", "audience": "named"})
    assert "at least the whole region" in str(refused.context["form"].errors["audience"])
    client.post(f"{page}subject/", {**facts, "kind": "on_request", "audience": "named"})
    client.post(f"{page}audience/", {"organizations": [builders.district().pk]})
    assert "1 district is invited, all by mail" in client.get(f"{page}publish/").content.decode()


def test_a_bureau_schedules_a_train_the_expert_session_with_a_vendor(cast, sign_in):
    client, initiative = sign_in(cast.bureau), builders.initiative()
    vendor = cast.vendor.hats_today[0].organization
    facts = {"initiative": initiative.pk, "title": "Session", "kind": "train_the_expert", "audience": "all_recs"}

    assert client.get("/trainings/new/").status_code == 200
    answer = client.post("/trainings/new/", {**facts, "host": vendor.pk})
    training = Training.objects.get(title="Session")
    page = training.get_absolute_url()
    assert client.get(answer.url).status_code == 200
    client.post(f"{page}times/", times(venue=builders.venue()))
    client.post(f"{page}seats/", {"room_capacity": "40", "seats_per_organization": "4", "hold_hours": "24"})
    assert client.post(f"{page}notice/", {"lead": cast.vendor.pk, "in_contract_time": ""}).status_code == 302
    assert "9 RECs are invited" in client.get(f"{page}publish/").content.decode()

    training.refresh_from_db()
    assert (training.host, training.seats_per_organization, training.hold_hours) == (vendor, 4, 24)


def test_a_draft_can_be_thrown_away(cast, sign_in):
    client, training = sign_in(cast.coordinator), drafted(cast)

    assert client.get(f"{training.get_absolute_url()}discard/").status_code == 200
    client.post(f"{training.get_absolute_url()}discard/", {"once": "d"})

    assert not Training.objects.filter(pk=training.pk).exists()


WAYS = [  # of taking part, with what is taken when few seats are left, and none
    ({"mode": "on_site", "room_capacity": 20}, {"room_taken": 18}, {"room_taken": 20}),
    ({"mode": "online", "room_capacity": None, "online_capacity": 20}, {"online_taken": 19}, {"online_taken": 20}),
    (
        {"mode": "both", "room_capacity": 10, "online_capacity": 10},
        {"room_taken": 10, "online_taken": 8},
        {"room_taken": 10, "online_taken": 10},
    ),
    ({"mode": "both", "room_capacity": 20}, {"room_taken": 19}, {"room_taken": 20}),  # without a limit on line
]


def in_every_state(of):
    now, yesterday = timezone.now(), today() - timedelta(1)
    for way, nearly, full in WAYS:
        for taken in ({}, nearly, full):
            for closes in (None, yesterday):
                builders.training(of=of, registration_closes_on=closes, **way, **taken)
        for hours in (-1, 1):
            of_today = builders.training(of=of, days_ahead=0, **way)
            Training.objects.filter(pk=of_today.pk).update(starts_at=now + timedelta(hours=hours))
        builders.training(of=of, days_ahead=-3, **way)
        builders.training(of=of, days_ahead=-3, closed_at=now, **way)
        builders.training(of=of, cancelled_at=now, cancel_why="snow", **way)
        builders.training(of=of, published=False, **way)


def test_the_filter_by_state_agrees_with_the_states_that_are_shown(cast, sign_in):
    in_every_state(builders.initiative())
    client, listed = sign_in(cast.coordinator), {}
    for value, _words in STATES:
        rows = client.get(f"/trainings/?state={value}&show=1").context["page_obj"].paginator
        shown = [training for page in rows for training in page]
        listed |= {training.pk: value for training in shown}
        assert {training.state for training in shown} == ({"open", "nearly_full"} if value == "open" else {value})

    assert len(listed) == Training.objects.count()


def test_on_its_day_a_training_is_under_way_from_its_start_on(cast, sign_in):
    training = builders.training(days_ahead=0)
    training.starts_at = timezone.now() + timedelta(hours=2)
    assert (training.state, training.is_open) == ("open", True)

    training.starts_at = timezone.now() - timedelta(minutes=1)
    assert (training.state, training.is_open) == ("running", False)


def test_own_certified_people_stand_before_those_of_other_recs(cast, sign_in):
    draft = drafted(cast)
    helper = builders.person("Abel", "Aragon")
    certify(helper, draft.initiative, organization=builders.rec(6))

    choices = sign_in(cast.coordinator).get(f"{draft.get_absolute_url()}notice/").context["form"].fields["lead"].choices

    groups = [(group, [words for _pk, words in people]) for group, people in list(choices)[1:3]]
    assert groups == [
        ("Certified for Structured literacy, Region 9", ["Miguel Tafoya, Region 9"]),
        ("Certified for Structured literacy, elsewhere", ["Abel Aragon, REC 6"]),
    ]


def test_the_first_day_is_named_in_words(cast, sign_in):
    draft = drafted(cast)
    late = draft.first_day + timedelta(days=1)

    answer = sign_in(cast.coordinator).post(
        f"{draft.get_absolute_url()}seats/",
        {"room_capacity": "5", "hold_hours": "0", "registration_closes_on": f"{late:%Y-%m-%d}"},
    )

    told = str(answer.context["form"].errors["registration_closes_on"])
    assert f"Registration closes on the first day, {short_day(draft.first_day)}, at the latest." in told


def test_a_district_sees_first_what_it_is_invited_to_with_its_answer(cast, sign_in):
    initiative = builders.initiative()
    answered, open_one = (builders.training(title, of=initiative) for title in ("Answered", "Still open"))
    far = builders.training("Far away", of=initiative, host=builders.rec(6), by=cast.other_coordinator)
    answered.invitations.filter(organization=builders.district()).update(
        answer="accepted", answered_at=timezone.now(), answered_by=cast.superintendent
    )
    client = sign_in(cast.superintendent)

    first = client.get("/trainings/")
    unanswered = client.get("/trainings/?invited=unanswered&show=1")
    everything = client.get("/trainings/?show=1")

    titles = lambda page: {row.title for row in page.context["page_obj"]}  # noqa: E731
    assert titles(first) == {"Answered", "Still open"}
    assert "Invitation: My district is invited" in first.text and "From today on" in first.text
    assert re.search(r"Answered</a>\n<span class=.sub.>.*?Accepted", first.text)
    assert re.search(r"Still open</a>\n<span class=.sub.>.*?No answer yet", first.text)
    assert titles(unanswered) == {open_one.title}
    assert titles(everything) == {"Answered", "Still open", far.title}


@pytest.mark.parametrize("who", ["coordinator", "teacher", "leader", "council_member"])
def test_who_answers_for_no_district_has_no_filter_by_invitation(cast, sign_in, who):
    builders.training()

    page = sign_in(getattr(cast, who)).get("/trainings/")

    assert "invited" not in page.context["filter_form"].fields
    assert page.context["page_obj"].paginator.count == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_a_district_takes_a_fixed_number_of_statements(cast, sign_in, django_assert_num_queries, count):
    initiative = builders.initiative()
    for number in range(count):
        builders.training(f"Part {number}", of=initiative)
    client = sign_in(cast.superintendent)
    client.get("/trainings/")
    with django_assert_num_queries(7):
        assert client.get("/trainings/").context["page_obj"].paginator.count == count


def test_of_all_times_the_latest_stand_first_and_only_so_many_are_counted(cast, sign_in, monkeypatch):
    initiative = builders.initiative()
    for number, days in enumerate((-400, -30, 20)):
        builders.training(f"Part {number}", of=initiative, days_ahead=days)
    client = sign_in(cast.coordinator)
    whole = client.get("/trainings/?show=1")
    assert [row.title for row in whole.context["page_obj"]] == ["Part 2", "Part 1", "Part 0"]
    assert whole.context["count_text"] == "3 trainings"

    monkeypatch.setattr(TrainingList, "most_counted", 2)
    cut = client.get("/trainings/?show=1")

    assert cut.context["count_text"] == "At least 2 trainings"
    assert cut.context["page_obj"].paginator.count == 2
    exported = b"".join(client.get("/trainings/?show=1&as=csv").streaming_content).decode()
    assert "Part 0" in exported


def test_of_one_school_year_the_first_stand_first(cast, sign_in):
    initiative = builders.initiative()
    for number, days in enumerate((-1, -2) if today().month == 6 else (2, 1)):  # the year ends with June
        builders.training(f"Part {number}", of=initiative, days_ahead=days)
    year = fiscal_year(Training.objects.get(title="Part 1").first_day)

    rows = sign_in(cast.coordinator).get(f"/trainings/?when={year}").context["page_obj"]

    assert [row.title for row in rows][:2] == ["Part 1", "Part 0"]
