from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    STATE = "state", _("state")
    FEDERAL = "federal", _("federal")
    LOCAL = "local", _("local")


class AudienceRole(models.TextChoices):
    TEACHER = "teacher", _("teachers")
    PRINCIPAL = "principal", _("principals")
    SPECIAL_EDUCATION = "special_education", _("special education staff")
    COUNSELOR = "counselor", _("counselors")
    ASSISTANT = "assistant", _("educational assistants")
    ADMINISTRATOR = "administrator", _("district administrators")
    SUPERINTENDENT = "superintendent", _("superintendents")
    SPECIALIST = "specialist", _("instructional coaches and specialists")


class Grade(models.TextChoices):
    PRE_K = "PK", _("Pre-K")
    K = "K", _("K")
    G1 = "1", "1"
    G2 = "2", "2"
    G3 = "3", "3"
    G4 = "4", "4"
    G5 = "5", "5"
    G6 = "6", "6"
    G7 = "7", "7"
    G8 = "8", "8"
    G9 = "9", "9"
    G10 = "10", "10"
    G11 = "11", "11"
    G12 = "12", "12"


class Touchpoint(models.TextChoices):
    """The kinds of planned follow-up after a training."""

    CLASSROOM_VISIT = "classroom_visit", _("classroom visit")
    TEAM_MEETING = "team_meeting", _("team meeting")
    CALL = "call", _("phone or video call")
    CHECK_IN = "check_in", _("written check-in")


class Owes(models.TextChoices):
    """Who owes a follow-up step."""

    COACH = "coach", _("the coach")
    SUPERINTENDENT = "superintendent", _("the superintendent")
