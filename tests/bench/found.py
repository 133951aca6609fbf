"""What a database holds, for the runner: the pages and acts with the sessions of their people, and how many rows there are.

python -m tests.bench.found pages|acts|rows prints it as JSON.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import django


def rows() -> dict[str, int]:
    from coaching.models import FollowUpStep, Visit
    from collaborative.journal.models import Entry
    from collaborative.letters.models import Letter
    from collaborative.people.models import Organization, Person
    from support.models import SupportRequest
    from trainings.models import Invitation, Registration, Training

    return {
        "districts": Organization.objects.of_kind("district").count(),
        "schools": Organization.objects.of_kind("school").count(),
        "people": Person.objects.count(),
        "trainings": Training.objects.count(),
        "invitations": Invitation.objects.count(),
        "registrations": Registration.objects.count(),
        "steps": FollowUpStep.objects.count(),
        "visits": Visit.objects.count(),
        "requests": SupportRequest.objects.count(),
        "letters": Letter.objects.count(),
        "entries": Entry.objects.count(),
    }


def pages() -> list[dict]:
    from tests.bench.pages import pages

    return with_sessions(pages())


def acts() -> list[dict]:
    from tests.bench.acts import acts

    return with_sessions(acts())


def with_sessions(found: Sequence[Any]) -> list[dict]:
    from tests.bench.pages import session_of

    keys = {handle: session_of(handle) for handle in {one.handle for one in found} if handle}
    return [asdict(one) | {"key": keys.get(one.handle, "")} for one in found]


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"pages": pages, "acts": acts, "rows": rows}[sys.argv[1]]()))
