"""The whole chain, from PED's desk to a classroom visit and into a REC's accepted deliverable, walked through pages only.

Web, worker and beat run as in production; letters come over SMTP. What the calendar forbids (a training must lie ahead
to be registered for and behind to be closed) is arranged by moving that one training's days between two acts.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import Browser

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.people.models import Organization, Person
from tests import builders
from tests.browser.walking import Walker, link_in, small_pdf
from tests.cast import Cast, make_cast
from tests.live import LiveProduct
from tests.waiting import until
from trainings.models import Training

INITIATIVE = "Numeracy in the early grades"
SESSION, LESSON = "Numeracy for experts", "Numeracy, part 1"


@dataclass
class House:
    live: LiveProduct
    browser: Browser
    cast: Cast
    superintendents: dict[str, Person]  # of region 9, by district; one district has nobody
    walkers: dict[int, Walker] = field(default_factory=dict)
    training: str = ""  # the address of the regional training

    def of(self, person: Person) -> Walker:
        """This person's browser, signed in past the sign-in pages."""
        if person.pk not in self.walkers:
            self.walkers[person.pk] = Walker(self.live, self.browser, person)
        return self.walkers[person.pk]

    def visitor(self) -> Walker:
        return self.walkers.setdefault(0, Walker(self.live, self.browser))

    def signs_in(self, person: Person) -> Walker:
        """By the code of a letter that really comes."""
        walker = self.walkers[person.pk] = Walker(self.live, self.browser)
        return walker.sign_in_by_code(person)

    def letter(self, person: Person, words: str, *, seconds: float = 20):
        """The letter to this person whose subject has these words; waits for it."""
        sink = self.live.sink
        found = until(
            lambda: [one for one in sink.to(person.address) if words in one.subject],
            seconds=seconds,
            what=f"“{words}” to {person.address}, who has {[one.subject for one in sink.to(person.address)]}",
        )
        return found[-1]


@pytest.fixture
def house(live_product, browser):
    made = furnish(live_product, browser)
    yield made
    for walker in made.walkers.values():
        walker.close()


def furnish(live: LiveProduct, browser: Browser) -> House:
    """The cast, a superintendent for each district of region 9 but one, and a room."""
    cast = make_cast()
    districts = (
        Organization.objects.of_kind("district").filter(parent=builders.rec(9)).exclude(pk=builders.district().pk)
    )
    *told, _untold = districts.order_by("sort_key")
    superintendents = {builders.district().short_name: cast.superintendent}
    for number, district in enumerate(told):
        superintendents[district.short_name] = builders.person("Ana", f"Apodaca-{number}")
        builders.hat(superintendents[district.short_name], "superintendent", district)
    builders.room(builders.venue(), seats=40)
    return House(live, browser, cast, superintendents)


def test_the_whole_chain(house):
    an_initiative_is_published_and_acknowledged(house)
    an_expert_is_certified(house)
    a_regional_training_invites_every_district(house)
    a_superintendent_answers_and_registers(house)
    attendance_is_taken_and_the_training_closed(house)
    a_coach_follows_up(house)
    help_is_asked_for_and_given(house)
    a_deliverable_is_counted_submitted_and_accepted(house)
    the_reminder_came_once(house)


# 1 -------------------------------------------------------------------------------------------------------------------


def an_initiative_is_published_and_acknowledged(house: House) -> None:
    teresa = house.signs_in(house.cast.bureau).sees("Draft an initiative")
    teresa.open("/initiatives/").sees("No initiative has been drafted yet").follow("Draft an initiative")
    teresa.press("Save and go on").sees("Enter the title")  # the page with every error told
    teresa.write("Title", INITIATIVE).choose("Level", "state").write("Purpose", "Every child reckons with ease.")
    teresa.tick("teachers").write("First day", today()).write("Last day", today() + timedelta(days=500))
    teresa.press("Save and go on to the plan")

    first, asked = teresa.group("Step 1"), teresa.group("Deliverable 1")
    teresa.write("Days after the training", 30, within=first)
    teresa.choose("What happens", "classroom visit", within=first).choose("Who owes it", "the coach", within=first)
    teresa.press("Add a step")
    second = teresa.group("Step 2")
    teresa.write("Days after the training", 60, within=second).choose("What happens", "call", within=second)
    teresa.choose("Who owes it", "the coach", within=second)
    teresa.choose("What is counted", "Trainings held", within=asked).write("How many each REC owes", 1, within=asked)
    teresa.write("Due day", today() + timedelta(days=60), within=asked)
    teresa.press("Save and go on to documents")
    teresa.attach("Document", "guide.pdf", small_pdf()).press("Add the document").sees("guide.pdf")
    teresa.follow("See it as others will").sees("This is how others will see it")
    teresa.follow("Check and publish").press("Publish version 1").sees("Version 1 is published")

    letter = house.letter(house.cast.coordinator, INITIATIVE)
    carla = house.of(house.cast.coordinator)
    carla.open("/").follow(INITIATIVE)
    assert carla.path in letter.text
    carla.press("We have read it").sees("Acknowledged for")
    teresa.open(carla.path).sees("1 of 9")


# 2 -------------------------------------------------------------------------------------------------------------------


def an_expert_is_certified(house: House) -> None:
    teresa, carla = house.of(house.cast.bureau), house.of(house.cast.coordinator)
    teresa.open("/trainings/new/").choose("Initiative", INITIATIVE).write("Title", SESSION)
    teresa.tick("train-the-expert session", "all nine RECs").press("Save and go on")
    teresa.tick("on line").write("Day", today() + timedelta(days=20)).write("Starts", "09:00").write("Ends", "16:00")
    teresa.press("Save and go on")
    teresa.write("Seats on line", 30).write("Seats for each REC", 2).press("Save and go on")
    teresa.choose("Who leads it", "Teresa Chavez").press("Save")
    teresa.press("Publish and send").sees("Published")
    session = teresa.path

    house.letter(house.cast.coordinator, SESSION)
    carla.open(session).follow("Register people")
    carla.tick("Miguel Tafoya").press("Continue").press("Register 1 person").sees("1 person registered")
    house.letter(house.cast.coach, "You have a seat")

    was_yesterday(session)
    teresa.open(f"{session}door/").press("Mark 1 person present").follow("Close the training")
    teresa.press("Close: 1 present").sees("The training is closed")
    teresa.open("/trainings/experts/").sees("Miguel Tafoya")
    teresa.open("/trainings/experts/gaps/").sees(INITIATIVE)


def was_yesterday(address: str) -> None:
    """The calendar lets nobody close a training that lies ahead: its days, its meetings and what they book are moved."""
    training = Training.objects.get(pk=address.strip("/").split("/")[-1])
    back = f"interval '{(training.first_day - today()).days + 1} days'"
    with connection.cursor() as cursor:
        for statement in (
            f"UPDATE trainings_booking SET during = tstzrange(lower(during) - {back}, upper(during) - {back}) "
            "WHERE meeting_id IN (SELECT id FROM trainings_meeting WHERE training_id = %s)",
            f"UPDATE trainings_meeting SET starts_at = starts_at - {back}, ends_at = ends_at - {back}, date = date - {back} "
            "WHERE training_id = %s",
            f"UPDATE trainings_training SET starts_at = starts_at - {back}, first_day = first_day - {back}, "
            f"last_day = last_day - {back}, registration_closes_on = registration_closes_on - {back} WHERE id = %s",
        ):
            cursor.execute(statement, [training.pk])


# 3 -------------------------------------------------------------------------------------------------------------------


def a_regional_training_invites_every_district(house: House) -> None:
    carla = house.of(house.cast.coordinator)
    carla.open("/trainings/").follow("Schedule a training").choose("Initiative", INITIATIVE).write("Title", LESSON)
    carla.tick("regional training", "every district of the host").press("Save and go on")
    carla.tick("on site").choose("Place", "Sierra Blanca Room")
    carla.write("Day", today() + timedelta(days=40)).write("Starts", "16:00").write("Ends", "09:00")
    carla.press("Save and go on").sees("The meeting ends before it starts")
    carla.write("Ends", "19:00").press("Save and go on")
    carla.write("Seats in the room", 2).press("Save and go on")
    carla.choose("Who leads it", "Carla Ortiz").press("Save").sees("Carla Ortiz is not certified")
    carla.choose("Who leads it", "Miguel Tafoya").write("Who pays travel", "REC 9").press("Save")
    carla.sees(f"{len(house.superintendents) + 1} districts are invited").press("Publish and send").sees("Published")
    house.training = carla.path

    for superintendent in house.superintendents.values():
        house.letter(superintendent, LESSON)
    reached, all_ = len(house.superintendents), len(house.superintendents) + 1
    until(lambda: f"{reached} of {all_} reached" in carla.text_of(house.training), what="the ledger to know")
    carla.open(f"{house.training}ledger/").follow("Log a call", within=carla.row("No address"))
    carla.write("With whom, and what was said", "Secretary; she tells the superintendent").press("Log this call").sees(
        f"{all_} of {all_}"
    )
    house.visitor().open("/trainings/calendar/").open(house.training).sees(LESSON)


# 4 -------------------------------------------------------------------------------------------------------------------


def a_superintendent_answers_and_registers(house: House) -> None:
    letter = house.letter(house.cast.superintendent, LESSON)
    by_link = house.visitor().open(link_in(letter.text, "/trainings/answer/"))
    by_link.press("Yes, we accept").sees("Dolores Peña")

    dolores = house.signs_in(house.cast.superintendent)
    dolores.open("/trainings/").follow(LESSON).follow("See the invitation").follow("Register people")
    dolores.press("Continue").sees("Tick somebody on the roster")
    dolores.tick("Rosa Montoya")
    dolores.write(
        "Names and addresses",
        "Ben Lucero, ben.lucero@school.example\nClara Ruiz; clara.ruiz@school.example\nben.lucero@school.example",
    )
    dolores.press("Continue").sees("Go on the waiting list")
    dolores.press("Change New to our records").press("Continue")
    dolores.press("Register 3 people").sees("3 people registered")
    rosa, ben, clara = (Person.objects.get(email__startswith=one) for one in ("rosa", "ben", "clara"))
    house.letter(rosa, "You have a seat")
    house.letter(clara, "waiting list")

    dolores.open(f"{house.training}registrations/").follow("Ben Lucero").follow("Give the place up")
    dolores.tick("ill").press("Give the place up").sees("Clara Ruiz")
    house.letter(clara, "Now you have a seat")
    assert Training.objects.get(title=LESSON).room_taken == 2
    assert ben.registrations.get().status == "cancelled"


# 5 -------------------------------------------------------------------------------------------------------------------


def attendance_is_taken_and_the_training_closed(house: House) -> None:
    was_yesterday(house.training)
    carla = house.of(house.cast.coordinator)
    carla.open(f"{house.training}door/").press("Mark all 2 present")
    carla.tick_in_row("Clara Ruiz", "Absent").press("Save all").sees("1 absent")
    carla.follow("Add a walk-in").write("Find on a roster", "Ben").press("Find")
    carla.tick("Ben Lucero").press("Add to the roster").sees("Say why one more can come in")
    carla.write("Why one more can come in", "A chair was brought.").press("Add to the roster")
    carla.sees("Ben Lucero is on the roster")
    carla.follow("Sign-in sheet").open(f"{house.training}door/").follow("Close the training").press("Close: ")
    carla.sees("The training is closed")

    rosa = house.of(house.cast.teacher)
    letter = house.letter(house.cast.teacher, "Your certificate")
    house.visitor().open(link_in(letter.text, "/verify/")).sees("Rosa Montoya", LESSON)
    rosa.open("/").open("/me/").follow(LESSON)
    pdf = rosa.context.request.get(link_in(letter.text, "/certificates/"))
    assert pdf.headers["content-type"] == "application/pdf"


# 6 -------------------------------------------------------------------------------------------------------------------


def a_coach_follows_up(house: House) -> None:
    miguel = house.of(house.cast.coach)
    miguel.open("/").open("/trainings/follow-up/").follow("Cloudcroft").follow("Plan step 1")
    miguel.write("Day", today()).write("Place", "Sacramento Elementary, room 4").tick("Rosa Montoya")
    miguel.press("Plan the visit").follow("Log")
    miguel.write("Minutes", 50).write("Miles, both ways", 38).write("What was agreed", "Counting games each morning.")
    miguel.write("Private note to Rosa Montoya", "Your pacing was just right.").tick("The step is done with this visit")
    miguel.press("Log the visit").sees("Your pacing was just right.")
    visit = miguel.path
    house.letter(house.cast.teacher, "private note")
    house.of(house.cast.teacher).open(visit).sees("Your pacing was just right.")
    assert "pacing" not in house.of(house.cast.coordinator).open(visit).page.content()

    # The second step is due in two months. Its duty is moved so that the week before begins yesterday: what the calendar
    # would bring in weeks, Celery's next sweep brings now.
    moved = Duty.objects.open().filter(kind="trainings.follow_up_step", person=house.cast.coach)
    due = today() + timedelta(days=6)
    assert moved.update(
        due_on=due, opened_at=moved.first().opened_at - timedelta(days=9), next_reminder_at=moved.first().opened_at
    )


def the_reminder_came_once(house: House) -> None:
    step = Duty.objects.open().get(kind="trainings.follow_up_step", person=house.cast.coach)
    house.letter(house.cast.coach, step.text, seconds=90)
    assert len([one for one in house.live.sink.to(house.cast.coach.address) if step.text in one.subject]) == 1
    house.of(house.cast.coach).open("/").sees(step.text).open("/trainings/follow-up/")


# 7 -------------------------------------------------------------------------------------------------------------------


def help_is_asked_for_and_given(house: House) -> None:
    dolores, carla = house.of(house.cast.superintendent), house.of(house.cast.coordinator)
    dolores.open("/requests/").follow("Ask for support")
    dolores.write("What do you need?", "A plan for our new teachers.").write("For whom?", "Six new teachers")
    dolores.tick("coaching").press("Send the request").sees("Carla Ortiz")
    request = dolores.path
    house.letter(house.cast.superintendent, "R-")
    house.letter(house.cast.coordinator, "R-")
    carla.open("/requests/").open(request).write("Your answer", "We can come on Thursday.").press("Send the answer")
    dolores.open(request).sees("We can come on Thursday.")
    carla.open(request).follow("End the request").follow("With technical assistance")
    carla.write("Minutes", 45).tick("phone").write("What was done", "Agreed on a plan for the year.")
    carla.press("End the request").sees("has ended")
    house.letter(house.cast.superintendent, "ended in technical assistance")
    dolores.open(request).tick("Yes").press("Say so").sees("Thank you")


# 8 -------------------------------------------------------------------------------------------------------------------


def a_deliverable_is_counted_submitted_and_accepted(house: House) -> None:
    daniel, teresa = house.of(house.cast.director), house.of(house.cast.bureau)
    daniel.open("/").open("/reports/").open("/reports/deliverables/").follow("Trainings held")
    deliverable = daniel.sees("The count has reached the target").path
    daniel.follow("Counted now").sees(LESSON).open(deliverable)
    daniel.follow("Attach a file").attach("Evidence", "attendance.pdf", small_pdf()).press("Attach the file")
    daniel.follow("Submit to PED").press("Submit the deliverable").sees("Submitted.")
    house.letter(house.cast.bureau, "submitted a deliverable")
    teresa.open("/").open(deliverable).follow("Return")
    teresa.write("Reason", "Please attach the sign-in sheet.").press("Return it to the REC")
    house.letter(house.cast.director, "eturned")
    daniel.open(deliverable).sees("Please attach the sign-in sheet.").follow("Submit again")
    daniel.write("Note to PED", "The sheet is in the file.").press("Submit the deliverable")
    teresa.open(deliverable).follow("Accept").press("Accept").sees("ccepted")
    house.letter(house.cast.director, "ccepted")
    daniel.open(deliverable).sees("Accepted")
