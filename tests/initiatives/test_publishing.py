"""Publishing, the ten minutes in which it can be undone, and the next version."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaborative.calendar.periods import fiscal_year, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.files.services import attach
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Organization
from initiatives import actions
from initiatives.models import Acknowledgment, AskedDeliverable, Deliverable, PlannedStep
from tests import builders
from tests.initiatives.conftest import a_measure


def recs():
    return Organization.objects.of_kind("rec").active().count()


def begin_version_2(published, cast, *, purpose="Every child reads by third grade.", why="The statute changed."):
    version = actions.revise(published, by=cast.bureau)
    version.purpose, version.what_changed = purpose, why
    version.save()
    return version


def publish_again(published, cast, **more):
    published.refresh_from_db()
    return actions.publish(published, by=cast.bureau, revision=published.revision, **more)


def state_of(initiative):
    """Everything that publishing touches, to compare before and after."""
    return (
        initiative.current_id,
        set(
            Acknowledgment.objects.filter(version__initiative=initiative).values_list(
                "version", "rec", "acknowledged_at"
            )
        ),
        set(Deliverable.objects.standing().values_list("rec", "measure", "target", "due_on", "version")),
        set(Duty.objects.open().values_list("kind", "about_type", "about_id", "organization", "role", "due_on")),
    )


def test_publishing_tells_every_rec_and_opens_what_they_owe(cast, sign_in, draft):
    page = f"/initiatives/{draft.pk}/publish/"
    client = sign_in(cast.bureau)
    form = client.get(page).context["form"]
    by = today() + timedelta(days=14)

    response = client.post(page, {"once": form.initial["once"], "revision": 0, "acknowledge_by": by}, follow=True)

    draft.refresh_from_db()
    asked = draft.current.asked_deliverables.get()
    assert "Version 1 is published." in response.content.decode()
    assert draft.current.published_by == cast.bureau
    assert Acknowledgment.objects.open().filter(version=draft.current).count() == recs() == 9
    assert Deliverable.objects.standing().count() == 9
    assert set(Deliverable.objects.values_list("fiscal_year", "target")) == {(fiscal_year(asked.due_on), 2)}
    assert set(Duty.objects.open().values_list("kind", "role", "due_on")) == {
        ("initiatives.acknowledge", "rec_coordinator", by),
        ("initiatives.deliverable", "rec_director", asked.due_on),
    }
    assert Duty.objects.open().count() == 18
    assert {letter.recipient for letter in Letter.objects.all()} == {
        cast.director,
        cast.coordinator,
        cast.other_coordinator,
    }
    assert all(letter.is_held(now=timezone.now()) for letter in Letter.objects.all())
    assert Entry.objects.about(builders.rec(9)).get().text == "Published Structured literacy, version 1, to 9 RECs."


def test_the_check_page_says_who_is_told_and_who_has_to_be_phoned(cast, sign_in, draft):
    text = sign_in(cast.bureau).get(f"/initiatives/{draft.pk}/publish/").content.decode()

    assert "3 directors and coordinators are told by mail." in text
    assert "Nobody has an address at these RECs, so phone them: " in text
    assert "Publish version 1 to 9 RECs" in text


def test_a_double_click_publishes_once(cast, sign_in, draft):
    client, page = sign_in(cast.bureau), f"/initiatives/{draft.pk}/publish/"
    form = client.get(page).context["form"]
    data = {"once": form.initial["once"], "revision": 0, "acknowledge_by": today()}

    client.post(page, data)
    second = client.post(page, data)

    assert second.url == draft.get_absolute_url()
    assert Letter.objects.count() == 3


def test_the_second_of_two_publishers_is_told_who_was_first(cast, sign_in, draft):
    actions.publish(draft, by=cast.leader, revision=0)

    response = sign_in(cast.bureau).post(
        f"/initiatives/{draft.pk}/publish/", {"revision": 0, "acknowledge_by": today()}
    )

    assert "Lucía Baca published version 1." in response.content.decode()


def test_what_was_changed_after_the_check_page_is_not_published_unseen(cast, draft):
    steps = [{"days_after": 10, "touchpoint": "call", "owed_by": "coach"}]
    actions.save_plan(draft, steps=steps, asks=[], by=cast.leader, revision=0)

    with pytest.raises(ActionError, match="Lucía Baca saved this draft at"):
        actions.publish(draft, by=cast.bureau, revision=0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"purpose": " "}, "Say what it is for"),
        ({"audience_roles": []}, "Say what it is for"),
        ({"ends_on": today() - timedelta(days=1)}, "is past"),
    ],
)
def test_an_unready_draft_is_refused(cast, draft, change, words):
    version = draft.versions.get()
    for name, value in change.items():
        setattr(version, name, value)
    version.save()

    with pytest.raises(ActionError, match=words):
        actions.publish(draft, by=cast.bureau, revision=0)
    assert not Letter.objects.exists()


def test_a_past_day_for_acknowledging_is_refused_at_its_field(cast, sign_in, draft):
    response = sign_in(cast.bureau).post(
        f"/initiatives/{draft.pk}/publish/", {"revision": 0, "acknowledge_by": today() - timedelta(days=1)}
    )

    assert response.context["form"].errors["acknowledge_by"] == [
        "Choose a day from today on by which RECs acknowledge it."
    ]


def test_a_deliverable_due_in_the_past_is_refused(cast, draft):
    AskedDeliverable.objects.update(due_on=today() - timedelta(days=1))

    with pytest.raises(ActionError, match="which is past"):
        actions.publish(draft, by=cast.bureau, revision=0)


def test_undo_leaves_a_draft_and_nobody_is_told(cast, sign_in, draft):
    before = state_of(draft)
    actions.publish(draft, by=cast.bureau, revision=0)

    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/undo-publish/", follow=True)

    draft.refresh_from_db()
    assert "The publication is undone; nobody was told." in response.content.decode()
    assert state_of(draft) == before
    assert {letter.state for letter in Letter.objects.all()} == {"stopped"}
    assert not Deliverable.objects.exists()
    actions.discard_draft(draft, by=cast.bureau)


def test_undone_and_published_again_writes_new_letters(cast, draft):
    actions.publish(draft, by=cast.bureau, revision=0)
    actions.undo_publish(draft, by=cast.bureau)

    publish_again(draft, cast)

    assert sorted(letter.state for letter in Letter.objects.all()) == ["held"] * 3 + ["stopped"] * 3
    assert Duty.objects.open().count() == 18


def test_after_the_letters_went_nothing_is_undone(cast, published):
    before = state_of(published)

    with pytest.raises(ActionError, match="The letters have gone"):
        actions.undo_publish(published, by=cast.bureau, now=timezone.now() + timedelta(minutes=11))
    assert state_of(published) == before


def test_one_letter_gone_is_enough_to_refuse(cast, published):
    letter = Letter.objects.first()
    letter.sent_at = timezone.now()
    letter.save()

    with pytest.raises(ActionError, match="The letters have gone"):
        actions.undo_publish(published, by=cast.bureau)


def test_what_a_rec_has_acknowledged_is_not_undone(cast, published):
    actions.acknowledge(published.current.acknowledgments.get(rec=builders.rec(9)), by=cast.director)

    with pytest.raises(ActionError, match="has acknowledged it already"):
        actions.undo_publish(published, by=cast.bureau)


def test_what_a_rec_has_put_a_file_to_is_not_undone(cast, published):
    attach(SimpleUploadedFile("plan.txt", b"Our plan"), to=published.current.deliverables.all()[0], by=cast.director)

    with pytest.raises(ActionError, match="begun to work on a deliverable"):
        actions.undo_publish(published, by=cast.bureau)


def test_what_a_training_is_planned_on_is_not_undone(cast, published):
    builders.training(of=published)

    with pytest.raises(ActionError, match="already working with this version"):
        actions.undo_publish(published, by=cast.bureau)


def test_a_new_version_asks_for_new_acknowledgments_and_drops_the_old_duties(cast, published):
    first = published.current
    actions.acknowledge(first.acknowledgments.get(rec=builders.rec(9)), by=cast.director)
    begin_version_2(published, cast)

    publish_again(published, cast)

    published.refresh_from_db()
    duties = Duty.objects.open().filter(kind="initiatives.acknowledge")
    assert published.current.number == 2
    assert published.current.acknowledgments.open().count() == 9
    assert first.acknowledgments.open().count() == 8
    assert {duty.about for duty in duties} == {published.current}
    assert {letter.kind for letter in Letter.objects.about(published.current)} == {"initiative_revised"}
    letter = Letter.objects.filter(kind="initiative_revised").first()
    assert "The statute changed." in letter.body
    assert "before: Every child reads.\n  now: Every child reads by third grade." in letter.body


def test_undoing_a_revision_puts_the_former_version_back(cast, published):
    first = published.current
    actions.acknowledge(first.acknowledgments.get(rec=builders.rec(9)), by=cast.director)
    second = begin_version_2(published, cast)
    second.asked_deliverables.all().delete()
    later = today() + timedelta(days=200)
    AskedDeliverable.objects.create(version=second, measure=a_measure(), target=7, due_on=later)
    published.refresh_from_db()
    before = state_of(published)

    publish_again(published, cast)
    changed = state_of(published)
    actions.undo_publish(published, by=cast.bureau)

    published.refresh_from_db()
    assert changed != before
    assert state_of(published) == before


def test_a_revision_needs_a_difference_and_a_reason(cast, published):
    begin_version_2(published, cast, why="")
    with pytest.raises(ActionError, match="Say in the draft what changed"):
        publish_again(published, cast)
    actions.discard_draft(published, by=cast.bureau)

    begin_version_2(published, cast, purpose=published.current.purpose)
    with pytest.raises(ActionError, match="Nothing differs from version 1"):
        publish_again(published, cast)


def test_no_undo_while_the_next_version_is_drafted(cast, published):
    actions.revise(published, by=cast.bureau)

    with pytest.raises(ActionError, match="Discard that draft first"):
        actions.undo_publish(published, by=cast.bureau)


def test_the_difference_is_read_in_words(cast, sign_in, published):
    second = begin_version_2(published, cast)
    second.audience_roles = ["teacher", "counselor"]
    second.save()
    second.planned_steps.filter(days_after=60).delete()
    PlannedStep.objects.create(version=second, days_after=45, touchpoint="check_in", owed_by="superintendent")

    page = sign_in(cast.bureau).get(second.get_absolute_url())

    told = {one.label: (one.before, one.now, one.added, one.removed) for one in page.context["differences"]}
    assert told == {
        "Purpose": ("Every child reads.", "Every child reads by third grade.", (), ()),
        "For whom": ("", "", ("counselors",), ()),
        "Follow-up plan": (
            "",
            "",
            ("45 days after the training: written check-in, owed by the superintendent",),
            ("60 days after the training: phone or video call, owed by the coach",),
        ),
    }


@pytest.mark.parametrize("path", ["revise/", "undo-publish/", "draft/", "publish/"])
def test_what_another_bureau_published_is_not_for_others_to_change(cast, client, published, path):
    answers = set()
    for name, person in cast.people().items():
        if name in ("leader", "bureau"):
            continue
        client.force_login(person)
        answers.add(client.post(f"/initiatives/{published.pk}/{path}").status_code)

    assert answers == {403}
