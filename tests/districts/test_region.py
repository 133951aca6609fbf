"""Another REC invites a district: PED leadership types it, sees what follows, and does it once."""

import pytest

from collaborative.calendar.periods import today
from collaborative.journal.models import Entry
from collaborative.people.models import Affiliation
from tests import builders
from tests.trainings.schedule.planning import published


@pytest.fixture
def district(cast):
    return builders.district("Cloudcroft")


@pytest.fixture
def typed(cast):
    return {"rec": builders.rec(6).pk, "starts_on": f"{today()}", "source": "Letter of the board, May 3"}


def url(district):
    return f"/districts/{district.pk}/region/"


def test_what_follows_is_shown_before_anything_is_done(cast, sign_in, district, typed):
    training = published(cast)

    page = sign_in(cast.leader).post(url(district), typed).content.decode()

    assert "1 invitation was withdrawn" in page
    assert "Change the region" in page
    assert Affiliation.objects.filter(organization=district).count() == 1
    assert training.invitations.get(organization=district).withdrawn_at is None
    assert not Entry.objects.filter(verb="district.region_changed").exists()


def test_it_is_done_once_and_said(cast, sign_in, district, typed):
    client = sign_in(cast.leader)
    sure = typed | {"sure": "1", "once": "one-key"}

    answer = client.post(url(district), sure)
    again = client.post(url(district), sure)

    district.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, district.get_absolute_url())
    assert again.status_code == 302
    assert district.parent == builders.rec(6)
    assert Entry.objects.filter(verb="district.region_changed").count() == 1
    assert "Letter of the board, May 3" in client.get(district.get_absolute_url()).content.decode()


@pytest.mark.parametrize("field", ["rec", "starts_on", "source"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast, sign_in, district, typed, field):
    page = sign_in(cast.leader).post(url(district), typed | {field: ""})

    assert set(page.context["form"].errors) == {field}
    assert Affiliation.objects.filter(organization=district).count() == 1


def test_it_is_for_ped_leadership_alone(cast, sign_in, district):
    for person in (cast.bureau, cast.director, cast.superintendent):
        client = sign_in(person)
        assert client.get(url(district)).status_code == 403
        assert url(district) not in client.get(district.get_absolute_url()).content.decode()
    assert url(district) in sign_in(cast.leader).get(district.get_absolute_url()).content.decode()
