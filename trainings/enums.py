from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TRAIN_THE_EXPERT = "train_the_expert", _("train-the-expert session")
    REGIONAL = "regional", _("regional training")
    FOLLOW_UP = "follow_up", _("follow-up training")
    ON_REQUEST = "on_request", _("training on request")


FOLLOWED_UP = [Kind.REGIONAL, Kind.ON_REQUEST]  # a follow-up training is itself part of a plan


class Audience(models.TextChoices):
    """To whom a training is put. Each organization of the audience is invited."""

    ALL_RECS = "all_recs", _("all nine RECs")
    REGION = "region", _("every district of the host’s region")
    REGIONS = "regions", _("every district of several regions")
    STATE = "state", _("every district of the state")
    NAMED = "named", _("named districts")


class Mode(models.TextChoices):
    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("on line")
    BOTH = "both", _("on site and on line")


class SeatMode(models.TextChoices):
    """How one person takes part; a training held both ways has a capacity for each."""

    ROOM = "room", _("in the room")
    ONLINE = "online", _("on line")


SEATS_OF: dict[str, list[SeatMode]] = {Mode.ON_SITE: [SeatMode.ROOM], Mode.ONLINE: [SeatMode.ONLINE]}  # of BOTH: both


class TrainerPart(models.TextChoices):
    LEAD = "lead", _("leads")
    ASSISTS = "assists", _("assists")


class Answer(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class DeclineReason(models.TextChoices):
    NO_SUBSTITUTES = "no_substitutes", _("no substitutes")
    CALENDAR = "calendar", _("the calendar: break, testing or another event")
    DISTANCE = "distance", _("too far")
    COST = "cost", _("cost")
    TRAINED = "trained", _("our people have had it")
    OTHER = "other", _("something else")


class RegistrationStatus(models.TextChoices):
    """What became of a person's registration. Seated and offered take a seat."""

    SEATED = "seated", _("seated")
    OFFERED = "offered", _("seat offered")
    WAITING = "waiting", _("waiting")
    CANCELLED = "cancelled", _("cancelled")
    SUBSTITUTED = "substituted", _("substituted")


OCCUPYING = [RegistrationStatus.SEATED, RegistrationStatus.OFFERED]
ACTIVE = [RegistrationStatus.SEATED, RegistrationStatus.OFFERED, RegistrationStatus.WAITING]


class CancelReason(models.TextChoices):
    ILL = "ill", _("ill")
    NO_SUBSTITUTE = "no_substitute", _("no substitute teacher")
    CLASH = "clash", _("clashes with something else")
    WEATHER = "weather", _("weather or road")
    LEFT = "left", _("no longer works here")
    OTHER = "other", _("something else")
    LAPSED = "lapsed", _("the offered seat was not taken in time")
