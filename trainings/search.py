from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from collaborative import days
from collaborative.people.models import Person
from collaborative.prepared import prepared
from collaborative.search import Hit, search_source
from collaborative.sorting import plain
from trainings.models import Training


def find(person: Person, words: str, limit: int) -> list[Training]:
    """Those of the largest day first: what comes before what is past."""
    return _found(person, plain(words), limit=limit)


@prepared
def _found(person: Person, words: str, *, limit: int) -> QuerySet[Training]:
    rows = Training.objects.visible_to(person).matching(words).select_related("venue", "host")
    return rows.order_by("-first_day", "-id")[:limit]


def show(training: Training) -> Hit:
    when = days.short_day(training.first_day) if training.first_day else ""
    words = ", ".join(part for part in (when, training.place, training.host.short_name) if part)
    return Hit(training.title, words, training.get_absolute_url())


def more(words: str) -> str:
    return f"/trainings/?{urlencode({'words': words, 'show': '1'})}"


search_source("trainings", gettext_lazy("Trainings"), find=find, show=show, more=more, order=20)
