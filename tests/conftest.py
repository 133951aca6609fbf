import pytest

from tests.cast import Cast, make_cast

pytest_plugins = ["tests.plumbing"]


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def sign_in(client):
    """sign_in(person) gives a client that is signed in as this person."""

    def enter(person):
        client.force_login(person)
        return client

    return enter
