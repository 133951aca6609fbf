"""The one table of who may do what, in plain words. Roles are code, hats are data: a change here is a reviewed diff."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from collaborative.web.text import Words


class Reach(Enum):
    """How far a hat sees. Region and district mean the hat's organization and all that stands under it."""

    STATE = "state"
    UNDER = "parent"  # its own organization and everything under it
    OWN = "own"  # only what concerns the person, such as own trainings


@dataclass(frozen=True)
class Role:
    code: str
    title: Words
    description: Words
    reach: Reach
    permissions: frozenset[str] = frozenset()
    is_single: bool = False  # at most one person holds it for an organization at any instant; it may be nobody

    @property
    def acts(self) -> bool:
        """Whoever holds it does or sees more than everybody: they must be able to sign in, and are told."""
        return bool(self.permissions.difference(EVERY_HAT))


SINGLE = ("rec_director", "superintendent")


def _role(code: str, title: Words, description: Words, reach: Reach, *permissions: str) -> Role:
    return Role(code, title, description, reach, frozenset(permissions), is_single=code in SINGLE)


EVERY_HAT = ("trainings.view", "initiatives.view", "recs.view", "districts.view")

SEATS = ("trainings.view_seats", "trainings.change_seats", "trainings.hand_on_seats")

INITIATIVE_WORK = (
    *SEATS,
    "initiatives.draft",
    "initiatives.publish",
    "trainings.schedule",
    "trainings.run",
    "trainings.override_leader",
    "trainings.keep_door",
    "trainings.keep_ledger",
    "trainings.view_experts",
    "recs.keep_venues",
    "accountability.review",
    "accountability.view_participants",
)
REGION_WORK = (
    *SEATS,
    "initiatives.acknowledge",
    "initiatives.draft_local",
    "trainings.schedule",
    "trainings.run",
    "trainings.keep_door",
    "trainings.keep_ledger",
    "trainings.answer",
    "trainings.register",
    "trainings.view_experts",
    "coaching.view_follow_ups",
    "coaching.arrange_follow_ups",
    "coaching.log_visits",
    "coaching.keep_steps",
    "recs.keep_venues",
    "districts.view_roster",
    "districts.keep_roster",
    "people.keep_records",
    "support.view",
    "support.answer",
    "support.log_assistance",
    "accountability.submit",
    "accountability.view_participants",
)
DISTRICT_WORK = (
    *SEATS,
    "trainings.answer",
    "trainings.register",
    "coaching.view_follow_ups",
    "coaching.keep_steps",
    "districts.view_roster",
    "districts.keep_roster",
    "people.keep_records",
    "support.view",
    "support.ask",
    "support.rate",
    "accountability.view_participants",
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in [
        _role(
            "ped_leader",
            _("PED leadership"),
            _("Sees the whole state, publishes and reviews for every bureau, and gives and ends roles."),
            Reach.STATE,
            *EVERY_HAT,
            *INITIATIVE_WORK,
            "coaching.view_follow_ups",
            "districts.view_roster",
            "support.view",
            "people.give_hats",
            "people.keep_records",
            "districts.change_region",
            "accountability.view",
        ),
        _role(
            "bureau_staff",
            _("PED bureau staff"),
            _(
                "Drafts and publishes the initiatives of the bureau, holds train-the-expert sessions, reviews deliverables."
            ),
            Reach.STATE,
            *EVERY_HAT,
            *INITIATIVE_WORK,
            "coaching.view_follow_ups",
            "support.view",
            "accountability.view",
        ),
        _role(
            "rec_director",
            _("REC director"),
            _(
                "Answers for the cooperative: everything a coordinator does, deliverables, overrides and roles of the region."
            ),
            Reach.UNDER,
            *EVERY_HAT,
            *REGION_WORK,
            "initiatives.publish_local",
            "trainings.override_leader",
            "people.give_hats",
            "accountability.view",
        ),
        _role(
            "rec_coordinator",
            _("REC coordinator"),
            _("Schedules regional trainings, invites every district, keeps the door, answers support requests."),
            Reach.UNDER,
            *EVERY_HAT,
            *REGION_WORK,
            "accountability.view",
        ),
        _role(
            "coach",
            _("REC expert or coach"),
            _("Leads trainings, plans and logs visits, finishes follow-up steps in the region."),
            Reach.UNDER,
            *EVERY_HAT,
            "trainings.view_seats",
            "trainings.view_experts",
            "coaching.view_follow_ups",
            "coaching.log_visits",
            "coaching.keep_steps",
            "districts.view_roster",
            "support.view",
            "support.log_assistance",
            "accountability.view_participants",
        ),
        _role(
            "superintendent",
            _("District superintendent"),
            _("Answers for the district: accepts or declines, registers staff, asks for support, names delegates."),
            Reach.UNDER,
            *EVERY_HAT,
            *DISTRICT_WORK,
            "people.give_hats",
        ),
        _role(
            "delegate",
            _("Superintendent’s delegate"),
            _("Does what the superintendent does, as themselves, until the delegation ends."),
            Reach.UNDER,
            *EVERY_HAT,
            *DISTRICT_WORK,
        ),
        _role(
            "council_member",
            _("Council member"),
            _("Sees what the cooperative does: trainings, deliverables and figures of the region."),
            Reach.OWN,
            *EVERY_HAT,
            "accountability.view",
        ),
        _role(
            "vendor",
            _("Vendor"),
            _("An outside trainer under contract: sees and runs the sessions it was engaged for, nothing else."),
            Reach.OWN,
            *EVERY_HAT,
            "trainings.keep_door",
        ),
        _role(
            "staff",
            _("Staff"),
            _("Works at a school or district: own registrations, hours, certificates and visits."),
            Reach.OWN,
            *EVERY_HAT,
        ),
    ]
}

ROLE_CHOICES = [(role.code, role.title) for role in ROLES.values()]
