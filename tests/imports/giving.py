"""Files as somebody gives them."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from collaborative.imports.models import Import, ImportRow
from tests import builders

CASES = Path(__file__).parents[1] / "lists" / "cases"


def workbook(*rows, **others) -> bytes:
    """A sheet «Staff» of these rows, and other sheets by name."""
    book = Workbook()
    book.active.title = "Staff"
    for row in rows:
        book.active.append(row)
    for name, cells in others.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def packed(**files: bytes) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("_csv", ".csv"), content)
    return kept.getvalue()


def give(client, content: bytes | str, *, name: str = "staff.csv", orgs: bytes = b"", district=None, **said):
    """The answer of the upload page, followed."""
    district = district or builders.district()
    content = content.encode() if isinstance(content, str) else content
    data = {"file": SimpleUploadedFile(name, content), "place": said.pop("place", district).pk, **said}
    if orgs:
        data["orgs"] = SimpleUploadedFile("orgs.csv", orgs)
    return client.post(f"/districts/{district.pk}/staff/upload/", data, follow=True)


def given(client, content: bytes | str, **said) -> Import:
    """The import that came of it."""
    before = set(Import.objects.values_list("pk", flat=True))
    answer = give(client, content, **said)
    made = Import.objects.exclude(pk__in=before).first()
    assert made is not None, answer.content.decode()
    return made


def apply(client, upload: Import):
    return client.post(f"{upload.get_absolute_url()}apply/", {"once": f"apply {upload.pk}"}, follow=True)


def outcomes(upload: Import) -> dict[str, str]:
    """What becomes of each person, by name; of lines without one, by number."""
    rows = ImportRow.objects.filter(upload=upload)
    return {row.name or str(row.number): row.outcome for row in rows}


def called(number: int) -> str:
    """A given name for each number: a name with digits in it is none."""
    return "Ana" + "".join("bcdfghjklm"[int(digit)] for digit in str(number))
