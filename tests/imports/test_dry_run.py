"""A file is read and shown, nothing more; applied, it does what was shown; given again, nothing."""

import re

import pytest
from django.utils import timezone
from hypothesis import given as hypothesis_given
from hypothesis import settings, strategies
from hypothesis.extra.django import TestCase

from collaborative.imports.models import ExternalId
from collaborative.journal.models import Access, Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Hat, Person, RecordChange
from collaborative.people.models.claim import Claim
from tests import builders as b
from tests.cast import make_cast
from tests.imports.giving import apply, called, give, given, outcomes

HEAD = "First name,Last name,Email,Position,School,Employee ID\n"
EVA = "Eva,Chee,eva@school.example,Teacher,Sacramento Elementary (sample),77\n"
BEN = "Ben,Lucero,ben@school.example,Aide,,78\n"
LIST = HEAD + EVA + BEN


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.superintendent)


def test_a_dry_run_changes_nothing(cast, client):
    people, hats = Person.objects.count(), Hat.objects.count()

    answer = give(client, LIST).content.decode()

    assert "Dry run: nothing is changed yet" in answer and "Apply 2 lines" in answer
    assert "Is put on the roster of Sacramento Elementary (sample)." in answer
    assert (Person.objects.count(), Hat.objects.count(), ExternalId.objects.count()) == (people, hats, 0)


def test_applying_gives_records_and_places(cast, client):
    answer = apply(client, given(client, LIST)).content.decode()

    assert "2 lines are applied." in answer
    eva, ben = (Person.objects.get(email=f"{name}@school.example") for name in ("eva", "ben"))
    assert [(hat.organization, hat.role, hat.position) for hat in eva.hats.all()] == [(cast.school, "staff", "Teacher")]
    assert [(hat.organization, hat.position) for hat in ben.hats.all()] == [(b.district(), "Aide")]
    assert eva.made_for == cast.school and eva.hats.get().given_by == cast.superintendent
    assert not Letter.objects.exists()


def test_one_entry_tells_it_with_everybody_in_it(cast, client):
    apply(client, given(client, LIST))

    entry = Entry.objects.get(verb="roster.imported")
    assert entry.text == "From the file “staff.csv” for the roster of Cloudcroft: 2 new people, 2 places."
    assert (entry.by_id, entry.data["new"]) == (cast.superintendent.pk, 2)
    assert len([ref for ref in entry.refs if ref.startswith("people.person:")]) == 2
    assert Entry.objects.filter(verb="import.uploaded").count() == 1


def test_the_same_file_again_changes_nothing_and_asks_nothing(cast, client):
    apply(client, given(client, LIST))
    people, hats, ids = Person.objects.count(), Hat.objects.count(), ExternalId.objects.count()

    again = given(client, LIST)

    assert {outcomes(again)[name] for name in ("Eva Chee", "Ben Lucero")} == {"known"}
    assert "Nothing is left to be applied." in apply(client, again).content.decode()
    assert (Person.objects.count(), Hat.objects.count(), ExternalId.objects.count()) == (people, hats, ids)


def test_a_second_school_of_a_known_person_is_one_place_more(cast, client):
    b.school(name="High Rolls School (sample)")
    upload = given(client, HEAD + "Rosa,Montoya,,Teacher,High Rolls School (sample),\n")

    assert outcomes(upload)["Rosa Montoya"] == "place"
    apply(client, upload)
    assert cast.teacher.hats.count() == 2


def test_two_lines_of_one_new_person_are_one_record_at_two_schools(cast, client):
    b.school(name="High Rolls School (sample)")
    lines = EVA + EVA.replace("Sacramento Elementary", "High Rolls School")

    upload = given(client, HEAD + lines)
    apply(client, upload)

    assert [row.outcome for row in upload.rows.filter(family="Chee")] == ["new", "repeated"]
    assert Person.objects.get(family_name="Chee").hats.count() == 2


def test_two_namesakes_with_numbers_of_their_own_are_two_people(cast, client):
    lines = "Ana,Garcia,,Teacher,,1\nAna,Garcia,,Aide,,2\n"
    upload = given(client, HEAD + lines)
    client.post(f"{upload.get_absolute_url()}questions/", {"who": "new"})

    apply(client, upload)

    assert Person.objects.filter(family_name="Garcia").count() == 2
    assert {*outcomes(given(client, HEAD + lines)).values()} & {"new", "asked"} == set()


def test_who_is_missing_from_the_file_is_listed_and_stays(cast, client):
    upload = given(client, HEAD + EVA)

    assert outcomes(upload)["Rosa Montoya"] == "missing"
    apply(client, upload)
    assert cast.teacher.hats.get().ends_on is None


def test_who_works_at_a_school_of_which_the_file_does_not_speak_is_not_missing(cast, client):
    assert "Rosa Montoya" not in outcomes(given(client, HEAD + BEN))


def test_without_an_address_a_new_person_needs_a_yes(cast, client):
    upload = given(client, HEAD + "Luis,Begay,,Teacher,,\nInes,Tafoya,,Aide,,\n")
    assert {outcomes(upload)[name] for name in ("Luis Begay", "Ines Tafoya")} == {"asked"}
    assert "2 lines have no address" in client.get(upload.get_absolute_url()).content.decode()

    row = upload.rows.get(family="Begay")
    client.post(f"{upload.get_absolute_url()}rows/{row.pk}/", {"who": "new"})
    client.post(f"{upload.get_absolute_url()}questions/", {"who": "skip"})
    assert (outcomes(upload)["Luis Begay"], outcomes(upload)["Ines Tafoya"]) == ("new", "left_out")

    apply(client, upload)
    assert Person.objects.filter(family_name="Begay", given_name="Luis").exists()
    assert not Person.objects.filter(family_name="Tafoya", given_name="Ines").exists()


def test_a_namesake_is_asked_about_once_and_then_remembered(cast, client):
    line = HEAD + "Rosa,Montoya,rosa.other@school.example,Teacher,,\n"
    upload = given(client, line)
    row = upload.rows.get(family="Montoya", number=2)
    assert (row.outcome, row.candidates) == ("asked", [cast.teacher.pk])

    answer = client.get(upload.get_absolute_url()).content.decode()
    assert "somebody new" in answer and "Rosa Montoya, rosa.montoya@example.org" in answer
    client.post(f"{upload.get_absolute_url()}rows/{row.pk}/", {"who": "new"})
    apply(client, upload)

    assert Person.objects.filter(family_name="Montoya").count() == 2
    assert outcomes(given(client, line))["Rosa Montoya"] != "asked"
    assert not given(client, line).rows.asking().exists()


def test_a_line_is_given_to_nobody_but_those_who_could_be_meant(cast, client):
    upload = given(client, HEAD + "Rosa,Montoya,rosa.other@school.example,Teacher,,\n")
    row = upload.rows.get(family="Montoya", number=2)

    client.post(f"{upload.get_absolute_url()}rows/{row.pk}/", {"who": cast.other_superintendent.pk})

    row.refresh_from_db()
    assert (row.decision, row.outcome) == ("", "asked")


def test_a_number_recognizes_whoever_was_renamed_and_writes_nothing_that_is_not_ours(cast, client):
    ExternalId.objects.create(
        organization=b.district(),
        scheme="employee id",
        value="9",
        person=cast.teacher,
        learned_at=cast.teacher.created_at,
    )
    cast.teacher.last_login = cast.teacher.created_at
    cast.teacher.save()

    upload = given(client, HEAD + "Rosa,Montoya-Vigil,rosa.vigil@school.example,Teacher,,9\n")
    row = upload.rows.get(external_id="9")
    assert (row.outcome, row.person) == ("differs", cast.teacher)
    assert "Not changed" in row.words
    apply(client, upload)

    cast.teacher.refresh_from_db()
    assert (cast.teacher.family_name, cast.teacher.address) == ("Montoya", "rosa.montoya@example.org")


def test_a_record_of_our_own_that_nobody_used_is_corrected_at_once(cast, client):
    apply(client, given(client, LIST))

    upload = given(client, LIST.replace("Eva,Chee", "Eva,Cheer"))
    assert outcomes(upload)["Eva Cheer"] == "changes"
    apply(client, upload)

    assert Person.objects.get(email="eva@school.example").family_name == "Cheer"
    assert Entry.objects.filter(verb="roster.imported").first().data["corrected"] == 1


def test_accents_that_a_file_has_lost_are_no_difference(cast, client):
    jose = b.staff(cast.school, "José", "Peña")
    upload = given(client, HEAD + f"Jose,Pena,{jose.email},Teacher,Sacramento Elementary (sample),\n")
    assert outcomes(upload)["Jose Pena"] == "known"


def test_a_number_that_went_to_somebody_else_is_a_question(cast, client):
    apply(client, given(client, LIST))

    upload = given(client, HEAD + "Nora,Sandia,nora@school.example,Teacher,,77\n")
    row = upload.rows.get(family="Sandia")
    assert row.outcome == "asked" and "In an earlier file this number was that of Eva Chee." in row.words

    client.post(f"{upload.get_absolute_url()}rows/{row.pk}/", {"who": "new"})
    apply(client, upload)
    assert ExternalId.objects.get(value="77").person.family_name == "Sandia"


def test_a_number_is_good_inside_one_organization_only(cast, client, sign_in):
    apply(client, given(client, LIST))

    other = sign_in(cast.other_superintendent)
    upload = given(other, HEAD + "Dora,Baca,dora@school.example,Aide,,77\n", district=b.district("Texico"))

    assert outcomes(upload)["Dora Baca"] == "new"


def test_whoever_works_elsewhere_is_asked_and_not_taken(cast, client):
    irma = b.staff(b.district("Tularosa"), "Irma", "Tso")
    line = HEAD + "Irma,Tso,irma.tso@example.org,Teacher,,\n"

    upload = given(client, line)
    assert outcomes(upload)["Irma Tso"] == "elsewhere"
    assert "Nothing is left to be applied." in apply(client, upload).content.decode()
    client.post(f"{upload.get_absolute_url()}questions/", {"who": "ask"})
    apply(client, upload)

    claim = Claim.objects.get(person=irma)
    assert (claim.organization, claim.claimed_by, claim.is_open) == (b.district(), cast.superintendent, True)
    assert irma.hats.count() == 1
    assert outcomes(given(client, line))["Irma Tso"] == "waiting"


def test_whoever_said_no_is_not_asked_again(cast, client):
    irma = b.staff(b.district("Tularosa"), "Irma", "Tso")
    line = HEAD + "Irma,Tso,irma.tso@example.org,Teacher,,\n"
    upload = given(client, line)
    client.post(f"{upload.get_absolute_url()}questions/", {"who": "ask"})
    apply(client, upload)
    Claim.objects.filter(person=irma).update(ended_at=timezone.now(), outcome="no", how="person")

    again = given(client, line)

    assert outcomes(again)["Irma Tso"] == "left_out"
    assert "answered with no" in again.rows.get(family="Tso").words


def test_what_differs_is_proposed_where_somebody_says_so(cast, client):
    learned = {"organization": b.district(), "scheme": "employee id", "learned_at": timezone.now()}
    ExternalId.objects.create(**learned, value="9", person=cast.teacher)
    cast.teacher.last_login = timezone.now()
    cast.teacher.save()
    line = f"Rosa,Montoya-Vigil,{cast.teacher.email},Teacher,Sacramento Elementary (sample),9\n"
    upload = given(client, HEAD + line)
    row = upload.rows.get(external_id="9")

    client.post(f"{upload.get_absolute_url()}rows/{row.pk}/", {"who": "ask"})
    apply(client, upload)

    assert RecordChange.objects.get(person=cast.teacher).after["family_name"] == "Montoya-Vigil"
    cast.teacher.refresh_from_db()
    assert cast.teacher.family_name == "Montoya"


def test_a_bare_address_of_somebody_elsewhere_and_of_nobody_look_the_same(cast, client):
    b.staff(b.district("Tularosa"), "Irma", "Tso")

    upload = given(client, "Email\nirma.tso@example.org\nnobody.at.all@example.org\n")

    told = {(row.outcome, row.words, row.person_id) for row in upload.rows.filter(number__gt=1)}
    assert len(told) == 1
    assert "Irma" not in client.get(upload.get_absolute_url()).content.decode()


def test_another_name_for_an_address_of_somebody_elsewhere_tells_nothing(cast, client):
    b.staff(b.district("Tularosa"), "Irma", "Tso")

    upload = given(client, HEAD + "Olga,Vigil,irma.tso@example.org,Teacher,,\n")

    assert outcomes(upload)["Olga Vigil"] == "new"
    apply(client, upload)
    assert Person.objects.get(family_name="Vigil").email is None


def test_the_pages_are_noted_as_looks_at_people(cast, client):
    upload = given(client, LIST)

    client.get(upload.get_absolute_url())
    client.get(f"{upload.get_absolute_url()}?as=csv").getvalue()

    kinds = list(Access.objects.filter(what__startswith=upload.get_absolute_url()).values_list("kind", flat=True))
    assert kinds.count("page") >= 1 and "export" in kinds


def test_lines_are_filtered_and_exported(cast, client):
    upload = given(client, LIST)

    some = client.get(f"{upload.get_absolute_url()}?words=chee&show=1").content.decode()
    assert "Eva Chee" in some and "Ben Lucero" not in some
    text = client.get(f"{upload.get_absolute_url()}?as=csv").getvalue().decode()
    assert "2,Eva,Chee,eva@school.example,Teacher,Sacramento Elementary (sample),77,new," in text


@pytest.mark.parametrize("who", ["teacher", "nobody", "former", "other_superintendent", "vendor", "council_member"])
def test_nobody_else_comes_near(cast, client, sign_in, who):
    upload = given(client, LIST)
    row = upload.rows.get(family="Chee")
    other = sign_in(getattr(cast, who))

    url = upload.get_absolute_url()
    assert {other.get(one).status_code for one in (url, f"/districts/{b.district().pk}/staff/upload/")} == {403}
    posts = [
        other.post(f"{url}{one}").status_code
        for one in ("apply/", "discard/", "questions/", "places/", f"rows/{row.pk}/")
    ]
    assert set(posts) == {403}


def test_an_import_is_not_reached_by_the_address_of_another_district(cast, client, sign_in):
    upload = given(client, LIST)

    other = sign_in(cast.other_superintendent)
    url = f"/districts/{b.district('Texico').pk}/staff/imports/{upload.pk}/"
    assert other.get(url).status_code == 404
    assert other.post(f"{url}apply/").status_code == 404


def test_a_discarded_file_is_not_applied(cast, client):
    upload = given(client, LIST)
    client.post(f"{upload.get_absolute_url()}discard/")

    assert "was discarded." in apply(client, upload).content.decode()
    assert not Person.objects.filter(family_name="Chee").exists()


def test_a_school_that_is_not_known_is_chosen_once(cast, client):
    lines = LIST.replace("Sacramento Elementary (sample)", "SES 0042")
    upload = given(client, lines)
    answer = client.get(upload.get_absolute_url()).content.decode()
    assert outcomes(upload)["Eva Chee"] == "asked" and "Which schools are meant?" in answer
    [field] = re.findall(r'name="(place_\w+)"', answer)

    client.post(f"{upload.get_absolute_url()}places/", {field: cast.school.pk})
    assert outcomes(upload)["Eva Chee"] == "new"
    apply(client, upload)

    assert cast.school.hats.filter(person__family_name="Chee").exists()
    assert outcomes(given(client, lines))["Eva Chee"] == "known"


def test_a_school_that_is_none_of_ours_leaves_its_lines_out(cast, client):
    upload = given(client, LIST.replace("Sacramento Elementary (sample)", "Charter 9"))
    [field] = re.findall(r'name="(place_\w+)"', client.get(upload.get_absolute_url()).content.decode())

    client.post(f"{upload.get_absolute_url()}places/", {field: "none"})

    assert outcomes(upload)["Eva Chee"] == "left_out" and outcomes(upload)["Ben Lucero"] == "new"


def test_a_school_of_another_district_cannot_be_chosen(cast, client):
    other = b.school(b.district("Texico"), "Texico Middle (sample)")
    upload = given(client, LIST.replace("Sacramento Elementary (sample)", "SES 0042"))
    [field] = re.findall(r'name="(place_\w+)"', client.get(upload.get_absolute_url()).content.decode())

    client.post(f"{upload.get_absolute_url()}places/", {field: other.pk})

    assert not ExternalId.objects.filter(place=other).exists()
    assert outcomes(upload)["Eva Chee"] == "asked"


def test_what_somebody_did_since_the_dry_run_counts(cast, client):
    upload = given(client, LIST)
    eva = b.person("Eva", "Chee", email="eva@school.example")
    b.hat(eva, "staff", cast.school)

    apply(client, upload)

    assert Person.objects.filter(family_name="Chee").count() == 1
    assert eva.hats.count() == 1


def test_statements_do_not_grow_with_the_rows(cast, client, django_assert_max_num_queries):
    lines = "".join(f"{called(n)},Lucero,ana{n}@school.example,Teacher,,{n}\n" for n in range(400))
    with django_assert_max_num_queries(60):
        upload = given(client, HEAD + lines)
    with django_assert_max_num_queries(60):
        apply(client, upload)
    assert Hat.objects.filter(person__family_name="Lucero", role="staff").count() == 400


LETTERS = strategies.text("abcdeñz'-", min_size=2, max_size=8).map(lambda one: f"A{one}o")
PEOPLE = strategies.lists(
    strategies.tuples(LETTERS, LETTERS, strategies.booleans(), strategies.booleans()), min_size=1, max_size=6
)


class Twice(TestCase):
    @settings(max_examples=15, deadline=None)
    @hypothesis_given(PEOPLE)
    def test_importing_twice_adds_nobody(self, people):
        cast = make_cast()
        self.client.force_login(cast.superintendent)
        lines = "".join(
            f"{given_name},{family},{f'a{n}@school.example' if has_email else ''},Teacher,,{n if has_id else ''}\n"
            for n, (given_name, family, has_email, has_id) in enumerate(people)
        )
        first = given(self.client, HEAD + lines)
        for row in first.rows.filter(outcome="asked"):
            self.client.post(f"{first.get_absolute_url()}rows/{row.pk}/", {"who": "new"})
        apply(self.client, first)
        count, hats = Person.objects.count(), Hat.objects.count()

        second = given(self.client, HEAD + lines)
        apply(self.client, second)

        assert (Person.objects.count(), Hat.objects.count()) == (count, hats)
        assert not second.rows.to_apply().exists()
