"""The product's own settings, on the servers of this test run."""

from tests.stand import take_place

take_place()

from collaborative.settings import *  # noqa: E402, F403
