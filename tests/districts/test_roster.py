"""The roster of a district: list, add one, paste many, end a place; people who work in two districts."""

import re
from datetime import timedelta

import pytest

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Hat, Person, RecordChange
from districts.actions.roster import Facts
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return f"/districts/{b.district().pk}/staff/"


def test_it_works_the_list_shows_who_works_where(cast, sign_in, url):
    page = sign_in(cast.superintendent).get(url).content.decode()
    assert "Staff of Cloudcroft" in page and "Rosa Montoya" in page and "1 person<" in page
    assert "Sacramento Elementary (sample)" in page and "Add somebody" in page


def test_who_has_two_places_is_counted_as_one_person(cast, sign_in, url):
    b.hat(cast.teacher, "staff", b.district())
    assert "1 person in 2 places" in sign_in(cast.superintendent).get(url).content.decode()


def test_somebody_of_two_districts_is_told(cast, sign_in, url):
    b.hat(cast.teacher, "staff", b.district("Tularosa"))
    assert "also at Tularosa" in sign_in(cast.superintendent).get(url).content.decode()


def test_filters_and_export(cast, sign_in, url):
    b.staff(b.district(), "Elías", "Vigil", position="Principal")
    client = sign_in(cast.superintendent)
    page = client.get(f"{url}?words=elias&show=1").content.decode()
    assert "Elías Vigil" in page and "Rosa Montoya" not in page
    assert "Rosa Montoya" not in client.get(f"{url}?words=principal&show=1").content.decode()
    assert "Elías Vigil" not in client.get(f"{url}?school={cast.school.pk}&show=1").content.decode()
    text = b"".join(client.get(f"{url}?as=csv").streaming_content).decode()
    assert "Vigil,Elías,elias.vigil@example.org" in text


def test_one_person_is_added(cast, sign_in, url):
    client = sign_in(cast.delegate)
    data = {"given": "Eva", "family": "Chee", "email": "Eva.Chee@example.org", "place": cast.school.pk, "once": "a"}
    done = client.post(f"{url}add/", {**data, "position": "Teacher"}, follow=True)
    assert "Eva Chee is on the roster" in done.content.decode()
    hat = Hat.objects.get(person__email="eva.chee@example.org")
    assert (hat.organization, hat.role, hat.position, hat.given_by) == (cast.school, "staff", "Teacher", cast.delegate)
    assert Entry.objects.get(verb="roster.added").hat.startswith("Superintendent’s delegate")
    assert "nothing was done twice" in client.post(f"{url}add/", data, follow=True).content.decode()
    assert Person.objects.filter(family_name="Chee").count() == 1
    assert not Letter.objects.exists()


def test_what_is_missing_is_asked_for(cast, sign_in, url):
    html = sign_in(cast.superintendent).post(f"{url}add/", {"once": "b"}).content.decode()
    for words in ("Enter the first name.", "Enter the last name.", "Choose a school, or the district itself."):
        assert words in html


def test_somebody_of_another_district_is_claimed_by_choice(cast, sign_in, url):
    irma = b.staff(b.district("Tularosa"), "Irma", "Tso")
    client = sign_in(cast.superintendent)
    data = {"given": "Irma", "family": "Tso", "email": "irma.tso@example.org", "place": cast.school.pk}
    asked = client.post(f"{url}add/", {**data, "once": "c"}).content.decode()
    assert "Irma Tso of another organization, who now works at Cloudcroft, too" in asked and "Tularosa" not in asked
    done = client.post(f"{url}add/", {**data, "once": "c", "who": irma.pk}, follow=True).content.decode()
    assert "Irma Tso has a place elsewhere and is asked" in done and "Asked, waiting for a yes" in done
    assert irma.hats.count() == 1 and Person.objects.filter(family_name="Tso").count() == 1
    assert irma.claims.get().organization == cast.school


def test_a_namesake_is_asked_about(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    data = {"given": "Rosa", "family": "Montoya", "email": "other@example.org", "place": cast.school.pk, "once": "d"}
    assert "somebody new" in client.post(f"{url}add/", data).content.decode()
    client.post(f"{url}add/", {**data, "who": "new"})
    assert Person.objects.filter(family_name="Montoya").count() == 2


def test_who_is_there_already_is_told(cast, sign_in, url):
    data = {"given": "Rosa", "family": "Montoya", "place": cast.school.pk, "once": "e"}
    html = sign_in(cast.superintendent).post(f"{url}add/", data).content.decode()
    assert "Rosa Montoya: on the roster of Sacramento Elementary (sample) already." in html


def test_what_a_line_says_beside_the_name_is_shown_and_kept_as_the_position(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    paste = "Ben Lucero, ben@example.org, Science\nSam Trujillo, sam@example.org"
    data = {"place": cast.school.pk, "paste": paste, "position": "Aide", "once": "f2"}
    check = client.post(f"{url}paste/", data).content.decode()
    assert "Ben Lucero, ben@example.org (Science)" in check
    client.post(f"{url}paste/", {**data, "go": "add"})
    hats = Hat.objects.filter(organization=cast.school, person__given_name__in=["Ben", "Sam"])
    assert dict(hats.values_list("person__given_name", "position")) == {"Ben": "Science", "Sam": "Aide"}


def test_a_list_is_pasted_checked_and_added(cast, sign_in, url):
    irma = b.staff(b.district("Tularosa"), "Irma", "Tso")
    client = sign_in(cast.superintendent)
    paste = (
        "Eva Chee, eva@example.org\nRosa Montoya\nIrma Tso, irma.tso@example.org\nEva Chee, eva@example.org\nLuis Begay"
    )
    data = {"place": b.district().pk, "paste": paste, "position": "", "once": "f"}
    check = client.post(f"{url}paste/", data).content.decode()
    assert "New to our records" in check and "Luis Begay" in check
    assert "Irma Tso (of another organization)" in check and "Named twice, counted once" in check
    assert "Put 2 people on the roster and those you tick" in check
    assert not Hat.objects.filter(person__family_name="Chee").exists()
    client.post(f"{url}paste/", {**data, "go": "add", "here_too": irma.pk, "without_address": "5"})
    names = set(
        Hat.objects.filter(organization=b.district(), role="staff").values_list("person__given_name", flat=True)
    )
    assert names == {"Eva", "Rosa", "Luis"} and irma.claims.get().is_open
    assert Person.objects.filter(family_name="Chee").count() == 1


def test_lines_that_cannot_be_used_are_told(cast, sign_in, url):
    data = {"place": cast.school.pk, "paste": "Eva\nnew@example.org", "once": "g"}
    html = sign_in(cast.superintendent).post(f"{url}paste/", data).content.decode()
    assert "Line 1, “Eva”: Write first and last name" in html
    assert "Line 2: new@example.org is not on your roster." in html
    assert "new@example.org</textarea>" in html


def test_500_people_in_few_statements(cast, sign_in, url, django_assert_max_num_queries):
    paste = "\n".join(f"Ana{n} Lucero, ana{n}@example.org" for n in range(500))
    client = sign_in(cast.superintendent)
    with django_assert_max_num_queries(25):
        client.post(f"{url}paste/", {"place": cast.school.pk, "paste": paste, "once": "h", "go": "add"})
    assert Hat.objects.filter(organization=cast.school).count() == 501


def test_a_place_ends_and_the_person_stays(cast, sign_in, url):
    hat = cast.teacher.hats.get()
    client = sign_in(cast.superintendent)
    assert "no longer works at" in client.get(f"{url}{hat.pk}/end/").content.decode()
    last = today() - timedelta(days=1)
    done = client.post(f"{url}{hat.pk}/end/", {"on": last, "once": "i"}, follow=True).content.decode()
    assert f"Rosa Montoya works at Sacramento Elementary (sample) until {short_day(last)}." in done
    assert "Rosa Montoya" not in re.sub(r'class="said.*?</div>', "", client.get(url).content.decode(), flags=re.S)
    assert "Rosa Montoya" in client.get(f"{url}?when=former&show=1").content.decode()
    cast.teacher.refresh_from_db()
    assert cast.teacher.is_active


def correcting(client, url, hat, **more):
    """The form of a person's record as it stands, with what is put right."""
    form = client.get(f"{url}{hat.pk}/correct/").context["form"]
    said = {name: form[name].value() for name in form.fields}
    return client.post(f"{url}{hat.pk}/correct/", {**said, **more}, follow=True)


def test_a_wrong_name_position_and_contact_address_are_corrected(cast, sign_in, url):
    hat = cast.teacher.hats.get()
    client = sign_in(cast.delegate)
    assert f'href="{url}{hat.pk}/correct/"' in client.get(url).content.decode()

    more = {"family": "Montoya Baca", "position": "Coach", "address": "Office@example.org"}
    done = correcting(client, url, hat, **more)

    assert "Rosa Montoya Baca is corrected." in done.content.decode()
    teacher = Person.objects.get(pk=cast.teacher.pk)
    assert (teacher.email, teacher.address) == ("rosa.montoya@example.org", "office@example.org")
    assert teacher in Person.objects.matching("baca")
    hat.refresh_from_db()
    assert hat.position == "Coach"
    for thing in (teacher, b.district(), cast.school):
        told = Entry.objects.about(thing).get(verb="roster.corrected")
    assert told.text.startswith("Corrected: Rosa Montoya is called Rosa Montoya Baca. Position of Rosa Montoya Baca")
    assert "office@" not in told.text


def test_nothing_different_and_a_change_made_meanwhile_are_told(cast, sign_in, url):
    hat = cast.teacher.hats.get()
    client = sign_in(cast.superintendent)
    assert "Nothing is different yet." in correcting(client, url, hat).content.decode()
    seen = Facts.of(hat).seen
    correcting(client, url, hat, family="Baca")
    late = correcting(client, url, hat, family="Vigil", seen=seen).content.decode()
    assert "Somebody else corrected this meanwhile." in late
    assert Person.objects.get(pk=cast.teacher.pk).family_name == "Baca"


def test_a_double_click_corrects_once(cast, sign_in, url):
    hat = cast.teacher.hats.get()
    client = sign_in(cast.superintendent)
    said = {"family": "Baca", "once": "c9", "seen": Facts.of(hat).seen}
    correcting(client, url, hat, **said)
    assert "nothing was done twice" in correcting(client, url, hat, **said).content.decode()
    assert Entry.objects.filter(verb="roster.corrected").count() == 1


def test_the_address_of_somebody_who_holds_a_role_is_their_own_affair(cast, sign_in, url):
    place = b.hat(cast.superintendent, "staff", b.district())
    page = sign_in(cast.delegate).get(f"{url}{place.pk}/correct/").content.decode()
    assert "Dolores Peña is asked: they have signed in, hold a role" in page
    correcting(sign_in(cast.delegate), url, place, address="mine@example.org", position="Superintendent")
    place.refresh_from_db()
    assert (Person.objects.get(pk=cast.superintendent.pk).contact_email, place.position) == ("", "Superintendent")
    RecordChange.objects.all().delete()
    done = correcting(sign_in(cast.superintendent), url, place, address="dolores@example.org")
    assert Person.objects.get(pk=cast.superintendent.pk).contact_email == "dolores@example.org"
    assert "Dolores Peña is corrected." in done.content.decode()  # still signed in


def test_only_who_works_there_today_is_corrected_by_those_who_keep_the_roster(cast, sign_in, url):
    hat = cast.teacher.hats.get()
    other = b.staff(b.district("Tularosa"), "Irma", "Tso").hats.get()
    client = sign_in(cast.superintendent)
    for wrong in (cast.superintendent.hats.get(), other):
        assert client.get(f"{url}{wrong.pk}/correct/").status_code == 404
    for name in ("coach", "leader", "teacher", "other_superintendent", "other_coordinator", "former"):
        assert sign_in(getattr(cast, name)).get(f"{url}{hat.pk}/correct/").status_code == 403
    Hat.objects.filter(pk=hat.pk).update(ends_on=today() - timedelta(days=1))
    assert sign_in(cast.superintendent).get(f"{url}{hat.pk}/correct/").status_code == 404


def test_a_hat_of_another_kind_or_district_is_not_ended_here(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    other = b.staff(b.district("Tularosa"), "Irma", "Tso").hats.get()
    for hat in (cast.superintendent.hats.get(), other):
        assert client.get(f"{url}{hat.pk}/end/").status_code == 404


def test_who_sees_and_keeps_the_roster(cast, sign_in, url):
    for name, expected in {
        "superintendent": (200, 200, 200),
        "delegate": (200, 200, 200),
        "coordinator": (200, 200, 200),
        "director": (200, 200, 200),
        "coach": (200, 403, 403),
        "leader": (200, 403, 403),
        "bureau": (403, 403, 403),
        "teacher": (403, 403, 403),
        "council_member": (403, 403, 403),
        "other_superintendent": (403, 403, 403),
        "other_coordinator": (403, 403, 403),
        "former": (403, 403, 403),
        "nobody": (403, 403, 403),
        "vendor": (403, 403, 403),
    }.items():
        client = sign_in(getattr(cast, name))
        assert tuple(client.get(f"{url}{page}").status_code for page in ("", "add/", "paste/")) == expected, name


@pytest.mark.parametrize("people", [1, 3])
def test_statements_do_not_grow(cast, sign_in, url, people, django_assert_num_queries):
    for n in range(people):
        b.staff(cast.school, f"Ana{n}", "Lucero")
    client = sign_in(cast.superintendent)
    with django_assert_num_queries(11):
        client.get(url)
