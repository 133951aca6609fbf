"""Whose figures a person sees: PED the state's, a REC and its council their own."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from collaborative.calendar.periods import fiscal_year, today
from collaborative.people.models import Organization, Person

YEARS_BACK = 9


@dataclass(frozen=True)
class ReportScope:
    """`recs` None: the whole state. `counts` False: figures are not this person's affair; what is public remains."""

    recs: tuple[Organization, ...] | None
    counts: bool = True
    districts: tuple[Organization, ...] = field(default=())  # for which the person answers

    @property
    def rec_ids(self) -> list[int] | None:
        return None if self.recs is None else [rec.pk for rec in self.recs]

    @property
    def is_state(self) -> bool:
        return self.recs is None

    @cached_property
    def words(self) -> str:
        if self.recs is None:
            return _("the whole state")
        return ", ".join(rec.short_name for rec in self.recs)


def scope_of(person: Person) -> ReportScope:
    """No statement of its own: the hats are loaded once a request."""
    hats = [hat for hat in person.hats_today if "accountability.view" in hat.rules.permissions]
    districts = {hat.organization_id: hat.organization for hat in person.hats_today if hat.role in _ANSWERS}
    if person.reach.state and hats:
        return ReportScope(None)
    recs = {hat.organization_id: hat.organization for hat in hats}
    if recs:
        return ReportScope(tuple(recs.values()), districts=tuple(districts.values()))
    return ReportScope(None, counts=False, districts=tuple(districts.values()))


_ANSWERS = ("superintendent", "delegate")


def years_offered() -> list[int]:
    """Next year (deliverables are asked ahead), this one, and a decade back."""
    this = fiscal_year(today())
    return list(range(this + 1, this - YEARS_BACK - 1, -1))


def chosen_year(wanted: str | None) -> int:
    """The fiscal year of the address; this one where none or nonsense is given."""
    this = fiscal_year(today())
    return int(wanted) if wanted and wanted.isdecimal() and int(wanted) in years_offered() else this
