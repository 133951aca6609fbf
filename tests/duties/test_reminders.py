from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaborative.calendar.periods import morning_of
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.reminders import remind
from collaborative.duties.services import close_duty, open_duty, postpone
from collaborative.letters.models import Letter, Pulse
from tests import builders

KIND = "tests.step"
if KIND not in duty_kinds:
    duty_kind(KIND, "for tests", before=(7, 1), after=(1, 7), escalates_after=14, escalates_to="rec_director")

DUE = date(2027, 1, 20)
BEGUN = datetime(2027, 1, 1, 17, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def duty(cast):
    open_duty(
        KIND,
        about=builders.district(),
        text="Visit a classroom in Cloudcroft",
        due_on=DUE,
        at=builders.district(),
        person=cast.coach,
        now=BEGUN,
    )
    return Duty.objects.get(kind=KIND)


def at(days: int, *, hours: float = 0.1) -> datetime:
    """So many days after the due day, shortly after the hour at which reminders go."""
    return morning_of(DUE + timedelta(days)) + timedelta(hours=hours)


def letters(**which) -> list[Letter]:
    return list(Letter.objects.filter(kind__startswith="duty_", **which).order_by("due", "id"))


def delivered(now: datetime) -> None:
    Letter.objects.waiting().update(sent_at=now)


def test_every_moment_is_told_once_to_the_one_who_owes_it(cast, duty):
    for days in range(-10, 20):
        remind(now=at(days))
        delivered(at(days))
        remind(now=at(days, hours=1))

    told = [(letter.kind, letter.recipient, letter.due) for letter in letters()]
    assert told == [
        ("duty_reminder", cast.coach, morning_of(date(2027, 1, 13))),
        ("duty_reminder", cast.coach, morning_of(date(2027, 1, 19))),
        ("duty_reminder", cast.coach, morning_of(date(2027, 1, 20))),
        ("duty_reminder", cast.coach, morning_of(date(2027, 1, 21))),
        ("duty_reminder", cast.coach, morning_of(date(2027, 1, 27))),
        ("duty_climbed", cast.director, morning_of(date(2027, 2, 3))),
    ]


def test_of_several_moments_only_the_latest_goes(cast, duty):
    remind(now=at(0))

    assert [(letter.kind, letter.data["which"]) for letter in letters()] == [("duty_reminder", "due")]
    assert letters()[0].subject.startswith("Due today: Visit a classroom")


def test_beyond_its_grace_a_reminder_is_named_in_one_catch_up_letter(cast, duty):
    open_duty(KIND, about=cast.school, text="Call the school", due_on=DUE, at=cast.school, person=cast.coach, now=BEGUN)

    remind(now=at(5))
    remind(now=at(6, hours=1))

    (letter,) = letters()
    assert (letter.kind, letter.recipient) == ("duty_catch_up", cast.coach)
    assert "Visit a classroom in Cloudcroft" in letter.body
    assert "Call the school" in letter.body


def test_a_moment_before_the_duty_began_does_not_exist(cast):
    open_duty(KIND, about=cast.school, text="Call", due_on=DUE, at=cast.school, person=cast.coach, now=at(0, hours=2))

    remind(now=at(0, hours=3))

    assert letters() == []
    assert Duty.objects.get(kind=KIND).next_reminder_at == morning_of(DUE + timedelta(1))


def test_a_closed_duty_is_silent_and_stops_a_letter_that_waits(cast, duty, settings):
    from collaborative.letters.delivery import deliver

    remind(now=at(0))
    close_duty(builders.district(), KIND, now=at(0, hours=0.2))
    (letter,) = letters()

    assert deliver(letter.pk, now=at(0, hours=0.3)) == "stopped"
    remind(now=at(1))
    assert len(letters()) == 1


def test_a_postponed_duty_stops_the_old_words_and_reminds_by_the_new_day(cast, duty):
    from collaborative.letters.delivery import deliver

    remind(now=at(0))
    (letter,) = letters()
    postpone(builders.district(), KIND, due_on=DUE + timedelta(3), now=at(0, hours=1))

    assert deliver(letter.pk, now=at(0, hours=1)) == "stopped"
    remind(now=at(1))
    assert [one.due for one in letters()] == [morning_of(DUE)]
    remind(now=at(2))
    assert [one.due for one in letters()] == [morning_of(DUE), morning_of(DUE + timedelta(2))]


def test_a_day_moved_forward_does_not_bring_back_moments_that_are_past(cast, duty):
    postpone(builders.district(), KIND, due_on=DUE - timedelta(10), now=at(-12))

    remind(now=at(-12, hours=1))

    assert letters() == []
    assert Duty.objects.get(kind=KIND).next_reminder_at == morning_of(DUE - timedelta(11))


def test_several_are_postponed_together_with_other_words(cast, duty):
    open_duty(
        KIND,
        about=cast.school,
        text="Visit the school",
        due_on=DUE,
        at=builders.district(),
        person=cast.coach,
        now=BEGUN,
    )
    later = DUE + timedelta(3)

    assert postpone([builders.district(), cast.school], KIND, due_on=later, text="Visit on Saturday", now=at(-8)) == 2

    assert set(Duty.objects.values_list("text", "due_on")) == {("Visit on Saturday", later)}


def test_a_day_that_stays_loses_no_reminder(cast, duty):
    postpone(builders.district(), KIND, due_on=DUE, now=at(-7, hours=1))

    remind(now=at(-7, hours=2))

    assert len(letters()) == 1


def test_whoever_holds_the_hat_when_the_letter_goes_gets_it(cast):
    district = builders.district()
    open_duty(KIND, about=cast.school, text="Visit", due_on=DUE, at=district, role="superintendent", now=BEGUN)
    hat = cast.superintendent.hats.get()
    hat.ends_on = date(2027, 1, 15)
    hat.save()
    cast.delegate.hats.update(ends_on=date(2027, 1, 14))
    successor = builders.person("Elena", "Duran")
    builders.hat(successor, "superintendent", district, starts_on=date(2027, 1, 16))

    remind(now=at(-7))
    delivered(at(-7))
    remind(now=at(-1))

    by_day: dict = {}
    for letter in letters():
        by_day.setdefault(letter.due, set()).add(letter.recipient)
    assert by_day == {
        morning_of(DUE - timedelta(7)): {cast.superintendent, cast.delegate},
        morning_of(DUE - timedelta(1)): {successor},
    }


def test_where_nobody_holds_the_hat_the_next_above_hears(cast):
    district = builders.district()
    open_duty(KIND, about=cast.school, text="Visit", due_on=DUE, at=district, role="superintendent", now=BEGUN)
    for person in (cast.superintendent, cast.delegate):
        person.hats.update(ends_on=BEGUN.date())

    remind(now=at(0))

    (letter,) = letters()
    assert letter.recipient == cast.director
    assert "nobody who owes it can be written to" in letter.body


def test_somebody_without_an_address_counts_as_nobody(cast, duty):
    cast.coach.email = None
    cast.coach.save()

    remind(now=at(0))

    assert [letter.recipient for letter in letters()] == [cast.director]


def test_with_nobody_at_all_the_reminder_waits_for_somebody(cast, duty):
    from collaborative.people.models import Hat, Person

    Person.objects.filter(pk=cast.coach.pk).update(is_active=False)
    Hat.objects.filter(role__in=["rec_director", "ped_leader"]).update(ends_on=BEGUN.date())

    remind(now=at(0))
    assert letters() == []

    director = builders.person("Elena", "Duran")
    builders.hat(director, "rec_director", builders.rec(), starts_on=date(2027, 1, 22))
    remind(now=at(5))
    assert [(letter.kind, letter.recipient) for letter in letters()] == [("duty_catch_up", director)]


def test_a_climb_on_the_day_of_a_reminder_goes_beside_it(cast):
    if "tests.same_day" not in duty_kinds:
        duty_kind("tests.same_day", "for tests", before=(), after=(7,), escalates_after=7, escalates_to="rec_director")
    open_duty(
        "tests.same_day", about=cast.school, text="Visit", due_on=DUE, at=cast.school, person=cast.coach, now=BEGUN
    )

    remind(now=at(7))

    assert {(letter.kind, letter.recipient) for letter in letters()} == {
        ("duty_reminder", cast.coach),
        ("duty_climbed", cast.director),
    }


@pytest.mark.parametrize("sql", ["", "SELECT 1 / 0"], ids=["in Python", "in the database"])
def test_one_broken_duty_does_not_silence_the_others(cast, duty, monkeypatch, sql):
    from collaborative.duties import reminders

    open_duty(KIND, about=cast.school, text="Break", due_on=DUE, at=cast.school, person=cast.coach, now=BEGUN)
    real = reminders._draft

    def breaking(broken, *args):
        if broken.text == "Break":
            with connection.cursor() as cursor:
                cursor.execute(sql) if sql else int("broken")
        return real(broken, *args)

    monkeypatch.setattr(reminders, "_draft", breaking)
    remind(now=at(0))

    assert [letter.about for letter in letters()] == [f"duties.duty:{duty.pk}"]


def test_a_duty_of_a_kind_that_no_code_knows_is_left_alone(cast, duty):
    Duty.objects.update(kind="gone.kind")

    remind(now=at(0))

    assert letters() == []


def test_what_could_not_be_delivered_in_time_is_folded_in(cast, duty):
    from collaborative.letters.delivery import deliver

    remind(now=at(0))
    (letter,) = letters()
    assert deliver(letter.pk, now=at(3)) == "not due"

    remind(now=at(3))

    letter.refresh_from_db()
    assert letter.state == "stopped"
    (caught_up,) = letters(kind="duty_catch_up")
    assert caught_up.recipient == cast.coach
    assert "Visit a classroom" in caught_up.body


def test_what_is_folded_in_goes_to_whoever_owes_it_now(cast):
    district = builders.district()
    open_duty(KIND, about=cast.school, text="Visit", due_on=DUE, at=district, role="superintendent", now=BEGUN)
    remind(now=at(0))
    for person in (cast.superintendent, cast.delegate):
        person.hats.update(ends_on=DUE)
    successor = builders.person("Elena", "Duran")
    builders.hat(successor, "superintendent", district, starts_on=DUE + timedelta(1))

    remind(now=at(3))

    assert {letter.recipient for letter in letters(kind="duty_catch_up")} == {successor}


def test_catch_up_letters_do_not_pile_up(cast, duty):
    open_duty(
        KIND, about=cast.school, text="Call", due_on=DUE + timedelta(9), at=cast.school, person=cast.coach, now=BEGUN
    )
    remind(now=at(4))
    remind(now=at(20))

    waiting = [letter for letter in letters(kind="duty_catch_up") if letter.recipient == cast.coach]
    assert [letter.state for letter in waiting] == ["stopped", "held"]
    assert sum(letter.state == "held" for letter in waiting) == 1


def test_the_sweep_takes_few_statements_however_many_are_due(cast):
    """Beside the savepoint of each duty, which asks nothing."""
    for number in range(12):
        open_duty(
            KIND,
            about=builders.person("Ana", f"Number {number}"),
            text=f"Visit {number}",
            due_on=DUE,
            at=builders.district(),
            person=cast.coach,
            now=BEGUN,
        )

    with CaptureQueriesContext(connection) as statements:
        remind(now=at(0))
    assert len([one for one in statements if "SAVEPOINT" not in one["sql"]]) <= 16
    assert len(letters()) == 12


def test_a_page_says_whether_reminders_run(cast):
    from collaborative.duties.sweep_status import reminders_run

    assert reminders_run() == "Reminders have not run yet"
    now = datetime(2027, 1, 20, 16, 2, tzinfo=ZoneInfo("UTC"))
    Pulse.beat("letters", now)
    remind(now=now)
    assert reminders_run(now) == "Reminders run; last at 9:02 a.m."
    assert reminders_run(now + timedelta(hours=2)) == "Reminders have not run since 9:02 a.m."
    assert "since Wed, Jan 20" in reminders_run(now + timedelta(days=2))
