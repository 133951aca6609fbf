from django.db import models
from django.utils.translation import gettext_lazy as _


class RowOutcome(models.TextChoices):
    """What a row of a file becomes."""

    UNREAD = "", _("not looked at yet")
    NEW = "new", _("new")
    PLACE = "place", _("known, gets a place")
    KNOWN = "known", _("known, nothing to do")
    CHANGES = "changes", _("known, is corrected")
    DIFFERS = "differs", _("known, differs: not changed")
    ELSEWHERE = "elsewhere", _("works elsewhere")
    WAITING = "waiting", _("was asked, no answer yet")
    ASKED = "asked", _("a question")
    REPEATED = "repeated", _("named twice")
    LEFT_OUT = "left_out", _("left out")
    REFUSED = "refused", _("refused")
    PASSED_OVER = "passed_over", _("no person")
    MISSING = "missing", _("not in the file")


FINAL = (
    RowOutcome.LEFT_OUT,
    RowOutcome.REFUSED,
    RowOutcome.PASSED_OVER,
    RowOutcome.MISSING,
)  # whatever our records say


class Decision(models.TextChoices):
    """What somebody said about a row that asks."""

    NONE = "", _("nothing yet")
    NEW = "new", _("somebody new")
    PERSON = "person", _("somebody on record")
    ASK = "ask", _("the person is asked")
    SKIP = "skip", _("leave out")
