from datetime import timedelta

import pytest

from collaborative.calendar.periods import today
from collaborative.figures.measures import measures
from initiatives.models import Initiative
from tests import builders

OUTLINE = {
    "title": "Structured literacy",
    "level": "state",
    "purpose": "Every child reads by the end of third grade.",
    "audience_roles": ["teacher", "principal"],
    "audience_grades": ["K", "1"],
    "expert_valid_months": "24",
}


@pytest.fixture
def outline(cast) -> dict:
    """What is typed on the first page of a draft."""
    days = {"starts_on": str(today()), "ends_on": str(today() + timedelta(days=700))}
    return {**OUTLINE, **days, "lead": str(builders.bureau().pk)}


@pytest.fixture
def draft(cast) -> Initiative:
    return builders.initiative(published=False, by=cast.bureau, asks=[(a_measure(), 2)])


@pytest.fixture
def published(cast) -> Initiative:
    """Through the action, with its acknowledgments, deliverables, duties and letters."""
    from initiatives import actions

    made = builders.initiative(published=False, by=cast.bureau, asks=[(a_measure(), 2)])
    return actions.publish(made, by=cast.bureau, revision=0)


def a_measure() -> str:
    return next(iter(measures))
