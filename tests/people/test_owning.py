"""Doors by which somebody could take over a record that is not theirs."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from coaching.models import PrivateNote, Visit
from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.letters.models import Letter
from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.models import Person
from tests import builders as b

MINE = "dolores.second@example.org"


@pytest.fixture
def irma(cast) -> Person:
    """Works in Tularosa, never signed in; the superintendent of Cloudcroft put her on the own roster, too."""
    irma = b.staff(b.district("Tularosa"), "Irma", "Tso")
    b.hat(irma, "staff", cast.school)
    return irma


def correcting(client, person, **more):
    hat = person.hats.get(organization__name__contains="Sacramento")
    url = f"/districts/{b.district().pk}/staff/{hat.pk}/correct/"
    form = client.get(url).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return client.post(url, {**said, **more}, follow=True)


def test_who_puts_somebody_from_elsewhere_on_the_roster_does_not_rename_them(irma, cast, sign_in):
    correcting(sign_in(cast.superintendent), irma, family="Begay")

    irma.refresh_from_db()
    assert irma.family_name == "Tso"


def test_nor_are_their_letters_redirected(irma, cast, sign_in):
    correcting(sign_in(cast.superintendent), irma, address=MINE)

    irma.refresh_from_db()
    assert irma.address == "irma.tso@example.org"


def test_who_signed_in_once_is_not_renamed_by_the_own_district(cast, sign_in):
    Person.objects.filter(pk=cast.teacher.pk).update(last_login=timezone.now())
    correcting(sign_in(cast.superintendent), cast.teacher, family="Baca")

    cast.teacher.refresh_from_db()
    assert cast.teacher.family_name == "Montoya"


def _private_note(cast, coached: Person) -> None:
    visit = Visit.objects.create(
        coach=cast.coach,
        district=b.district(),
        rec=b.rec(),
        kind="call",
        planned_for=today(),
        location="School",
        created_at=timezone.now(),
    )
    PrivateNote.objects.create(
        visit=visit, coach=cast.coach, coached=coached, text="Between us.", written_at=timezone.now()
    )


@pytest.mark.parametrize("fact", ["private note", "made by another district"])
def test_a_role_does_not_set_the_first_sign_in_address_of_a_record_that_is_not_ours_alone(cast, fact):
    """Else a superintendent names a delegate who never signed in, sets the address, and reads the coach's note."""
    rosa = b.staff(cast.school, "Rosa", "Vigil", email="", contact_email="office@example.org")
    if fact == "private note":
        _private_note(cast, rosa)
    else:
        Person.objects.filter(pk=rosa.pk).update(made_for=b.district("Tularosa"))

    with pytest.raises(ActionError, match="not yours alone"):
        hat_actions.give_hat(
            b.district(), role="delegate", to=rosa, sign_in=MINE, starts_on=today(), by=cast.superintendent
        )

    assert not Person.objects.filter(email=MINE).exists()


def test_a_first_address_named_with_a_registration_is_learned_by_the_own_organization_alone(cast):
    from trainings.registrations.queries import Entrant, people_of

    ours = b.staff(cast.school, "Eva", "Ortega", email="")
    others = b.staff(b.district("Tularosa"), "Irma", "Tso", email="")
    entrants = [Entrant(person=one, address=f"{one.given_name}@example.org".lower()) for one in (ours, others)]

    people_of(entrants, at=b.district(), training=b.training(), by=cast.superintendent, now=timezone.now())

    assert Person.objects.get(pk=ours.pk).contact_email == "eva@example.org"
    assert Person.objects.get(pk=others.pk).contact_email == ""


def _asked_link(client, email: str) -> str:
    client.post("/me/address/", {"email": email})
    letter = Letter.objects.filter(kind="confirm_address", address=email).latest("pk")
    return re.search(r"(/me/address/.+/)\s", letter.body).group(1)


def test_a_link_that_confirms_works_once_also_after_the_address_came_back(cast, sign_in):
    client = sign_in(cast.teacher)
    first = _asked_link(client, "rosa.b@example.org")
    client.post(first)
    client.post(_asked_link(client, "rosa.montoya@example.org"))
    assert Person.objects.get(pk=cast.teacher.pk).email == "rosa.montoya@example.org"

    assert client.post(first).status_code == 410
    assert Person.objects.get(pk=cast.teacher.pk).email == "rosa.montoya@example.org"


def test_another_address_ends_the_other_sessions_and_keeps_this_one(cast):
    phone, desk = Client(), Client()
    for device in (phone, desk):
        device.force_login(cast.teacher)

    desk.post(_asked_link(desk, "rosa.b@example.org"))

    assert desk.get("/me/").status_code == 200
    assert phone.get("/me/").status_code == 302


def test_ones_own_name_is_changed_on_ones_own_page(cast, sign_in):
    client = sign_in(cast.teacher)
    done = client.post("/me/name/", {"given_name": "Rosa", "family_name": "Baca"}, follow=True).content.decode()

    assert "You are called Rosa Baca from now on." in done
    assert Person.objects.get(pk=cast.teacher.pk).family_name == "Baca"


def test_a_newcomers_mistyped_address_is_corrected_by_who_keeps_the_roster(cast, sign_in):
    eva = b.staff(cast.school, "Eva", "Ortega", email="eva.ortga@example.org")
    client = sign_in(cast.delegate)
    assert f"/people/{eva.pk}/sign-in/" in client.get(f"/people/{eva.pk}/").content.decode()

    said = {"given_name": "Eva", "family_name": "Ortega", "email": "eva.ortega@example.org"}
    done = client.post(f"/people/{eva.pk}/sign-in/", said, follow=True).content.decode()

    assert "Eva Ortega signs in with eva.ortega@example.org from now on." in done
    assert Person.objects.get(pk=eva.pk).email == "eva.ortega@example.org"
