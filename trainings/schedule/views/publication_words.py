"""What the check pages of publishing, moving and cancelling say: the training in words, and who is told."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.calendar import days
from collaborative.web.addresses import path_to
from trainings.enums import Audience, Mode
from trainings.invitations.calendar_entries import where
from trainings.invitations.notice import notice_rows
from trainings.invitations.services import addressees
from trainings.models import Training
from trainings.schedule.actions.drafts import seats_text
from trainings.schedule.leaders import leaders, override_text


def summary(training: Training) -> list[tuple[str, str, str]]:
    parts = ("subject", "audience", "times", "seats", "notice")
    change = {part: f"{path_to(f'training-{part}', training.pk)}?then=publish" for part in parts}
    led = ", ".join(str(person) for person in leaders(training))
    if training.leader_override_by_id:
        led = f"{led}\n{override_text(training)}"
    directions = training.venue.directions if training.venue else ""
    rows = [
        (_("What"), f"{training.title}\n{training.initiative.title}, {training.get_kind_display()}", change["subject"]),
        (_("Held by"), str(training.host), change["subject"]),
        (_("For"), audience_text(training), _audience_change(training, change)),
        (_("When"), meetings_text(training) or _("not said"), change["times"]),
        (_("Where"), _place_text(training), change["times"]),
        *([(_("How to get in"), directions, "")] if directions else []),
        (_("Seats"), str(seats_text(training)), change["seats"]),
        (_("Led by"), led or _("not said"), change["notice"]),
    ]
    return [*rows, *((label, words, change["notice"]) for label, words in notice_rows(training))]


def _place_text(training: Training) -> str:
    """The place and how it is held, once; and the link."""
    is_on_site = training.mode == Mode.ON_SITE
    more = training.get_mode_display() if is_on_site else training.online_link or _("No link yet")
    return f"{where(training)}\n{more}"


def meetings_text(training: Training) -> str:
    """Each meeting on a line of its own, with what counts of it."""
    return "\n".join(
        _("%(day)s, %(start)s – %(end)s, contact hours: %(hours)s")
        % {
            "day": days.short_day(one.date),
            "start": days.clock(one.starts_at, training.time_zone),
            "end": days.clock(one.ends_at, training.time_zone),
            "hours": one.hours_text,
        }
        + (f", {one.room.name}" if one.room else "")
        for one in training.meetings.select_related("room")
    )


def _audience_change(training: Training, change: dict[str, str]) -> str:
    return change["audience" if training.audience in (Audience.REGIONS, Audience.NAMED) else "subject"]


def audience_text(training: Training) -> str:
    if training.audience in (Audience.REGIONS, Audience.NAMED):
        named = training.audience_members.order_by("organization__sort_key")
        names = ", ".join(named.values_list("organization__short_name", flat=True))
        return f"{training.get_audience_display()}: {names}"
    return training.get_audience_display()


def invites_text(organizations: list) -> str:
    """«13 districts will be invited, 11 by mail; 2 have no address and must be phoned: …»"""
    if not organizations:
        return ""
    people = addressees(organizations)
    silent = [one for one in organizations if not any(person.address for person in people.get(one.pk, []))]
    count = len(organizations)
    names = ", ".join(one.short_name for one in silent[:8]) + (" …" if len(silent) > 8 else "")
    said = {"count": count, "mailed": count - len(silent), "names": names}
    return _invites(count, recs=organizations[0].kind == "rec", by_mail_alone=not silent) % said


def _invites(count: int, *, recs: bool, by_mail_alone: bool) -> str:
    if recs and by_mail_alone:
        return ngettext(
            "%(count)s REC is invited, all by mail. Letters go ten minutes later, so that you can undo.",
            "%(count)s RECs are invited, all by mail. Letters go ten minutes later, so that you can undo.",
            count,
        )
    if by_mail_alone:
        return ngettext(
            "%(count)s district is invited, all by mail. Letters go ten minutes later, so that you can undo.",
            "%(count)s districts are invited, all by mail. Letters go ten minutes later, so that you can undo.",
            count,
        )
    if recs:
        return ngettext(
            "%(count)s REC is invited, %(mailed)s by mail. No address, so to be phoned: %(names)s. Letters go ten minutes"
            " later, so that you can undo.",
            "%(count)s RECs are invited, %(mailed)s by mail. No address, so to be phoned: %(names)s. Letters go ten minutes"
            " later, so that you can undo.",
            count,
        )
    return ngettext(
        "%(count)s district is invited, %(mailed)s by mail. No address, so to be phoned: %(names)s. Letters go ten minutes"
        " later, so that you can undo.",
        "%(count)s districts are invited, %(mailed)s by mail. No address, so to be phoned: %(names)s. Letters go ten"
        " minutes later, so that you can undo.",
        count,
    )


def told_text(told: int) -> str:
    people = people_text(told)
    return _("%(people)s will be told: who is invited and has not declined, who is registered, who leads.") % {
        "people": people
    }


def held_text(held: int) -> str:
    """Who was invited a moment ago has heard of nothing yet, and hears nothing now."""
    if not held:
        return ""
    return ngettext(
        "%(count)s invitation is still held and does not go.",
        "%(count)s invitations are still held and do not go.",
        held,
    ) % {"count": held}


def people_text(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def whole_text(training: Training) -> str:
    """All that a move can change: each meeting, the place, the last day to register."""
    lines = [meetings_text(training), where(training)]
    if training.registration_closes_on:
        lines.append(_("Register by %(day)s.") % {"day": days.short_day(training.registration_closes_on)})
    return "\n".join(lines)
