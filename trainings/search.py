from django.utils.translation import gettext_lazy

from collaborative.calendar import days
from collaborative.database.search_keys import plain
from collaborative.people.models import Person
from collaborative.plugs.search import Hit, search_source
from trainings.models import Training
from trainings.queries import trainings_found


def find(person: Person, words: str, limit: int) -> list[Training]:
    """Drafts, what comes and what was held this school year and the last; older ones are found in the list. The latest
    day first: what comes before what is past."""
    return trainings_found(person, plain(words), limit=limit)


def show(training: Training) -> Hit:
    when = days.short_day(training.first_day) if training.first_day else ""
    words = ", ".join(part for part in (when, training.town, training.host.short_name) if part)
    return Hit(training.title, words, training.get_absolute_url())


search_source(
    "trainings",
    gettext_lazy("Trainings"),
    find=find,
    show=show,
    list_name="trainings",
    whole=gettext_lazy("All trainings with “%(words)s”, of all years"),
    recent=True,
    order=20,
)
