from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from tests import builders
from trainings.certificates import actions
from trainings.certificates.services import ALPHABET, LINK, letter_link, new_code, typed
from trainings.models import Certificate, ExpertCertification


@pytest.fixture
def certificate(closed):
    return Certificate.objects.get(name="Rosa Vigil")


def test_the_pdf_is_tagged_titled_and_says_it_all(sign_in, certificate, closed, cast):
    session = builders.training(
        "Train the expert: literacy", of=closed.initiative, kind="train_the_expert", days_ahead=-60
    )
    ExpertCertification.objects.create(
        person=cast.coach,
        initiative=closed.initiative,
        version=closed.version,
        training=session,
        organization=builders.rec(),
        valid_from=session.last_day,
        valid_until=timezone.localdate().replace(year=timezone.localdate().year + 2, day=1),
    )

    answer = sign_in(certificate.person).get(certificate.pdf_url)

    pdf = PdfReader(BytesIO(answer.content))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert answer["Content-Type"] == "application/pdf"
    assert pdf.metadata.title == "Certificate of Rosa Vigil: Structured literacy, part 1"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/StructTreeRoot"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert len(pdf.pages) == 1
    for said in (
        "Rosa Vigil",
        "Structured literacy, part 1",
        closed.initiative.title,
        closed.host.name,
        "Miguel Tafoya (certified by “Train the expert: literacy”",
        f"/verify/{certificate.code}/",
        certificate.code_in_groups,
    ):
        assert said in words.replace("\n", " ")


def test_words_never_become_source(sign_in, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(name='"] #panic() $x$ \\ <b>')

    answer = sign_in(certificate.person).get(certificate.pdf_url)

    assert "#panic() $x$ \\ <b>" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_dates_name_the_year_on_paper_and_wherever_it_is_checked(sign_in, client, certificate):
    day = certificate.training.first_day
    dated = f"{day:%b} {day.day}, {day.year}"
    paper = sign_in(certificate.person).get(certificate.pdf_url).content

    assert dated in " ".join(PdfReader(BytesIO(paper)).pages[0].extract_text().split())
    assert dated in client.get(certificate.page_url).content.decode()
    assert dated in client.get(certificate.get_absolute_url()).content.decode()


def test_who_sees_the_page(sign_in, certificate, cast):
    seen = {name: sign_in(person).get(certificate.page_url).status_code for name, person in cast.people().items()}

    assert {name for name, status in seen.items() if status == 200} == {
        "leader",
        "bureau",
        "other_bureau",
        "director",
        "coordinator",
        "coach",
        "superintendent",
        "delegate",
    }
    assert set(seen.values()) == {200, 404}
    assert sign_in(certificate.person).get(certificate.page_url).status_code == 200


def test_signed_out_is_asked_to_sign_in(client, certificate):
    assert client.get(certificate.page_url).status_code == 302
    assert client.get(certificate.pdf_url).status_code == 302


def test_the_link_of_the_letter_opens_this_one_certificate(client, certificate, closed):
    path = "/" + letter_link(certificate).split("/", 3)[3]

    answer = client.get(path)

    assert answer.status_code == 200
    assert "Rosa Vigil" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert client.get(path[:-3] + "xx/").status_code == 404


def test_a_link_that_expired_says_so(client, certificate, monkeypatch):
    path = "/" + letter_link(certificate).split("/", 3)[3]
    monkeypatch.setattr("trainings.certificates.services.LINK", replace(LINK, good_for=timedelta(days=-1)))

    answer = client.get(path)

    assert answer.status_code == 404
    assert "This link no longer works" in answer.content.decode()


def test_a_revoked_certificate_gives_no_pdf(sign_in, certificate, cast):
    actions.revoke_certificate(certificate, why="Not she who came.", by=cast.coordinator)
    client = sign_in(certificate.person)

    assert client.get(certificate.pdf_url).status_code == 404
    assert "Not she who came." in client.get(certificate.page_url).content.decode()
    assert client.get("/" + letter_link(certificate).split("/", 3)[3]).status_code == 302


def test_only_the_host_revokes_and_with_a_reason(sign_in, certificate, cast):
    url = f"/trainings/certificates/{certificate.pk}/revoke/"

    assert sign_in(cast.superintendent).post(url, {"why": "No."}).status_code == 403
    assert sign_in(cast.other_coordinator).post(url, {"why": "No."}).status_code == 404
    assert "Enter the reason." in sign_in(cast.coordinator).post(url, {}).content.decode()
    assert sign_in(cast.coordinator).post(url, {"why": "Not she who came."}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.revoked_why == "Not she who came."


def test_codes_are_long_and_have_no_look_alikes():
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {12}
    assert not set("01OILU") & set(ALPHABET)


@pytest.mark.parametrize("said", ["abcd-efgh-jkmn", " ABCD EFGH JKMN ", "AbcdEfghJkmn"])
def test_codes_are_read_as_people_type_them(said):
    assert typed(said) == "ABCDEFGHJKMN"


def test_one_live_certificate_for_a_person_and_training(certificate):
    with pytest.raises(IntegrityError, match="live_once"), transaction.atomic():
        Certificate.objects.create(
            code=new_code(),
            person=certificate.person,
            training=certificate.training,
            name="Rosa",
            hours=1,
            issued_at=timezone.now(),
        )


def test_a_revocation_needs_a_reason_in_the_database(certificate):
    with pytest.raises(IntegrityError, match="revoked_reasoned"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(revoked_at=timezone.now())


# The public verify page ---------------------------------------------------------------------------------------------


def test_anybody_verifies_and_sees_nothing_else(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get(f"/verify/{certificate.code}/")

    words = page.content.decode()
    assert "This certificate is valid" in words
    for said in ("Rosa Vigil", "Structured literacy, part 1", certificate.training.host.name):
        assert said in words
    for hidden in (
        "Cloudcroft",
        certificate.person.email,
        "Luis Abeyta",
        "Tafoya",
        f"/people/{certificate.person_id}/",
    ):
        assert hidden not in words


def test_a_revoked_one_is_told_without_the_reason(client, certificate, cast):
    actions.revoke_certificate(certificate, why="Not she who came.", by=cast.coordinator)

    words = client.get(f"/verify/{certificate.code}/").content.decode()

    assert "This certificate no longer holds" in words
    assert "Not she who came." not in words


def test_an_unknown_code_is_told_in_plain_words(client, db):
    answer = client.get("/verify/ABCDEFGHJKMN/")

    assert answer.status_code == 404
    assert "No certificate has this code" in answer.content.decode()


def test_a_code_typed_with_hyphens_finds_its_certificate(client, certificate):
    answer = client.get("/verify/", {"code": certificate.code_in_groups.lower()})

    assert answer.status_code == 302
    assert answer["Location"] == f"/verify/{certificate.code}/"
    assert "Enter the code" in client.get("/verify/", {"code": " "}).content.decode()
