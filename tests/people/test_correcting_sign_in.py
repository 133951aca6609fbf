"""A newcomer whose sign-in address was mistyped cannot come in: whoever gave the role puts it right."""

import pytest
from django.utils import timezone

from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Person
from tests import builders as b

RIGHT = "ana.lucero@example.org"


@pytest.fixture
def newcomer(cast) -> Person:
    newcomer = b.person("Ana", "Lucero", email="ana.lucerro@example.org")
    b.hat(newcomer, "coach", b.rec())
    return newcomer


def url(person: Person) -> str:
    return f"{person.get_absolute_url()}sign-in/"


def said(email: str, **more) -> dict[str, str]:
    return {"given_name": "Ana", "family_name": "Lucero", "email": email, **more}


def test_the_director_puts_it_right_and_the_letter_goes_anew(cast, newcomer, sign_in):
    client = sign_in(cast.director)
    page = client.get(newcomer.get_absolute_url()).content.decode()
    assert "never yet" in page and url(newcomer) in page

    done = client.post(url(newcomer), said(f" {RIGHT.upper()} ", once="c1"), follow=True)

    assert "Ana Lucero signs in with ana.lucero@example.org from now on." in done.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.email == RIGHT
    [letter] = Letter.objects.filter(kind="hat_given")
    assert (letter.recipient, letter.address) == (newcomer, RIGHT)
    entry = Entry.objects.get(verb="person.corrected")
    assert entry.hat == "REC director, Region 9" and "@" not in entry.text


def test_a_double_click_corrects_once(cast, newcomer, sign_in):
    client = sign_in(cast.director)
    for _click in range(2):
        client.post(url(newcomer), said(RIGHT, once="c1"))

    assert Entry.objects.filter(verb="person.corrected").count() == 1


def test_whoever_has_signed_in_once_is_asked(cast, newcomer, sign_in):
    Person.objects.filter(pk=newcomer.pk).update(last_login=timezone.now())

    page = sign_in(cast.director).post(url(newcomer), said(RIGHT), follow=True).content.decode()

    assert "The change was asked for: sign-in address." in page
    newcomer.refresh_from_db()
    assert newcomer.email == "ana.lucerro@example.org"


def test_coming_in_is_remembered(cast, newcomer, client):
    client.force_login(newcomer)

    newcomer.refresh_from_db()
    assert newcomer.last_login is not None


@pytest.mark.parametrize("who", ["coordinator", "superintendent", "coach", "other_coordinator"])
def test_who_could_not_give_the_role_does_not_correct(cast, newcomer, sign_in, who):
    assert sign_in(getattr(cast, who)).post(url(newcomer), said(RIGHT)).status_code in (302, 403, 404)

    newcomer.refresh_from_db()
    assert newcomer.email == "ana.lucerro@example.org"


def test_all_the_newcomers_roles_must_be_ones_own_to_give(cast, newcomer, sign_in):
    """Else a director could take over what PED gave."""
    b.hat(newcomer, "bureau_staff", b.bureau())

    sign_in(cast.director).post(url(newcomer), said(RIGHT))

    newcomer.refresh_from_db()
    assert newcomer.email == "ana.lucerro@example.org"


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Enter the right address."),
        ("ana.lucero", "in full, for example"),
        ("ana.lucerro@example.org", "Nothing is different yet."),
        ("rosa.montoya@example.org", "Somebody else is written to at this address. Enter an own one."),
    ],
)
def test_a_wrong_address_is_refused_at_its_field(cast, newcomer, sign_in, email, words):
    page = sign_in(cast.director).post(url(newcomer), said(email))

    assert any(words in error for errors in page.context["form"].errors.values() for error in errors)
    assert not Letter.objects.exists()
