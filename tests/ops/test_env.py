import pytest

from collaborative.ops import env


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("True", True), ("yes", True), ("0", False), ("false", False), ("No", False)]
)
def test_flag_reads_plain_words(monkeypatch, value, expected):
    monkeypatch.setenv("DEMO", value)

    assert env.flag("DEMO") is expected


def test_flag_absent_is_the_default(monkeypatch):
    monkeypatch.delenv("DEMO", raising=False)

    assert env.flag("DEMO", True) is True


def test_flag_broken_names_variable_value_and_what_would_do(monkeypatch):
    monkeypatch.setenv("DEMO", "perhaps")

    with pytest.raises(env.EnvError) as raised:
        env.flag("DEMO")

    assert str(raised.value) == "DEMO is «perhaps», which is neither yes nor no. Use 1, true or yes; or 0, false or no."


def test_whole_broken_is_one_sentence(monkeypatch):
    monkeypatch.setenv("PORT", "80a")

    with pytest.raises(env.EnvError) as raised:
        env.whole("PORT", 8000)

    assert str(raised.value) == "PORT is «80a», which is not a whole number."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("0", "PORT is 0; it must be at least 1."), ("70000", "PORT is 70000; it must be at most 65535.")],
)
def test_whole_out_of_bounds(monkeypatch, value, sentence):
    monkeypatch.setenv("PORT", value)

    with pytest.raises(env.EnvError) as raised:
        env.whole("PORT", 8000, least=1, most=65535)

    assert str(raised.value) == sentence


def test_text_required(monkeypatch):
    monkeypatch.setenv("EMAIL_HOST", "  ")

    with pytest.raises(env.EnvError) as raised:
        env.text("EMAIL_HOST")

    assert str(raised.value) == "EMAIL_HOST is not set. It is required; .env.example says what it is for."


def test_words_are_separated_by_commas_or_spaces(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example c.example")

    assert env.words("ALLOWED_HOSTS", []) == ["a.example", "b.example", "c.example"]
