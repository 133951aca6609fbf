import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability import actions
from initiatives.models import Deliverable
from tests import builders
from tests.accountability.making import PDF, deliverable


@pytest.fixture
def owed(cast) -> Deliverable:
    return deliverable(builders.initiative(by=cast.bureau))


@pytest.fixture
def submitted(cast, owed):
    return actions.submit(owed, note="All done.", seen=actions.counted_now(owed), by=cast.director)


@pytest.fixture
def pdf():
    return SimpleUploadedFile("roster.pdf", PDF, content_type="application/pdf")
