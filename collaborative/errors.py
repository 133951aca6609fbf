"""What an action says when it cannot be done."""

from django.utils.translation import gettext as _

from collaborative.web.text import Words


class ActionError(Exception):
    """The action cannot be done now. The message is for the user, next to `field` where one is named."""

    def __init__(self, message: Words, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


class AlreadyDone(ActionError):
    """The same form was carried out before. `url` leads to what came of it."""

    def __init__(self, url: str) -> None:
        super().__init__(_("This was saved already; nothing was done twice."))
        self.url = url
