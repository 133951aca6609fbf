import pytest

from collaborative.web.text import sentence


@pytest.mark.parametrize(
    ("text", "ended"),
    [("No subs", "No subs."), ("No subs.", "No subs."), ("to 3:30 p.m.", "to 3:30 p.m."), ("Why not?", "Why not?")],
)
def test_a_sentence_has_one_full_stop(text, ended):
    assert sentence(text) == ended
