from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability import actions
from accountability.models import Submission
from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.duties.services import open_duty
from collaborative.errors import ActionError
from collaborative.files.models import Upload
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from initiatives.deliverables import settled_for_good
from initiatives.models import Deliverable
from tests.accountability.making import PDF, deliverable, held


def test_submitting_freezes_the_count_and_asks_the_bureau(cast, owed):
    held([(cast.teacher, cast.superintendent.hats_today[0].organization)], of=owed.initiative)
    open_duty(actions.SUBMIT, about=owed, text="Submit it", due_on=owed.due_on, at=owed.rec, role="rec_director")

    submission = actions.submit(owed, note="One more in May.", seen=Decimal(1), by=cast.director)

    assert submission.actual == 1
    assert submission.number == 1
    assert not Duty.objects.open().about(owed).exists()
    review = Duty.objects.open().about(submission).get()
    assert (review.role, review.organization_id) == ("bureau_staff", owed.initiative.lead_id)
    assert review.due_on == today() + timedelta(days=10)
    assert review.url == owed.get_absolute_url()
    assert [letter.recipient for letter in Letter.objects.filter(kind="deliverable_submitted")] == [cast.bureau]
    assert Entry.objects.filter(verb="deliverable.submitted").get().data["actual"] == "1"


def test_a_count_that_changed_since_the_check_page_is_looked_at_again(cast, owed):
    held([(cast.teacher, owed.rec)], of=owed.initiative)

    with pytest.raises(ActionError, match="from 0 to 1"):
        actions.submit(owed, note="", seen=Decimal(0), by=cast.director)

    assert not Submission.objects.exists()


def test_returning_tells_the_rec_and_opens_its_duty_again(cast, submitted, owed):
    actions.return_(submitted, reason="The May training is missing.", by=cast.bureau)

    submitted.refresh_from_db()
    assert submitted.state == "returned"
    duty = Duty.objects.open().get(kind="initiatives.deliverable")
    assert (duty.role, duty.organization_id, duty.due_on) == ("rec_director", owed.rec_id, owed.due_on)
    letter = Letter.objects.get(kind="deliverable_returned")
    assert letter.recipient == cast.director
    assert "The May training is missing." in letter.body
    assert not Duty.objects.open().filter(kind="accountability.review").exists()


def test_returning_after_the_day_gives_ten_days(cast):
    late = deliverable(due_in=-3)
    submission = actions.submit(late, note="", seen=Decimal(0), by=cast.coordinator)

    actions.return_(submission, reason="Count again.", by=cast.bureau)

    assert Duty.objects.open().get(kind="initiatives.deliverable").due_on == today() + timedelta(days=10)
    told = set(Letter.objects.filter(kind="deliverable_returned").values_list("recipient", flat=True))
    assert told == {cast.coordinator.pk, cast.director.pk}


def test_submitted_again_gets_the_next_number_and_keeps_the_history(cast, submitted, owed):
    actions.return_(submitted, reason="Count again.", by=cast.bureau)

    again = actions.submit(owed, note="", seen=Decimal(0), by=cast.director)
    actions.accept(again, by=cast.bureau)

    assert [one.state for one in owed.submissions.all()] == ["accepted", "returned"]
    assert again.number == 2
    assert Duty.objects.open().count() == 0
    assert Letter.objects.get(kind="deliverable_accepted").recipient == cast.director


def test_what_was_answered_is_told_to_the_second(cast, submitted):
    actions.accept(submitted, by=cast.bureau)

    with pytest.raises(ActionError, match="Teresa Chavez accepted it"):
        actions.return_(submitted, reason="No.", by=cast.leader)


def test_what_lies_before_ped_is_not_submitted_twice(cast, submitted, owed):
    with pytest.raises(ActionError, match="Daniel Sandoval submitted it"):
        actions.submit(owed, note="", seen=Decimal(0), by=cast.coordinator)


def test_what_ped_no_longer_asks_is_not_submitted(cast, owed):
    owed.withdrawn_at = timezone.now()
    owed.save()

    with pytest.raises(ActionError, match="no longer asks"):
        actions.submit(owed, note="", seen=Decimal(0), by=cast.director)


def test_a_local_initiative_is_reviewed_by_nobody_but_its_lead(cast, owed):
    owed.initiative.lead = owed.rec
    owed.initiative.save()

    assert actions.reviewers(owed) == [cast.director]


# Evidence -----------------------------------------------------------------------------------------------------------


def test_evidence_is_attached_once_and_removed(cast, owed, pdf):
    actions.attach_evidence(owed, file=pdf, by=cast.director)
    upload = Upload.objects.get()

    with pytest.raises(ActionError, match="attached already"):
        actions.attach_evidence(owed, file=SimpleUploadedFile("again.pdf", PDF), by=cast.director)

    actions.remove_evidence(owed, upload=upload, by=cast.director)
    assert not Upload.objects.exists()
    assert [entry.verb for entry in Entry.objects.about(owed)] == [
        "deliverable.evidence_removed",
        "deliverable.evidence_attached",
    ]


def test_what_lay_before_ped_stays(cast, owed, pdf):
    actions.attach_evidence(owed, file=pdf, by=cast.director)
    submission = actions.submit(owed, note="", seen=Decimal(0), by=cast.director)
    upload = Upload.objects.get()

    with pytest.raises(ActionError, match="lies before PED"):
        actions.remove_evidence(owed, upload=upload, by=cast.director)
    actions.return_(submission, reason="Count again.", by=cast.bureau)
    with pytest.raises(ActionError, match="it stays"):
        actions.remove_evidence(owed, upload=upload, by=cast.director)
    assert Entry.objects.get(verb="deliverable.submitted").data["files"] == [["roster.pdf", upload.sha256]]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("roster.pdf", b"MZ" + b"\x00" * 300, "not a file of a kind"),
        ("page.txt", b"<script>alert(1)</script>", "not a file of a kind"),
        ("empty.pdf", b"", "empty"),
        ("big.pdf", PDF + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["executable", "markup", "empty", "too big"],
)
def test_what_is_no_evidence_is_refused_in_words(cast, owed, name, content, words):
    with pytest.raises(ActionError, match=words):
        actions.attach_evidence(owed, file=SimpleUploadedFile(name, content), by=cast.director)

    assert not Upload.objects.exists()


def test_what_lies_before_ped_stays_whatever_a_later_version_asks(cast, submitted, owed):
    stays = settled_for_good["accountability.submission"]
    assert list(stays(Deliverable.objects.all())) == [owed]

    actions.return_(submitted, reason="Count again.", by=cast.bureau)
    assert not stays(Deliverable.objects.all()).exists()

    actions.accept(actions.submit(owed, note="", seen=Decimal(0), by=cast.director), by=cast.bureau)
    assert list(stays(Deliverable.objects.all())) == [owed]
