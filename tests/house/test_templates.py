"""Templates are read by people: short lines, and parts that have names."""

import re

from tests.house.test_house import TOP

MOST = 120
MESSAGE = re.compile(r'{% translate "[^"]*" %}|{% blocktranslate(?:(?!{% end).)*{% endblocktranslate %}')
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
BY_NUMBER = re.compile(r"{[{%][^{}]*\w\.\d[^{}]*[%}]}")


def lines(*kinds: str):
    for path in sorted(path for kind in kinds for path in (TOP / "templates").rglob(kind)):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield f"{path.relative_to(TOP)}:{number}", line


def test_a_line_holds_at_most_120_letters():
    """Or one message and nothing else: broken over lines it would be another text to translate. Letters keep their lines."""
    long = [where for where, line in lines("*.html") if len(line) > MOST and not MESSAGE.fullmatch(line)]

    assert long == []


def test_a_part_is_called_by_its_name():
    """`action.url`, not `action.1`: what a view hands out in parts is a NamedTuple."""
    assert [where for where, line in lines("*.*") if BY_NUMBER.search(QUOTED.sub("", line))] == []
