from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from collaborative.measures import measure
from collaborative.people.models import Affiliation, Organization
from collaborative.periods import fiscal_year_dates, today
from trainings.enums import Audience, Kind
from trainings.hours_words import in_hours
from trainings.models import ExpertCertification, HoursEntry, Invitation, Training
from trainings.querysets.hours import HoursQuerySet

SHOWN_OF_ENTRY = (
    *("hours", "date", "why", "training__title", "initiative__title", "host__short_name"),
    *("organization__name", "organization__short_name", "person__given_name", "person__family_name"),
)
WHOLE_REGIONS = [Audience.REGION, Audience.REGIONS, Audience.STATE]


def trainings_held(fiscal_year: int) -> QuerySet[Training]:
    return Training.objects.held().for_year(fiscal_year)


def ledger(fiscal_year: int) -> HoursQuerySet:
    return HoursEntry.objects.for_year(fiscal_year).only(*SHOWN_OF_ENTRY)


def taking_part(fiscal_year: int) -> HoursQuerySet:
    """Whoever has hours left after corrections was there."""
    return ledger(fiscal_year).remaining()


def people_taking_part(fiscal_year: int) -> HoursQuerySet:
    """Of two records of one person the hours count for one."""
    return taking_part(fiscal_year).by_person()


def ledger_of_districts(fiscal_year: int) -> HoursQuerySet:
    return taking_part(fiscal_year).filter(organization__kind=Organization.Kind.DISTRICT)


def experts_certified(fiscal_year: int) -> QuerySet[ExpertCertification]:
    first, last = fiscal_year_dates(fiscal_year)
    return ExpertCertification.objects.filter(
        revoked_at__isnull=True,
        valid_from__gte=first,
        valid_from__lte=last,
        organization__kind=Organization.Kind.REC,
    )


def districts_to_invite(fiscal_year: int) -> QuerySet[Affiliation]:
    """One row for each district of the host's region and each regional training that has begun, the region as it stood
    on the first day."""
    first, last = fiscal_year_dates(fiscal_year)
    host = "under__trainings_hosted"
    later = Affiliation.objects.filter(
        organization=OuterRef("organization"), starts_on__gt=OuterRef("starts_on"), starts_on__lte=OuterRef("day")
    )
    rows = Affiliation.objects.filter(organization__kind=Organization.Kind.DISTRICT, under__kind=Organization.Kind.REC)
    rows = rows.annotate(
        of_rec=F("under"),
        of_initiative=F(f"{host}__initiative"),
        training=F(host),
        title=F(f"{host}__title"),
        kind=F(f"{host}__kind"),
        audience=F(f"{host}__audience"),
        published=F(f"{host}__published_at"),
        cancelled=F(f"{host}__cancelled_at"),
        day=F(f"{host}__first_day"),
    )
    return (
        rows.filter(kind=Kind.REGIONAL, audience__in=WHOLE_REGIONS, published__isnull=False, cancelled__isnull=True)
        .filter(day__gte=first, day__lte=min(last, today()), starts_on__lte=F("day"))
        .exclude(Exists(later))
        .order_by("day", "training", "organization__sort_key")
    )


def districts_invited(fiscal_year: int) -> QuerySet[Affiliation]:
    invited = Invitation.objects.standing().filter(training=OuterRef("training"), organization=OuterRef("organization"))
    return districts_to_invite(fiscal_year).filter(Exists(invited))


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
measure(
    "experts_certified",
    _("Experts certified"),
    _("certifications"),
    rows=experts_certified,
    rec="organization",
    columns=(
        (_("Name"), "person"),
        (REC, "organization.short_name"),
        (INITIATIVE, "initiative.title"),
        (_("Certified by"), "training.title"),
        (_("From"), "valid_from"),
        (_("Until"), "valid_until"),
    ),
    method=_(
        "Certifications that people of the REC got in the year by coming to every meeting of a train-the-expert "
        "session; revoked ones do not count, somebody certified twice counts twice."
    ),
)
measure(
    "districts_invited_share",
    _("Share of districts invited"),
    "%",
    rows=districts_invited,
    whole=districts_to_invite,
    rec="of_rec",
    initiative="of_initiative",
    columns=(
        (_("District"), "organization.name"),
        (_("Training"), "title"),
        (_("First day"), "day"),
        (REC, "under.short_name"),
    ),
    method=_(
        "Of each district of the host’s region and each of the REC’s regional trainings that began in the year: how many "
        "of these pairs have an invitation. The region is that of the training’s first day."
    ),
)
