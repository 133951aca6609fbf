"""How long a session lasts: with the browser and twelve hours at most, or thirty days where that was chosen at signing in.
Counted from signing in; what is done meanwhile makes it no longer."""

from datetime import timedelta

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase

ON_ANY_DEVICE, ON_OWN_DEVICE = timedelta(hours=12), timedelta(days=30)
STAYS = "stays"


class SessionStore(db.SessionStore):
    """Django's, in the database; a last moment and an end with the browser go together here."""

    def get_expire_at_browser_close(self) -> bool:
        return not self.get(STAYS, False)


def remember(session: SessionBase, *, stays: bool) -> None:
    session[STAYS] = stays
    session.set_expiry(ON_OWN_DEVICE if stays else ON_ANY_DEVICE)
