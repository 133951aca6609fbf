"""The one way by which a district comes to another REC."""

from datetime import date, datetime

from django.utils import timezone

from collaborative.calendar import days
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.affiliations import affiliate
from collaborative.people.models import Affiliation, Organization, Person
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import joined, shown
from districts.regions import followers


@action
def change_region(
    district: Organization,
    *,
    rec: Organization,
    starts_on: date,
    source: str,
    by: Person | None,
    now: datetime | None = None,
) -> Organization:
    """From this day on another REC invites the district. What is planned for later follows in the same act, and says so."""
    now = now or timezone.now()
    if district.kind != Organization.Kind.DISTRICT or rec.kind != Organization.Kind.REC:
        raise ActionError(_("A district’s region is one of the RECs."), field="rec")
    if not source.strip():
        raise ActionError(_("Say who says so: a letter, a decision, its date."), field="source")
    district = Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=district.pk)
    before = _region_on(district, starts_on)
    regions = sorted({rec.pk, *([before.pk] if before else [])})
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=regions).order_by("pk"))
    if before == rec:
        raise ActionError(
            _("%(rec)s invites this district on that day already.") % {"rec": rec.short_name}, field="rec"
        )
    affiliate(district, parent=rec, starts_on=starts_on, source=source.strip())
    said = [follow(district, regions=regions, starts_on=starts_on, by=by, now=now) for follow in followers.values()]
    text = _("From %(day)s on %(rec)s invites %(district)s.") % {
        "day": shown(days.short_day, starts_on),
        "rec": rec.short_name,
        "district": district.short_name,
    }
    record(
        "district.region_changed",
        district,
        text=joined(text, *said),
        by=by,
        also=[rec, *([before] if before else [])],
        now=now,
    )
    return district


def _region_on(district: Organization, day: date) -> Organization | None:
    rows = Affiliation.objects.filter(organization=district, starts_on__lte=day)
    row = rows.select_related("parent").order_by("-starts_on").first()
    return row.parent if row else None
