"""Recognition tells nothing that was not known: beyond one's reach known and unknown look the same."""

import pytest

from collaborative.calendar.periods import today
from collaborative.journal.models import Access
from collaborative.journal.refs import ref
from collaborative.lists.list_reader import read_text
from collaborative.people.matching import agreements
from collaborative.people.matching.recognition import recognize
from collaborative.people.models import Hat, Person
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def irma(cast) -> Person:
    return b.staff(b.district("Texico"), "Irma", "Tso")


def found(lines, by, at=None):
    reading = read_text("\n".join(lines))
    assert not reading.problems
    return recognize(reading.people, at or b.district(), by=by)


def test_a_bare_address_finds_nobody_beyond_reach(cast, irma):
    [one] = found([irma.email], cast.superintendent)
    assert one.is_new and not one.works_at


def test_a_bare_address_finds_those_within_reach(cast):
    pat = b.staff(b.district("Tularosa"), "Pat", "Lente")
    assert [one.person for one in found([cast.teacher.email, pat.email], cast.coordinator)] == [cast.teacher, pat]


def test_199_bare_addresses_answer_with_nobody(cast):
    lines = [b.staff(b.district("Texico"), f"Ana{n}", "Nez").email for n in range(199)]
    assert all(one.is_new and one.person is None for one in found(lines, cast.superintendent))
    assert not Access.objects.exists()


def test_name_and_address_that_agree_find_somebody_without_saying_where(cast, irma):
    [one] = found(["Irma Tso, irma.tso@example.org"], cast.superintendent)
    assert one.person == irma and one.is_beyond and one.works_at == ""
    row = Access.objects.get()
    assert (row.person_id, row.kind, row.about) == (cast.superintendent.pk, "page", ref(irma))


def test_the_address_of_somebody_beyond_reach_with_another_name_is_somebody_new(cast, irma):
    [one] = found(["Zed Wrongname, irma.tso@example.org"], cast.superintendent)
    assert one.is_new and not one.candidates and not Access.objects.exists()


def test_a_name_at_home_with_the_address_of_somebody_beyond_is_asked_without_naming_them(cast, irma):
    [one] = found(["Rosa Montoya, irma.tso@example.org"], cast.superintendent)
    assert one.candidates == [cast.teacher]


def test_agreements_are_limited_by_asker(cast, irma, monkeypatch):
    monkeypatch.setattr(agreements, "MOST_A_DAY", 3)
    lines = [
        f"Ana Nez, {b.staff(b.district('Texico'), 'Ana', 'Nez', email=f'ana{n}@example.org').email}" for n in range(5)
    ]
    first = found(lines, cast.superintendent)
    assert sum(one.person is not None for one in first) == 3 and sum(one.is_new for one in first) == 2
    again = found(lines, cast.superintendent)
    assert [one.person for one in again] == [one.person for one in first] and Access.objects.count() == 3
    assert sum(one.person is not None for one in found(lines, cast.delegate)) == 3


def test_past_the_limit_a_known_person_is_asked_all_the_same(cast, sign_in, irma, monkeypatch):
    monkeypatch.setattr(agreements, "MOST_A_DAY", 0)
    client = sign_in(cast.superintendent)
    data = {"given": "Irma", "family": "Tso", "email": irma.email, "place": cast.school.pk, "once": "past"}
    client.post(f"/districts/{b.district().pk}/staff/add/", data)
    assert irma.hats.count() == 1 and irma.claims.get().is_open
    assert Person.objects.filter(family_name="Tso").count() == 1


@pytest.mark.parametrize("email", ["irma.tso@example.org", "nobody.at.all@example.org"])
def test_the_roster_page_says_the_same_of_known_and_unknown(cast, sign_in, irma, email):
    client = sign_in(cast.superintendent)
    url = f"/districts/{b.district().pk}/staff/"
    pasted = client.post(f"{url}paste/", {"place": cast.school.pk, "paste": email, "once": "q"}).content.decode()
    assert f"Line 1: {email} is not on your roster. Write first and last name, too." in pasted
    data = {"given": "Zed", "family": "Wrongname", "email": email, "place": cast.school.pk, "once": "r"}
    done = client.post(f"{url}add/", data, follow=True).content.decode()
    assert "Zed Wrongname is on the roster" in done and "Irma" not in done and "Tso" not in done
    zed = Person.objects.get(family_name="Wrongname")
    assert zed.address == email and irma.hats.count() == 1


@pytest.mark.parametrize("email", ["irma.tso@example.org", "nobody.at.all@example.org"])
def test_giving_a_role_names_no_owner_beyond_reach(cast, sign_in, irma, email):
    said = {
        "organization": b.district().pk,
        "role": "staff",
        "given_name": "Zed",
        "family_name": "Wrongname",
        "email": email,
        "starts_on": today().isoformat(),
    }
    html = sign_in(cast.superintendent).post("/people/hats/new/", said).content.decode()
    assert "new to our records" in html and "Irma" not in html and "belongs to" not in html


def test_whose_sign_in_address_it_is_is_told_within_reach_only(cast, sign_in, irma):
    bea = b.staff(cast.school, "Bea", "Tafoya", email="")
    said = {"organization": b.district().pk, "role": "delegate", "colleague": bea.pk, "email": irma.email}
    html = sign_in(cast.superintendent).post("/people/hats/new/", {**said, "starts_on": today()}).content.decode()
    assert "Bea Tafoya cannot sign in with irma.tso@example.org." in html and "Irma Tso" not in html


def test_check_pages_keep_who_was_named(cast, sign_in):
    client = sign_in(cast.superintendent)
    data = {"place": b.district().pk, "paste": "Rosa Montoya\nEva Chee, eva@example.org", "once": "s"}
    client.post(f"/districts/{b.district().pk}/staff/paste/", data)
    assert Access.objects.filter(about=ref(cast.teacher), person_id=cast.superintendent.pk).exists()


def test_who_is_offered_to_choose_from_is_kept_as_looked_at(cast, sign_in):
    client = sign_in(cast.superintendent)
    data = {"given": "Rosa", "family": "Montoya", "email": "other@example.org", "place": cast.school.pk, "once": "t"}
    assert "somebody new" in client.post(f"/districts/{b.district().pk}/staff/add/", data).content.decode()
    assert Access.objects.get().about == ref(cast.teacher)


def test_a_known_colleague_is_found_by_name_as_ever(cast):
    [one] = found(["Rosa Montoya"], cast.superintendent)
    assert one.person == cast.teacher and one.hat == Hat.objects.get(person=cast.teacher)
