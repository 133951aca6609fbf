from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    PED = "ped", _("state department")
    BUREAU = "bureau", _("bureau")
    REC = "rec", _("REC")
    DISTRICT = "district", _("district")
    SCHOOL = "school", _("school")
    VENDOR = "vendor", _("vendor")
    PARTNER = "partner", _("partner agency")


# Who is invited and sends people, asks for support and is followed up: the one place where that is said.
TAKE_PART = (OrganizationKind.DISTRICT,)
# Who has a roster of people that work there.
HAVE_ROSTERS = (*TAKE_PART, OrganizationKind.SCHOOL)
