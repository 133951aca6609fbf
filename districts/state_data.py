"""Loads the state from the data files: PED and its bureaus, the RECs, the districts, the partner agencies. Safe to run twice."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from collaborative.people.affiliations import affiliate
from collaborative.people.models import Affiliation, Organization
from districts.models import District, Membership
from recs.models import PartnerAgency, Rec

HERE = Path(__file__).parent / "data"
RECS = Path(__file__).parent.parent / "recs" / "data" / "recs.csv"
RECORDS_BEGIN = date(2012, 7, 1)  # the first day of which anything is said here; see data/SOURCES.md


@transaction.atomic
def load_state() -> dict[str, int]:
    ped = Organization.objects.filter(kind="ped").first() or Organization.objects.create(
        kind="ped", name="New Mexico Public Education Department", short_name="PED", source="9-24-4 NMSA"
    )
    for row in _rows(HERE / "bureaus.csv"):
        bureau, _created = _keep(Organization, {"kind": "bureau", "name": row["name"]}, row, "short_name", "source")
        _first_affiliation(bureau, parent=ped, source=row["source"])
    for row in _rows(RECS):
        _keep(
            Rec,
            {"number": row["number"]},
            {**row, "kind": "rec"},
            "kind",
            "name",
            "short_name",
            "office_city",
            "county",
            "latitude",
            "longitude",
            "website",
            "map_x",
            "map_y",
            "source",
        )
    recs = {rec.number: rec for rec in Rec.objects.all()}
    for said in _rows(HERE / "districts.csv"):
        row = said | {
            "kind": "district",
            "enrollment": said["enrollment"] or None,
            "source": "See districts/data/SOURCES.md",
        }
        district, _created = _keep(
            District,
            {"ped_code": row["ped_code"]},
            row,
            "kind",
            "name",
            "short_name",
            "nces_id",
            "office_city",
            "county",
            "latitude",
            "longitude",
            "map_x",
            "map_y",
            "enrollment",
            "enrollment_year",
            "locale",
            "source",
        )
        rec = recs[int(row["rec_number"])]
        _first_affiliation(district, parent=rec, source=row["region_source"])
        if row["documented_member"] and not district.memberships.exists():
            Membership.objects.create(district=district, rec=rec, status="member", source=row["region_source"])
    for row in _rows(HERE / "partners.csv"):
        _keep(
            PartnerAgency,
            {"name": row["name"]},
            {**row, "kind": "partner"},
            "kind",
            "short_name",
            "scope",
            "website",
            "source",
        )
    return {
        "bureaus": Organization.objects.of_kind("bureau").count(),
        "RECs": Rec.objects.count(),
        "districts": District.objects.count(),
        "partner agencies": PartnerAgency.objects.count(),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _keep(model: Any, key: dict[str, Any], row: dict[str, Any], *names: str) -> tuple[Any, bool]:
    """Make the row, or bring it up to the data file; nothing is written where nothing changed."""
    values = {name: row[name] for name in names}
    found = model.objects.filter(**key).first()
    if found is None:
        return model.objects.create(**key, **values), True
    if any(
        str(getattr(found, name) if getattr(found, name) is not None else "") != str(value or "")
        for name, value in values.items()
    ):
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
    return found, False


def _first_affiliation(organization: Organization, *, parent: Organization, source: str) -> None:
    """Only where none exists: later rows are people's decisions and stay."""
    if not Affiliation.objects.filter(organization_id=organization.pk).exists():
        affiliate(organization, parent=parent, starts_on=RECORDS_BEGIN, source=source)
