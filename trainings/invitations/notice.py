"""What a district must know before it sends people: contract time, who pays travel and substitutes, what it costs."""

from django.utils.translation import gettext as _

from initiatives.differences import grades_text, has_all_grades
from initiatives.models import InitiativeVersion
from trainings.models import Training


def for_whom_text(version: InitiativeVersion) -> str:
    """Whom the initiative is for: «teachers, principals; grades K, 1»."""
    grades = grades_text(version)
    if not has_all_grades(version):
        grades = _("grades %(grades)s") % {"grades": grades}
    return "; ".join(part for part in (version.audience_text, grades) if part)


def notice_rows(training: Training) -> list[tuple[str, str]]:
    """Label and words of each point; what was not said is told as not said."""
    return [
        (_("Contract time"), _contract_text(training) or _("not said")),
        (_("Travel is paid by"), training.travel_paid_by or _("not said")),
        (_("Substitutes are paid by"), training.substitutes_paid_by or _("not said")),
        (_("Cost to the district"), _cost_text(training) or _("not said")),
    ]


def notice_lines(training: Training) -> list[str]:
    """One line for each point that was said."""
    lines = [_contract_text(training)]
    if training.travel_paid_by:
        lines.append(_("Travel is paid by: %(who)s.") % {"who": training.travel_paid_by})
    if training.substitutes_paid_by:
        lines.append(_("Substitutes are paid by: %(who)s.") % {"who": training.substitutes_paid_by})
    if training.cost_to_district_cents is not None:
        lines.append(_("Cost to the district: %(cost)s.") % {"cost": _cost_text(training)})
    return [line for line in lines if line]


def _contract_text(training: Training) -> str:
    if training.in_contract_time is None:
        return ""
    return _("Within contract time.") if training.in_contract_time else _("Outside contract time.")


def _cost_text(training: Training) -> str:
    cents = training.cost_to_district_cents
    if cents is None:
        return ""
    return _("none") if cents == 0 else f"${cents / 100:,.2f}"
