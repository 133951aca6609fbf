"""The people one can sign in as in the demo. All are invented; the organizations are real."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from collaborative.web.text import Words


@dataclass(frozen=True)
class Part:
    """One of the cast: hats as (role, organization), the organization by kind and short name."""

    handle: str
    given_name: str
    family_name: str
    hats: tuple[tuple[str, str, str], ...]
    says: Words  # what there is to do for them

    @property
    def email(self) -> str:
        return f"{self.handle}@demo.example"


CAST = (
    Part(
        "lucia.baca",
        "Lucía",
        "Baca",
        (("ped_leader", "ped", "PED"),),
        _("Sees the whole state: figures, overdue deliverables, every region."),
    ),
    Part(
        "ben.aragon",
        "Ben",
        "Aragon",
        (("ped_leader", "ped", "PED"),),
        _("Leads PED with her: says the second yes where one leader is not enough."),
    ),
    Part(
        "teresa.chavez",
        "Teresa",
        "Chavez",
        (("bureau_staff", "bureau", "Literacy"),),
        _("Publishes initiatives, sees who has read them, reviews deliverables."),
    ),
    Part(
        "paul.yazzie",
        "Paul",
        "Yazzie",
        (("bureau_staff", "bureau", "Math and Science"),),
        _("Another bureau: has a draft of his own."),
    ),
    Part(
        "daniel.sandoval",
        "Daniel",
        "Sandoval",
        (("rec_director", "rec", "Region 9"),),
        _("Directs REC 9: submits deliverables, hears of what is overdue."),
    ),
    Part(
        "carla.ortiz",
        "Carla",
        "Ortiz",
        (("rec_coordinator", "rec", "Region 9"),),
        _("Schedules trainings, keeps the ledger and the door, answers requests."),
    ),
    Part(
        "miguel.tafoya",
        "Miguel",
        "Tafoya",
        (("coach", "rec", "Region 9"),),
        _("Certified expert and coach: visits due, overdue and done."),
    ),
    Part(
        "dolores.pena",
        "Dolores",
        "Peña",
        (("superintendent", "district", "Cloudcroft"), ("council_member", "rec", "Region 9")),
        _(
            "Superintendent of a small district, and council member: answers invitations, registers staff, asks for support."
        ),
    ),
    Part(
        "frank.gallegos",
        "Frank",
        "Gallegos",
        (("delegate", "district", "Cloudcroft"),),
        _("Her delegate, until the end of the school year."),
    ),
    Part(
        "rosa.montoya", "Rosa", "Montoya", (), _("A teacher: own trainings, hours, certificates, and a coach’s visits.")
    ),
    Part(
        "grace.whitfield",
        "Grace",
        "Whitfield",
        (("vendor", "vendor", "Whitfield Learning"),),
        _("A vendor: sees the sessions she was engaged for."),
    ),
    Part("nina.romero", "Nina", "Romero", (("rec_coordinator", "rec", "REC 6"),), _("Coordinator of another region.")),
)
TEACHER = "rosa.montoya"  # her place is a sample school of Cloudcroft, made by the loader
VENDOR = ("Whitfield Learning", "Whitfield Learning (invented for the demo)")
