"""The link in an invitation's letter: it answers that invitation as the person written to, and nothing else."""

from datetime import timedelta

from collaborative.people.links import link_kind
from collaborative.people.models import Person
from trainings.models import Invitation

ANSWER = link_kind("trainings.answer", good_for=timedelta(days=366))  # invitations go out at most a year ahead


def answer_token(invitation: Invitation, person: Person) -> str:
    return ANSWER.sign(person, invitation.pk)


def read_answer_token(token: str) -> tuple[int, Person] | None:
    """The invitation's id and the person, or None where the link is not ours, too old or used up."""
    found = ANSWER.read(token)
    return (found[1][0], found[0]) if found else None
