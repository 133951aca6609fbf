"""What gettext is asked for is a whole sentence that stands in the source, where makemessages finds it."""

import ast

from collaborative.duties.models import Duty
from collaborative.journal.models import Entry
from tests.house.test_house import TOP, sources

ASKING = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
}
UNKNOWN = {"gettext_kept", "ngettext_kept"}  # to makemessages, which looks for names that it knows
ITSELF = "collaborative/web/sentences.py"


def asked():
    """(module and line, what is asked for) of each call."""
    for path in sources():
        where = str(path.relative_to(TOP))
        for node in ast.walk(ast.parse(path.read_text())):
            if where != ITSELF and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                for message in node.args[: ASKING.get(node.func.id, 0)]:
                    yield f"{where}:{node.lineno}", message


def test_every_message_stands_in_the_source():
    assert [where for where, message in asked() if not isinstance(message, ast.Constant)] == []


def test_kept_sentences_are_asked_for_under_names_that_makemessages_knows():
    calls = (node for path in sources() for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))

    assert [ast.unparse(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id in UNKNOWN] == []


def test_whatever_the_demo_year_did_and_owes_can_be_said_in_another_language(demo_db):
    assert set(Entry.objects.filter(message=None).values_list("verb", flat=True)) == set()
    assert set(Duty.objects.filter(message=None).values_list("kind", flat=True)) == set()
