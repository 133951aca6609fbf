from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import Period
from collaborative.figures.measures import measure
from collaborative.people.models import Organization
from trainings.models import HoursEntry, Training
from trainings.models.attendance import HoursQuerySet

SHOWN_OF_ENTRY = (
    *("hours", "date", "why", "training__title", "initiative__title", "host__short_name"),
    *("organization__name", "organization__short_name", "person__given_name", "person__family_name"),
)


def trainings_held(period: Period) -> QuerySet[Training]:
    return Training.objects.held().within(period)


def ledger(period: Period) -> HoursQuerySet:
    return HoursEntry.objects.within(period).only(*SHOWN_OF_ENTRY)


def taking_part(period: Period) -> HoursQuerySet:
    """Whoever has hours left after corrections was there."""
    return ledger(period).remaining()


def people_taking_part(period: Period) -> HoursQuerySet:
    """Of two records of one person the hours count for one."""
    return taking_part(period).by_person()


def ledger_of_districts(period: Period) -> HoursQuerySet:
    return taking_part(period).filter(organization__kind=Organization.Kind.DISTRICT)


REC, INITIATIVE, DATE = _("REC"), _("Initiative"), _("Date")

measure(
    "trainings_held",
    _("Trainings held"),
    _("trainings"),
    rows=trainings_held,
    rec="host",
    others_host=True,
    columns=((_("Training"), "title"), (DATE, "first_day"), (REC, "host.short_name"), (INITIATIVE, "initiative.title")),
    method=_("Trainings that a REC hosted and closed, in the fiscal year of the local day of their first meeting."),
)
measure(
    "districts_reached",
    _("Districts reached"),
    _("districts"),
    rows=ledger_of_districts,
    rec="host",
    others_host=True,
    once="organization",
    columns=(
        (_("District"), "organization.name"),
        (REC, "host.short_name"),
        (INITIATIVE, "initiative.title"),
        (_("First training"), "training.title"),
        (DATE, "date"),
    ),
    method=_(
        "Districts with contact hours in the year, each once for a REC and an initiative, however many people came."
    ),
)
measure(
    "people_trained",
    _("People trained"),
    _("people"),
    rows=people_taking_part,
    rec="host",
    others_host=True,
    once="whose",
    note=_("each once for an initiative"),
    columns=(
        (_("Name"), "person"),
        (_("District"), "organization.short_name"),
        (REC, "host.short_name"),
        (INITIATIVE, "initiative.title"),
        (_("First training"), "training.title"),
        (DATE, "date"),
    ),
    method=_("People with contact hours in the year, each once for a REC and an initiative. Trainers do not count."),
)
measure(
    "contact_hours",
    _("Contact hours"),
    _("hours"),
    rows=ledger,
    rec="host",
    others_host=True,
    amount=lambda: Sum("hours"),
    columns=(
        (_("Name"), "person"),
        (_("District"), "organization.short_name"),
        (_("Training"), "training.title"),
        (DATE, "date"),
        (_("Hours"), lambda entry: in_hours(entry.hours)),
        (_("Reason of a correction"), "why"),
    ),
    method=_(
        "The sum of the ledger of hours by the meetings’ local days: hours of presence, corrections included, of those "
        "who took part in trainings hosted by a REC."
    ),
)
