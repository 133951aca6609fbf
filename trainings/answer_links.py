"""The link in an invitation's letter: it answers that invitation as the person written to, and nothing else."""

from django.core import signing

from collaborative.people.models import Person
from trainings.models import Invitation

SALT = "trainings.answer"


def answer_token(invitation: Invitation, person: Person) -> str:
    return signing.dumps([invitation.pk, person.pk], salt=SALT, compress=True)


def read_answer_token(token: str) -> tuple[int, int] | None:
    """Ids of the invitation and the person, or None where nobody here signed this."""
    try:
        invitation, person = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return invitation, person
