"""Registering somebody of another organization: the seat counts, the place is asked for, their keepers may take it over."""

import re

import pytest

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.claims.services import MOST_OPEN
from collaborative.people.models import Person
from tests import builders as b
from tests.trainings.registrations.test_register import hidden
from trainings.attendance.actions.door import add_walk_in
from trainings.attendance.walk_ins import WalkIn
from trainings.models import Registration
from trainings.registrations import seats
from trainings.registrations.actions import registration as actions
from trainings.registrations.actions.takeover import take_over
from trainings.registrations.queries import Entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(cast):
    return b.training(room_capacity=60)


@pytest.fixture
def sam(cast) -> Person:
    """Superintendent of Tularosa, which is invited, too."""
    found = b.person("Sam", "Vigil")
    b.hat(found, "superintendent", b.district("Tularosa"))
    return found


@pytest.fixture
def irma(cast, sam) -> Person:
    return b.staff(b.district("Tularosa"), "Irma", "Tso")


@pytest.fixture
def seat(cast, training, irma) -> Registration:
    invitation = training.invitations.get(organization=b.district())
    entrant = Entrant(person=irma, joins=True)
    return actions.register(invitation, entrants=[entrant], by=cast.superintendent).registrations[0]


def test_it_works_the_seat_counts_and_the_place_is_asked_for(cast, irma, seat):
    assert (seat.status, seat.organization) == ("seated", b.district())
    claim = irma.claims.get()
    assert claim.is_open and claim.organization == b.district() and "Structured literacy" in claim.source
    assert irma.hats.get().organization == b.district("Tularosa")
    assert Letter.objects.filter(kind="claim_to_answer", recipient__given_name="Sam").exists()


def test_a_seat_opens_neither_page_nor_record(cast, sign_in, irma, seat):
    client = sign_in(cast.superintendent)
    assert client.get(irma.get_absolute_url()).status_code == 404
    page = client.get(seat.get_absolute_url()).content.decode()
    assert "waiting for a yes; the seat counts" in page


def test_what_else_they_do_that_day_is_not_told(cast, sign_in, training, irma, seat):
    other = b.training("Math labs", of=training.initiative, host=b.rec(6), audience="state")
    b.registration(other, irma, b.district("Tularosa"))
    assert "Math labs" not in sign_in(cast.superintendent).get(seat.get_absolute_url()).content.decode()
    assert "Math labs" in sign_in(cast.coordinator).get(seat.get_absolute_url()).content.decode()


def test_an_address_typed_for_somebody_elsewhere_is_not_kept(cast, training, sam):
    bea = b.staff(b.district("Tularosa"), "Bea", "Tafoya", email="")
    invitation = training.invitations.get(organization=b.district())
    entrant = Entrant(person=bea, joins=True, address="attacker@example.org")
    actions.register(invitation, entrants=[entrant], by=cast.superintendent)
    bea.refresh_from_db()
    assert bea.address == ""


def test_their_keeper_finds_it_and_takes_it_over(cast, sign_in, training, irma, sam, seat):
    client = sign_in(sam)
    assert "Your people, registered by others" in client.get(training.get_absolute_url()).content.decode()
    url = f"{seat.get_absolute_url()}ours/"
    assert "Cloudcroft registered Irma Tso" in client.get(url).content.decode()
    seat.refresh_from_db()
    assert seat.organization == b.district()
    client.post(url, {"go": "take"})
    seat.refresh_from_db()
    assert (seat.organization, seat.status) == (b.district("Tularosa"), "seated")
    entry = Entry.objects.get(verb="registration.taken_over")
    assert entry.text == "Tularosa took over the seat of Irma Tso from Cloudcroft."
    told = Letter.objects.filter(kind="seat_taken_over").values_list("recipient__given_name", flat=True)
    assert set(told) == {"Irma", "Dolores"}
    assert client.get(url).status_code == 404


def test_their_keeper_cancels_it(cast, sign_in, seat, sam):
    sign_in(sam).post(f"{seat.get_absolute_url()}ours/", {"why": "sick", "once": "c"})
    sign_in(sam).post(f"{seat.get_absolute_url()}ours/", {"why": "other", "once": "d"})
    seat.refresh_from_db()
    assert seat.status == "cancelled"


@pytest.mark.parametrize("who", ["superintendent", "teacher", "other_superintendent", "coach", "nobody"])
def test_nobody_else_takes_it_over(cast, sign_in, seat, who):
    assert sign_in(getattr(cast, who)).get(f"{seat.get_absolute_url()}ours/").status_code == 404
    with pytest.raises(ActionError):
        take_over(seat, by=getattr(cast, who))


def test_the_person_cancels_it_or_lets_the_own_district_answer(cast, sign_in, irma, seat):
    client = sign_in(irma)
    assert client.get(f"{seat.get_absolute_url()}cancel/").status_code == 200
    assert "Let your own district answer for it" in client.get(seat.get_absolute_url()).content.decode()
    client.post(f"{seat.get_absolute_url()}ours/", {"go": "take"})
    seat.refresh_from_db()
    assert seat.organization == b.district("Tularosa")


def test_taking_over_keeps_the_number_of_seats_of_each(cast, training, irma, sam, seat):
    type(training).objects.filter(pk=training.pk).update(seats_per_organization=1)
    training.refresh_from_db()
    other = b.registration(training, b.staff(b.district("Tularosa"), "Lee", "Nez"), b.district("Tularosa"))
    with pytest.raises(ActionError, match="has its 1 seats already"):
        take_over(seat, by=sam)
    waiting = b.registration(training, b.staff(cast.school, "Ida", "Baca"), status="waiting")
    actions.cancel(other, why="other", by=sam)
    take_over(seat, by=sam)
    waiting.refresh_from_db()
    assert waiting.status == "seated"
    training.refresh_from_db()
    assert training.room_taken == Registration.objects.filter(training=training).occupying().count()


def test_who_is_not_invited_takes_nothing_over(cast, training):
    far = b.staff(b.district("Texico"), "Ida", "Baca")
    invitation = training.invitations.get(organization=b.district())
    done = actions.register(invitation, entrants=[Entrant(person=far, joins=True)], by=cast.superintendent)
    with pytest.raises(ActionError, match="Texico is not invited"):
        take_over(done.registrations[0], by=cast.other_superintendent)


def test_foreign_seats_are_limited_by_organization(cast, training):
    people = [b.staff(b.district("Texico"), f"Ana{n}", "Nez") for n in range(MOST_OPEN + 1)]
    invitation = training.invitations.get(organization=b.district())
    entrants = [Entrant(person=one, joins=True) for one in people]
    with pytest.raises(ActionError, match="at most 20 may be asked at a time"):
        actions.register(invitation, entrants=entrants, by=cast.superintendent)
    assert not Registration.objects.exists()


def test_a_colleague_from_elsewhere_takes_a_seat_and_is_asked(cast, training, irma):
    mine = b.registration(training, cast.teacher)
    new = actions.substitute(mine, entrant=Entrant(person=irma, joins=True), by=cast.superintendent)
    assert new.organization == b.district() and irma.claims.get().is_open and irma.hats.count() == 1


class TestAtTheDoor:
    @pytest.fixture
    def training(self, cast):
        return b.training(days_ahead=0, room_capacity=60)

    def come(self, training, by, *, at="Cloudcroft", given="Irma", family="Tso", address=""):
        comer = WalkIn(given_name=given, family_name=family, address=address)
        return add_walk_in(training, who=comer, organization=b.district(at), seat_mode="room", by=by)

    def test_somebody_known_from_elsewhere_has_the_seat_and_is_asked(self, cast, training):
        far = b.staff(b.district("Texico"), "Ida", "Baca")
        come = self.come(training, cast.coordinator, given="Ida", family="Baca", address=far.email)
        assert come.person == far and come.organization == b.district()
        assert far.claims.get().is_open and far.hats.count() == 1

    def test_somebody_new_is_made_for_the_organization_named(self, cast, training):
        come = self.come(training, cast.coordinator, given="Eva", family="Chee", address="eva@example.org")
        assert come.person.made_for == b.district() and come.person.hats.get().organization == b.district()
        assert not come.person.claims.exists()

    def test_the_owner_of_an_address_beyond_reach_is_not_named(self, cast, training):
        far = b.staff(b.district("Texico"), "Ida", "Baca")
        come = self.come(training, cast.coordinator, given="Zed", family="Wrongname", address=far.email)
        assert come.person != far and come.person.contact_email == far.email and come.person.email is None

    def test_the_owner_of_an_address_within_reach_is_named(self, cast, training, irma):
        with pytest.raises(ActionError, match="is the address of Irma Tso"):
            self.come(training, cast.coordinator, given="Zed", family="Wrongname", address=irma.email)


def test_forty_of_a_list_in_three_pages(cast, sign_in, training, sam):
    """Thirty known, eight new, two from another district: whom, who these people are, check."""
    known = [b.staff(cast.school, f"Ana{chr(97 + n)}", f"Lucero{chr(97 + n)}") for n in range(26)]
    known += [b.staff(b.district(), f"Eli{chr(97 + n)}", f"Vigil{chr(97 + n)}", email="") for n in range(4)]
    far = [b.staff(b.district("Texico"), given, "Baca") for given in ("Ida", "Ivan")]
    lines = [f"{one}, {one.email}" if one.email else str(one) for one in [*known, *far]]
    lines += [f"New{chr(97 + n)} Begay, new{n}@example.org" for n in range(8)]
    invitation = training.invitations.get(organization=b.district())
    url = f"/trainings/{training.pk}/invitations/{invitation.pk}/register/"
    client, pages = sign_in(cast.coordinator), []

    pages.append(client.get(url))
    pages.append(client.post(url, {"go": "next", "paste": "\n".join(lines), "once": "forty"}))
    html = pages[-1].content.decode()
    assert html.count("We know ") == 2
    whos = re.findall(r'name="(who_l[0-9a-f]+)".*?<option value="(\d+)"', html, re.S)
    names = dict(re.findall(r'name="((?:given|family)_l[0-9a-f]+)"[^>]*value="([^"]*)"', html))
    pages.append(client.post(url, {**hidden(pages[-1]), **dict(whos), **names, "go": "check"}))
    assert "Register 40 people" in pages[-1].content.decode()
    done = client.post(url, {**hidden(pages[-1]), "go": "register"}, follow=True).content.decode()

    assert len(pages) == 3 and training.registrations.count() == 40
    assert "Ida Baca, Ivan Baca have places elsewhere and are asked" in done
    assert Person.objects.filter(family_name="Begay", made_for=b.district(), given_name__startswith="New").count() == 8
    assert all(one.claims.get().is_open for one in far)
    assert seats.lock(training.pk)[0].room_taken == 40
