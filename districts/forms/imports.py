"""Giving a file of staff, and saying which school it means."""

import hashlib
from typing import Any
from zlib import crc32

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.errors import ActionError
from collaborative.imports.limits import MOST_ROWS
from collaborative.imports.row_reader import FileRead, read_file
from collaborative.lists.results import FAMILY_FIRST, GIVEN_FIRST
from collaborative.people.models import Organization
from collaborative.web.forms import BaseForm, UploadField
from districts.staff_import.places import Places

LONGEST_NAME = 200


class UploadListForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Read the file")
    sections = (
        ("", ("file", "place", "position")),
        (gettext_lazy("Only where it is needed"), ("sheet", "orgs", "order")),
    )
    said = {"file": {"required": gettext_lazy("Choose a file.")}}

    file = UploadField(label=gettext_lazy("File"), kinds=(".csv", ".xlsx", ".zip", ".txt", ".tsv"))
    place = forms.ModelChoiceField(
        label=gettext_lazy("School or office, where the file names none"),
        queryset=Organization.objects.none(),
        empty_label=None,
    )
    position = forms.CharField(
        label=gettext_lazy("Position, where the file names none"),
        help_text=gettext_lazy("As your district says it, for example: Teacher"),
        max_length=80,
        required=False,
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet of the workbook"),
        help_text=gettext_lazy("Else the first one with something in it is read."),
        max_length=80,
        required=False,
    )
    orgs = UploadField(
        label=gettext_lazy("orgs.csv of OneRoster"),
        kinds=(".csv",),
        help_text=gettext_lazy("It says which school is meant. In a .zip it comes along by itself."),
        required=False,
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Names under no heading of their own"),
        choices=[
            ("", gettext_lazy("as they read")),
            (GIVEN_FIRST, gettext_lazy("first name first")),
            (FAMILY_FIRST, gettext_lazy("last name first")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, district: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Organization.objects.active().under(district).with_rosters()
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = lambda place: place.short_name
        self.initial.setdefault("place", district.pk)
        self.fields["file"].help_text = _(
            "CSV, Excel (.xlsx) or OneRoster 1.1 (users.csv, or the .zip); at most 10 MB and %(most)s rows."
        ) % {"most": f"{MOST_ROWS:,}"}
        self.read: FileRead | None = None

    def clean(self) -> None:
        if self.errors:
            return
        said = self.cleaned_data
        content = said["file"].read()
        orgs = said["orgs"].read() if said.get("orgs") else b""
        self.file_facts = (_plain_name(said["file"].name), len(content), hashlib.sha256(content).hexdigest())
        try:
            self.read = read_file(
                self.file_facts[0], content, sheet=said["sheet"].strip(), orgs=orgs, order=said["order"]
            )
        except ActionError as refused:
            self.refuse(refused)


class PlacesForm(BaseForm):
    """Which school each id or name of the file means."""

    submit_label = gettext_lazy("Save the schools")
    form_tag = False
    NONE = "none"

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {str(one.pk): one for one in places.schools}
        self.values: dict[str, str] = {}
        choices = [("", _("Choose")), *((pk, one.short_name) for pk, one in self.by_pk.items())]
        choices.append((self.NONE, _("none of this district: leave those lines out")))
        for value, name in places.all_unknown():
            field = f"place_{crc32(value.encode()):x}"
            self.values[field] = value
            self.fields[field] = forms.ChoiceField(label=name, choices=choices, required=False)

    @property
    def chosen(self) -> dict[str, Organization | None]:
        said = {self.values[field]: answer for field, answer in self.cleaned_data.items() if answer}
        return {value: self.by_pk.get(answer) for value, answer in said.items()}


def _plain_name(name: str) -> str:
    """Without a folder, and without letters that nobody sees."""
    name = name.rsplit("/")[-1].rsplit("\\")[-1]
    return "".join(one for one in name if one.isprintable())[-LONGEST_NAME:] or _("a file")
