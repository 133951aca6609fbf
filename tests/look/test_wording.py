"""What a form says of an empty field reads as a sentence, whatever its label is."""

import importlib
import re
from pathlib import Path

from collaborative.web import form_messages
from collaborative.web.forms import FormMixin

ROOT = Path(__file__).resolve().parents[2]
CLAUSES = re.compile(
    r"^\w+( at least one:)? the (who|whom|what|how|why|when|where|with|to|for|in|is|did|recs)\b|\?\.$", re.I
)


def test_what_is_said_of_an_empty_field_is_a_sentence():
    for path in [*ROOT.glob("*/forms.py"), *ROOT.glob("*/forms/*.py"), *ROOT.glob("*/*/forms.py")]:
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    found = [
        f"{form.__module__}.{form.__name__}.{name}: {words}"
        for form in every(FormMixin)
        for name, words in said_when_empty(form)
        if CLAUSES.search(words)
    ]

    assert not found, "\n".join(sorted(found))


def every(kind: type) -> set[type]:
    below = {one for child in kind.__subclasses__() for one in every(child)}
    return below | {one for one in kind.__subclasses__() if one.__module__.split(".")[0] != "tests"}


def said_when_empty(form: type):
    for name, field in getattr(form, "base_fields", {}).items():
        if field.required and not field.widget.is_hidden:
            form_messages.put_on(field, form.said.get(name, {}))
            yield name, str(field.error_messages["required"])
