"""What one version says otherwise than another, in words that a coordinator can read in a minute."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.calendar.days import long_day
from collaborative.files.models import Upload
from collaborative.files.services import files_of
from initiatives.deliverables import target_text, title_of
from initiatives.enums import AudienceRole, Grade
from initiatives.models import AskedDeliverable, InitiativeVersion, PlannedStep


@dataclass(frozen=True)
class Difference:
    """A field: before and now. A list: what was added and what was taken away."""

    label: str
    before: str = ""
    now: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def differences(before: InitiativeVersion, now: InitiativeVersion) -> list[Difference]:
    found = [Difference(label, before=say(before), now=say(now)) for label, say in _fields() if say(before) != say(now)]
    for label, lines in _lists():
        old, new = list(lines(before)), list(lines(now))
        added = tuple(line for line in new if line not in old)
        removed = tuple(line for line in old if line not in new)
        if added or removed:
            found.append(Difference(label, added=added, removed=removed))
    return found


def difference_text(one: Difference) -> str:
    """A line for a check page."""
    if one.added or one.removed:
        parts = [_("added: %(line)s") % {"line": line} for line in one.added]
        parts += [_("taken away: %(line)s") % {"line": line} for line in one.removed]
        return f"{one.label}: {'; '.join(parts)}"
    return _("%(label)s: until now “%(before)s”, from now on “%(now)s”") % {
        "label": one.label,
        "before": one.before or "–",
        "now": one.now or "–",
    }


def grades_text(version: InitiativeVersion) -> str:
    """All of them, or one by one in the schools' order."""
    if has_all_grades(version):
        return _("all grades")
    return ", ".join(str(grade.label) for grade in Grade if grade in version.audience_grades)


def has_all_grades(version: InitiativeVersion) -> bool:
    """None named is all of them."""
    return len({grade for grade in Grade if grade in version.audience_grades}) in (0, len(Grade))


def months_text(version: InitiativeVersion) -> str:
    months = version.expert_valid_months
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def step_text(step: PlannedStep) -> str:
    words = ngettext(
        "%(n)s day after the training: %(what)s, owed by %(who)s",
        "%(n)s days after the training: %(what)s, owed by %(who)s",
        step.days_after,
    )
    return words % {"n": step.days_after, "what": step.get_touchpoint_display(), "who": step.get_owed_by_display()}


def ask_text(line: AskedDeliverable) -> str:
    return _("%(what)s: %(target)s by %(day)s") % {
        "what": title_of(line.measure),
        "target": target_text(line.measure, line.target),
        "day": long_day(line.due_on),
    }


def document_text(upload: Upload) -> str:
    return f"{upload.name} ({filesizeformat(upload.size)})"


def _fields() -> list[tuple[str, Callable[[InitiativeVersion], str]]]:
    return [
        (_("Purpose"), lambda version: version.purpose.strip()),
        (_("First day"), lambda version: long_day(version.starts_on)),
        (_("Last day"), lambda version: long_day(version.ends_on)),
        (_("Certificates of experts are good for"), months_text),
    ]


def _lists() -> list[tuple[str, Callable[[InitiativeVersion], Iterable[str]]]]:
    return [
        (_("For whom"), lambda version: [str(AudienceRole(role).label) for role in version.audience_roles]),
        (_("Grades"), lambda version: [str(Grade(grade).label) for grade in version.audience_grades]),
        (_("Follow-up plan"), lambda version: [step_text(step) for step in version.planned_steps.all()]),
        (_("Deliverables"), lambda version: [ask_text(line) for line in version.asked_deliverables.all()]),
        (_("Documents"), lambda version: [document_text(upload) for upload in files_of(version)]),
    ]
