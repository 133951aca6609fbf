"""Whom to ask about a training: who runs it at the host, the one who made it first."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collaborative.people.models import Person
from trainings.invitations.queries import holders
from trainings.models import Training

SHOWN = 2


def people_running(training: Training) -> list[Person]:
    running = holders(training.owner, role=training.owner_role)
    return list(dict.fromkeys(hat.person for hat in running))


def contacts(training: Training) -> list[Person]:
    return sorted(people_running(training), key=lambda person: person.pk != training.created_by_id)[:SHOWN]


def contact_rows(training: Training) -> list[tuple[str, SafeString]]:
    """For the facts of a page; none where nobody is known."""
    found = [(_contact(person),) for person in contacts(training)]
    return [(_("Questions to"), format_html_join(SafeString("<br>"), "{}", found))] if found else []


def contact_text(training: Training) -> str:
    """For letters: «Carla Ortiz, carla.ortiz@rec9.example; …»."""
    return "; ".join(", ".join(filter(None, (str(person), person.address))) for person in contacts(training))


def _contact(person: Person) -> SafeString:
    if not person.address:
        return format_html("{}", person)
    return format_html('{}, <a href="mailto:{}">{}</a>', person, person.address, person.address)
