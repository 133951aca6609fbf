from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.journal.models import Access, Entry
from collaborative.letters.models import Letter
from support import actions
from support.models import SupportMessage, SupportRequest
from tests import builders
from tests.support.asked import asked


def letters(kind):
    return list(Letter.objects.filter(kind=kind).order_by("id"))


def form(text="We come on Thursday.", **changed):
    return {"text": text, "once": "key-1", **changed}


def test_both_sides_and_ped_read_it_and_the_coach_may_only_look(cast, sign_in):
    request = asked(cast)
    status = {
        name: sign_in(person).get(request.get_absolute_url()).status_code for name, person in cast.people().items()
    }

    within = {"leader", "bureau", "other_bureau", "director", "coordinator", "coach", "superintendent", "delegate"}
    assert {name for name, code in status.items() if code == 200} == within
    assert {code for name, code in status.items() if name not in within} == {404}
    coach = sign_in(cast.coach)
    assert "form" not in coach.get(request.get_absolute_url()).context or not coach.get(
        request.get_absolute_url()
    ).context.get("form")
    for part in ("answer/", "add/", "hand-over/", "end/", "end/no/", "rate/"):
        assert coach.post(f"{request.get_absolute_url()}{part}", form()).status_code == 403


@pytest.mark.parametrize("part", ["answer/", "add/", "hand-over/", "end/", "end/no/", "undo-end/", "rate/"])
@pytest.mark.parametrize("outsider", ["other_superintendent", "other_coordinator", "teacher", "nobody"])
def test_outsiders_find_nothing(cast, sign_in, part, outsider):
    url = f"{asked(cast).get_absolute_url()}{part}"

    assert sign_in(getattr(cast, outsider)).post(url, form()).status_code == 404


def test_a_stranger_is_led_to_sign_in(cast, client):
    assert "/account/login" in client.get(asked(cast).get_absolute_url()).url


def test_the_first_answer_stops_the_clock_and_writes_to_the_district_alone(cast, sign_in):
    request = asked(cast)
    Letter.objects.all().delete()

    response = sign_in(cast.coordinator).post(f"{request.get_absolute_url()}answer/", form())

    request.refresh_from_db()
    assert response.url == request.get_absolute_url()
    assert request.first_answer_at and request.state == "answered"
    assert [letter.recipient for letter in Letter.objects.all()] == [cast.superintendent]
    assert "We come on Thursday." in letters("support_message")[0].body
    assert [duty.kind for duty in Duty.objects.open()] == ["support.finish"]
    assert Duty.objects.get(kind="support.answer").closed_why == "done"
    assert Entry.objects.about(request)[0].verb == "support.answered"
    assert "Thursday" not in Entry.objects.about(request)[0].text


def test_the_district_writes_and_only_the_owner_hears(cast, sign_in):
    request = asked(cast)
    Letter.objects.all().delete()

    sign_in(cast.delegate).post(f"{request.get_absolute_url()}add/", form("Mornings are best."))

    request.refresh_from_db()
    assert request.first_answer_at is None
    assert [letter.recipient for letter in Letter.objects.all()] == [cast.coordinator]
    assert SupportMessage.objects.get().from_rec is False
    assert [duty.kind for duty in Duty.objects.open()] == ["support.answer"]


def test_nobody_is_written_to_by_themselves(cast):
    builders.hat(cast.coordinator, "delegate", builders.district())
    request = asked(cast, by=cast.coordinator)

    actions.reply(request, text="Noted.", from_rec=True, by=cast.coordinator)

    assert [(letter.kind, letter.recipient) for letter in Letter.objects.all()] == [
        ("support_acknowledged", cast.coordinator)
    ]


def test_the_answer_reaches_the_present_superintendent_when_who_asked_has_left(cast):
    request = asked(cast, by=cast.delegate)
    cast.delegate.hats.update(ends_on=today() - timedelta(days=1))

    actions.reply(request, text="We come.", from_rec=True, by=cast.coordinator)

    assert letters("support_message")[0].recipient == cast.superintendent


def test_words_reach_the_director_when_the_owner_has_left(cast):
    request = asked(cast)
    cast.coordinator.hats.update(ends_on=today() - timedelta(days=1))

    actions.reply(request, text="And?", from_rec=False, by=cast.superintendent)

    assert letters("support_message")[0].recipient == cast.director


def test_a_double_click_answers_once(cast, sign_in):
    url = f"{asked(cast).get_absolute_url()}answer/"
    client = sign_in(cast.coordinator)
    client.post(url, form())
    client.post(url, form())

    assert SupportMessage.objects.count() == 1
    assert len(letters("support_message")) == 1


def test_an_empty_answer_is_refused_in_words(cast, sign_in):
    request = asked(cast)
    page = sign_in(cast.coordinator).post(f"{request.get_absolute_url()}answer/", form(" ")).content.decode()

    assert "Write a few words first." in page
    assert "<title>Error: " in page
    assert not SupportMessage.objects.exists()


def test_what_has_ended_is_not_answered_and_what_was_typed_stays(cast, sign_in):
    request = asked(cast)
    actions.end(request, "no", words="We have no coach until March.", by=cast.coordinator)

    page = sign_in(cast.superintendent).post(f"{request.get_absolute_url()}add/", form("Please do.")).content.decode()

    assert f"{request.number} has ended and can no longer be answered" in page
    assert "Please do." in page
    assert not SupportMessage.objects.exists()


def test_text_of_a_thread_is_shown_as_text(cast, sign_in):
    request = asked(cast, what="<script>alert(1)</script>")

    page = sign_in(cast.coordinator).get(request.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in letters("support_assigned")[0].body


def test_finish_is_due_when_the_district_needs_it(cast):
    day = today() + timedelta(days=12)
    request = asked(cast, needed_by=day)

    actions.reply(request, text="We come.", from_rec=True, by=cast.coordinator)

    assert Duty.objects.open().get().due_on == day


def test_handing_over_moves_the_duty_and_keeps_its_day(cast, sign_in):
    second = builders.person("Abel", "Aragon")
    request = asked(cast)
    builders.hat(second, "rec_coordinator", builders.rec(9))
    url = f"{request.get_absolute_url()}hand-over/"
    client = sign_in(cast.coordinator)
    assert client.get(url).status_code == 200

    client.post(url, {"to": second.pk, "once": "key-1"})

    request.refresh_from_db()
    duty = Duty.objects.open().get()
    assert request.owner == second
    assert (duty.kind, duty.person, duty.due_on) == ("support.answer", second, request.answer_by)
    assert letters("support_assigned")[-1].recipient == second
    assert "Carla Ortiz handed this request" in letters("support_assigned")[-1].body
    client.post(url, {"to": second.pk, "once": "key-1"})
    assert Entry.objects.about(request).filter(verb="support.handed_over").count() == 1


def test_it_is_not_handed_to_somebody_of_another_region(cast, sign_in):
    request = asked(cast)
    page = sign_in(cast.coordinator).post(
        f"{request.get_absolute_url()}hand-over/", {"to": cast.other_coordinator.pk, "once": "k"}
    )

    request.refresh_from_db()
    assert page.status_code == 200
    assert request.owner == cast.coordinator


def test_a_late_request_says_so(cast):
    request = asked(cast, now=timezone.now() - timedelta(days=20))

    assert request.is_late and request.state == "answer_overdue"
    assert list(SupportRequest.objects.late()) == [request]


def test_reading_it_is_noted(cast, sign_in):
    request = asked(cast)
    sign_in(cast.leader).get(request.get_absolute_url())

    assert Access.objects.filter(person_id=cast.leader.pk, what=request.get_absolute_url()).exists()


def test_the_page_takes_as_many_statements_for_one_word_as_for_three(cast, sign_in, django_assert_num_queries):
    request = asked(cast)
    client = sign_in(cast.coordinator)
    client.get(request.get_absolute_url())
    for count in (1, 3):
        while request.messages.count() < count:
            actions.reply(request, text="A word.", from_rec=True, by=cast.coordinator)
        with django_assert_num_queries(7):
            client.get(request.get_absolute_url())


def test_who_asked_and_left_the_district_sees_and_rates_it_no_more(cast, sign_in):
    one = asked(cast)
    cast.superintendent.hats.update(ends_on=today() - timedelta(days=1))
    client = sign_in(cast.superintendent)

    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.post(f"{one.get_absolute_url()}rate/", {"helped": "no"}).status_code == 404
