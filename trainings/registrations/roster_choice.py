"""The roster on the register page: one line per person, grouped by school; a long one is narrowed and paged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from collaborative.database.search_keys import plain
from collaborative.people.matching.recognition import hats_at
from collaborative.people.models import Hat, Organization, Person

PER_PAGE = 40


@dataclass
class Line:
    person: Person
    position: str = ""
    status: str = ""  # «seated», «waiting», …: has a place already
    is_ticked: bool = False


@dataclass
class RosterChoice:
    """`elsewhere` are the ticked people who do not stand on this page: they stay ticked."""

    page: Page
    groups: list[tuple[Organization, list[Line]]]
    elsewhere: list[Line] = field(default_factory=list)
    schools: list[Organization] = field(default_factory=list)
    words: str = ""
    school: str = ""
    is_long: bool = False


def roster_choice(
    organization: Organization, *, asked: QueryDict, ticked: Iterable[str], places: dict[int, str]
) -> RosterChoice:
    hats = hats_at(organization)
    one_each = hats.order_by("person_id", "id").distinct("person_id").values("pk")
    rows = Hat.objects.filter(pk__in=one_each).select_related("person", "organization")
    rows = rows.order_by("organization__sort_key", "organization_id", "person__sort_key", "id")
    everybody = Paginator(rows, PER_PAGE)
    is_long = everybody.count > PER_PAGE
    words, school = asked.get("words", ""), asked.get("school", "")
    if is_long and words.strip():
        for word in plain(words).split():
            rows = rows.filter(person__search_key__contains=word)
    if is_long and school.isdecimal():
        rows = rows.filter(organization=int(school))
    step, _sign, number = asked.get("go", "").partition(":")
    narrowed = everybody if rows is everybody.object_list else Paginator(rows, PER_PAGE)
    page = narrowed.get_page(number if step == "page" else 1)
    chosen = {int(pk) for pk in ticked if pk.isdecimal()}
    lines = [
        (hat, Line(hat.person, hat.position, places.get(hat.person_id, ""), hat.person_id in chosen)) for hat in page
    ]
    shown = {hat.person_id for hat, _line in lines}
    others = (
        Person.objects.filter(pk__in=hats.filter(person__in=chosen - shown).values("person")) if chosen - shown else []
    )
    return RosterChoice(
        page=page,
        groups=[
            (at, [line for _hat, line in found]) for at, found in groupby(lines, key=lambda one: one[0].organization)
        ],
        elsewhere=[Line(person, is_ticked=True) for person in others],
        schools=_schools(organization) if is_long else [],
        words=words,
        school=school,
        is_long=is_long,
    )


def _schools(organization: Organization) -> list[Organization]:
    """The district itself and its schools."""
    return list(Organization.objects.active().under(organization).with_rosters())
