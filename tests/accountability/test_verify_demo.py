"""The demo year keeps every promise: partly made by the actions, partly in bulk."""

from io import StringIO

import pytest
from django.core.management import call_command

from accountability.verifying import checks


def test_the_demo_year_holds(demo_db):
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())

    assert f"All {len(checks)} checks hold." in said.getvalue()
