"""OneRoster 1.1: staff of users.csv, the schools of orgs.csv."""

from collaborative.imports.models import ExternalId
from collaborative.people.models import Person
from tests import builders as b
from tests.imports.giving import CASES, apply, given, outcomes, packed

USERS = (CASES / "17-oneroster-users.csv").read_bytes()
ORGS = (
    b'"sourcedId","status","dateLastModified","name","type","identifier","parentSourcedId"\n'
    b'"s-10","active","","Sacramento Elementary (sample)","school","","d-1"\n'
    b'"s-11","active","","High Rolls School (sample)","school","","d-1"\n'
)


def test_a_teacher_at_two_schools_is_one_record_with_two_places(cast, sign_in):
    other = b.school(name="High Rolls School (sample)")
    client = sign_in(cast.superintendent)
    upload = given(client, packed(users_csv=USERS, orgs_csv=ORGS), name="oneroster.zip")

    apply(client, upload)

    aurelia = Person.objects.get(email="aurelia.quintana@school.example")
    assert (aurelia.given_name, aurelia.family_name) == ("Aurelia", "Quintana")
    assert {hat.organization_id for hat in aurelia.hats.all()} == {cast.school.pk, other.pk}
    assert set(ExternalId.objects.filter(person=aurelia).values_list("scheme", "value")) == {
        ("oneroster", "t-001"),
        ("employee id", "00042"),
    }


def test_the_pupil_and_who_is_to_be_deleted_are_refused_by_line(cast, sign_in):
    upload = given(sign_in(cast.superintendent), USERS)

    told = dict(upload.rows.filter(outcome="refused").values_list("number", "words"))
    assert set(told) == {3, 4} and "pupil" in told[3].lower() and "tobedeleted" in told[4]
    kept = repr([vars(row) for row in upload.rows.all()])
    assert "Benny" not in kept and "bkid" not in kept and "Luis" not in kept


def test_no_password_is_read(cast, sign_in):
    address = b'"aurelia.quintana@school.example","","","",""'
    users = USERS.replace(address + b',""', address + b',"hunter2"')
    assert b"hunter2" in users

    upload = given(sign_in(cast.superintendent), users)

    assert "hunter2" not in repr([vars(row) for row in upload.rows.all()]) + repr(vars(upload))


def test_without_orgs_the_schools_are_chosen_once_and_remembered(cast, sign_in):
    client = sign_in(cast.superintendent)
    upload = given(client, USERS)
    assert outcomes(upload)["Aurelia Quintana"] == "asked"
    html = client.get(upload.get_absolute_url()).content.decode()
    fields = [part.split('"')[0] for part in html.split('name="place_')[1:]]
    assert len(fields) == 2

    client.post(f"{upload.get_absolute_url()}places/", {f"place_{one}": cast.school.pk for one in fields})
    apply(client, upload)

    assert outcomes(given(client, USERS))["Aurelia Quintana"] == "known"
    assert ExternalId.objects.filter(scheme="oneroster org", place=cast.school).count() == 2


def test_orgs_beside_users_say_the_schools(cast, sign_in):
    b.school(name="High Rolls School (sample)")
    upload = given(sign_in(cast.superintendent), USERS, orgs=ORGS)
    assert outcomes(upload)["Aurelia Quintana"] == "new"


def test_the_second_import_knows_everybody_by_the_id_alone(cast, sign_in):
    b.school(name="High Rolls School (sample)")
    client = sign_in(cast.superintendent)
    apply(client, given(client, USERS, orgs=ORGS))

    changed = USERS.replace(b"aurelia.quintana@", b"aquintana@").replace(b"00042", b"")
    upload = given(client, changed, orgs=ORGS)

    row = upload.rows.get(external_id="t-001")
    assert (row.outcome, row.person) == ("changes", Person.objects.get(family_name="Quintana"))


def test_a_number_of_social_security_refuses_its_line(cast, sign_in):
    users = USERS.replace(b'"00042"', b'"123-45-6789"')
    upload = given(sign_in(cast.superintendent), users)
    assert upload.rows.get(number=2).outcome == "refused"
    assert "123-45" not in repr([vars(row) for row in upload.rows.all()])


def test_an_account_that_is_switched_off_is_a_question(cast, sign_in):
    b.school(name="High Rolls School (sample)")
    users = USERS.replace(b'"t-001","active","","true"', b'"t-001","active","","false"')
    upload = given(sign_in(cast.superintendent), users, orgs=ORGS)
    assert "switched this account off" in upload.rows.get(external_id="t-001").words
