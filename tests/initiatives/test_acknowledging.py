from collaborative.duties.models import Duty
from collaborative.journal.models import Entry, Seen
from initiatives import actions
from initiatives.models import Acknowledgment
from tests import builders


def row_of(published, number=9):
    return published.current.acknowledgments.get(rec=builders.rec(number))


def test_a_coordinator_acknowledges_for_the_rec(cast, sign_in, published):
    client = sign_in(cast.coordinator)
    row = row_of(published)
    assert "We have read it" in client.get(published.get_absolute_url()).content.decode()

    response = client.post(f"/initiatives/acknowledgments/{row.pk}/", follow=True)

    row.refresh_from_db()
    assert row.acknowledged_by == cast.coordinator
    assert "Acknowledged for " in response.content.decode()
    assert "We have read it" not in response.content.decode()
    duty = Duty.objects.get(kind="initiatives.acknowledge", organization=builders.rec(9))
    assert (duty.closed_why, Duty.objects.open().filter(kind="initiatives.acknowledge").count()) == ("done", 8)
    assert Entry.objects.about(builders.rec(9)).first().hat == "REC coordinator, Region 9"


def test_a_second_time_tells_who_did_it(cast, sign_in, published):
    row = row_of(published)
    actions.acknowledge(row, by=cast.director)

    response = sign_in(cast.coordinator).post(f"/initiatives/acknowledgments/{row.pk}/", follow=True)

    row.refresh_from_db()
    assert row.acknowledged_by == cast.director
    assert "Daniel Sandoval acknowledged it for " in response.content.decode()


def test_an_older_version_cannot_be_acknowledged(cast, sign_in, published):
    row = row_of(published)
    version = actions.revise(published, by=cast.bureau)
    version.purpose, version.what_changed = "Other words", "Why"
    version.save()
    published.refresh_from_db()
    actions.publish(published, by=cast.bureau, revision=published.revision)

    response = sign_in(cast.coordinator).post(f"/initiatives/acknowledgments/{row.pk}/", follow=True)

    row.refresh_from_db()
    assert row.acknowledged_at is None
    assert "Another version is in force now." in response.content.decode()


def test_only_the_recs_own_people_acknowledge(cast, client, published):
    row, answers = row_of(published), {}
    for name, person in cast.people().items():
        if name in ("coordinator", "director"):
            continue
        client.force_login(person)
        answers[name] = client.post(f"/initiatives/acknowledgments/{row.pk}/").status_code

    assert {name for name, status in answers.items() if status == 403} == {
        "leader",
        "bureau",
        "other_bureau",
        "coach",
        "council_member",
    }
    assert set(answers.values()) == {403, 404}
    assert not Acknowledgment.objects.exclude(acknowledged_at__isnull=True).exists()


def test_a_get_acknowledges_nothing(cast, sign_in, published):
    row = row_of(published)

    assert sign_in(cast.coordinator).get(f"/initiatives/acknowledgments/{row.pk}/").status_code == 405
    assert row_of(published).acknowledged_at is None


def test_the_first_view_by_the_rec_is_noted_once(cast, sign_in, published):
    client = sign_in(cast.coordinator)

    for _time in range(2):
        client.get(published.get_absolute_url())
    sign_in(cast.teacher).get(published.get_absolute_url())

    assert Seen.objects.get().organization_id == builders.rec(9).pk
