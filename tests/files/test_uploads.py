import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.files.models import Upload
from collaborative.files.services import HEAD, attach, check, files_of
from initiatives.models import Deliverable
from tests import builders

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


def file(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def deliverable(cast):
    of = builders.initiative(by=cast.bureau)
    return Deliverable.objects.create(
        initiative=of, version=of.current, rec=builders.rec(), fiscal_year=2027, measure="trainings_held", target=2,
        due_on=timezone.localdate(),
    )  # fmt: skip


def test_a_file_is_kept_and_downloaded_as_an_attachment(cast, sign_in, deliverable):
    kept = attach(file("plan für Española.pdf"), to=deliverable, by=cast.director)

    answer = sign_in(cast.director).get(kept.get_absolute_url())

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["other_coordinator", "superintendent", "vendor"])
def test_who_may_not_see_the_thing_gets_no_file(cast, sign_in, deliverable, who):
    kept = attach(file(), to=deliverable, by=cast.director)

    assert sign_in(getattr(cast, who)).get(kept.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["former", "nobody"])
def test_without_a_role_of_today_no_file_opens(cast, sign_in, deliverable, who):
    kept = attach(file(), to=deliverable, by=cast.director)

    assert sign_in(getattr(cast, who)).get(kept.get_absolute_url()).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00"),
        ("script.pdf", b"#!/bin/sh\nrm -rf /\n"),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("packed.pdf", b"PK\x03\x04\x14\x00\x00\x00\x08\x00"),
        ("empty.pdf", b""),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_in_words(name, content):
    with pytest.raises(ActionError, match=name):
        check(file(name, content))


def test_a_long_text_is_known_as_text_wherever_the_head_is_cut():
    """«ñ» is two bytes: at one of these lengths the head ends between them."""
    for before in (HEAD - 2, HEAD - 1, HEAD):
        assert check(file("notes.txt", b"x" * before + "ñ and more".encode())) == "text/plain"


def test_a_text_that_ends_within_a_letter_is_refused():
    with pytest.raises(ActionError, match=r"notes\.txt"):
        check(file("notes.txt", "Española, año".encode()[:-1] + b"\xc3"))


def test_a_file_over_the_limit_is_refused_in_words(settings):
    settings.UPLOAD_LIMIT = 1024

    with pytest.raises(ActionError, match="larger than"):
        check(file(content=PDF + b"x" * 2000))


def test_the_same_content_on_the_same_thing_is_kept_once(cast, deliverable):
    first = attach(file(), to=deliverable, by=cast.director)
    second = attach(file("again.pdf"), to=deliverable, by=cast.director)

    assert first == second
    assert files_of(deliverable).count() == 1


def test_the_database_refuses_a_file_over_ten_megabytes(cast, deliverable):
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(
            about=deliverable, name="big", content_type="application/pdf", size=10 * 1024 * 1024 + 1, sha256="0" * 64,
            content=b"", uploaded_by=cast.director, uploaded_at=timezone.now(),
        )  # fmt: skip


def test_a_request_of_200_megabytes_is_refused_by_its_length_alone(client):
    answer = client.generic("POST", "/account/login/", b"x", CONTENT_LENGTH=str(200 * 1024 * 1024))

    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


@pytest.mark.parametrize("name", ["Budget.bat", "letter.hta", "page.html", "plan.pdf.exe", "plan"])
def test_a_name_that_says_something_else_than_the_content_is_refused(name):
    with pytest.raises(ActionError, match="its name says something else"):
        check(file(name, b"echo hello") if "pdf" not in name else file(name))


@pytest.mark.parametrize(
    ("name", "content"), [("Plan.PDF", PDF), ("staff.csv", b"name,address"), ("notes.md", b"# Notes")]
)
def test_the_usual_endings_are_kept(name, content):
    assert check(file(name, content))
