"""The one set of states that pages show: each a word, a shape and a colour (never colour alone)."""

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collaborative.web.text import Words


class Status(NamedTuple):
    word: Words
    shape: str  # dot (it is so), ring (not yet or not quite), cross (not), tick (done), bang (act now)
    colour: str  # good, calm, warn, bad, quiet


STATUSES = {
    # trainings
    "draft": Status(_("Draft"), "ring", "quiet"),
    "open": Status(_("Open"), "dot", "good"),
    "nearly_full": Status(_("Nearly full"), "ring", "warn"),
    "full": Status(_("Full"), "dot", "calm"),
    "cancelled": Status(_("Cancelled"), "cross", "bad"),
    "closed": Status(_("Closed"), "tick", "quiet"),
    "over": Status(_("To close"), "bang", "warn"),
    "running": Status(_("Under way"), "dot", "good"),
    "upcoming": Status(_("Upcoming"), "ring", "calm"),
    # registrations and attendance
    "seated": Status(_("Seated"), "dot", "good"),
    "offered": Status(_("Seat offered"), "ring", "warn"),
    "waiting": Status(_("Waiting"), "ring", "warn"),
    "clash": Status(_("Same time"), "bang", "warn"),
    "substituted": Status(_("Substituted"), "cross", "quiet"),
    "present": Status(_("Present"), "tick", "good"),
    "absent": Status(_("Absent"), "cross", "bad"),
    "partly": Status(_("Partly present"), "ring", "warn"),
    "unmarked": Status(_("Not marked"), "ring", "quiet"),
    # changes of records
    "asked": Status(_("Asked"), "ring", "warn"),
    "waits": Status(_("Agreed, waits"), "ring", "calm"),
    "applied": Status(_("Changed"), "tick", "good"),
    "lapsed": Status(_("Lapsed"), "cross", "quiet"),
    # invitations and letters
    "held": Status(_("Held"), "ring", "calm"),
    "sent": Status(_("Sent"), "dot", "calm"),
    "delivered": Status(_("Accepted by mail server"), "dot", "calm"),
    "refused": Status(_("Refused"), "cross", "bad"),
    "no_address": Status(_("No address"), "cross", "warn"),
    "stopped": Status(_("Stopped"), "cross", "quiet"),
    "seen": Status(_("Seen"), "dot", "calm"),
    "unanswered": Status(_("No answer yet"), "ring", "warn"),
    "phoned": Status(_("Phoned"), "dot", "calm"),
    "accepted": Status(_("Accepted"), "tick", "good"),
    "declined": Status(_("Declined"), "cross", "quiet"),
    "withdrawn": Status(_("Withdrawn"), "cross", "quiet"),
    # duties, follow-up steps and visits
    "planned": Status(_("Planned"), "ring", "calm"),
    "due_soon": Status(_("Due soon"), "ring", "warn"),
    "due": Status(_("Due"), "bang", "warn"),
    "overdue": Status(_("Overdue"), "bang", "bad"),
    "done": Status(_("Done"), "tick", "good"),
    "done_late": Status(_("Done late"), "tick", "warn"),
    "waived": Status(_("Waived"), "cross", "quiet"),
    # initiatives
    "published": Status(_("Published"), "dot", "good"),
    "acknowledged": Status(_("Acknowledged"), "tick", "good"),
    "unacknowledged": Status(_("Not acknowledged"), "ring", "warn"),
    "ended": Status(_("Ended"), "tick", "quiet"),
    # deliverables
    "submitted": Status(_("Submitted"), "dot", "calm"),
    "returned": Status(_("Returned"), "bang", "warn"),
    "on_target": Status(_("On target"), "dot", "good"),
    "late": Status(_("Late"), "bang", "bad"),
    "variance": Status(_("Behind target"), "ring", "warn"),
    "in_progress": Status(_("In progress"), "ring", "calm"),
    # membership
    "member": Status(_("Member"), "dot", "good"),
    "not_member": Status(_("Not a member"), "ring", "quiet"),
    "unknown": Status(_("Not known"), "ring", "quiet"),
    # certifications and certificates
    "certified": Status(_("Certified"), "tick", "good"),
    "expires_soon": Status(_("Expires soon"), "ring", "warn"),
    "expired": Status(_("Expired"), "cross", "bad"),
    "revoked": Status(_("Revoked"), "cross", "bad"),
    "valid": Status(_("Valid"), "tick", "good"),
    # support requests
    "new": Status(_("New"), "bang", "warn"),
    "answer_overdue": Status(_("Answer overdue"), "bang", "bad"),
    "answered": Status(_("Answered"), "dot", "calm"),
    "closed_no": Status(_("Declined with a reason"), "cross", "quiet"),
    "helped": Status(_("Helped"), "tick", "good"),
    "not_helped": Status(_("Did not help"), "cross", "bad"),
    # people and hats
    "former": Status(_("Former"), "ring", "quiet"),
}


def pill(code: str) -> SafeString:
    return _pill(str(code), get_language())


@lru_cache(maxsize=1024)
def _pill(code: str, language: str) -> SafeString:
    status = STATUSES[code]
    return format_html('<span class="pill pill-{} shape-{}">{}</span>', status.colour, status.shape, status.word)
