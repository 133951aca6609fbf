"""What our forms say when something is missing or wrong: what to do, in the users' words."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.web.text import Words

Kinds = type[forms.Field] | tuple[type[forms.Field], ...]

# Most particular first: the first that fits a field's class gives its words, the later ones fill in the rest.
WORDS: list[tuple[Kinds, dict[str, Words]]] = [
    (
        forms.BooleanField,
        {"required": _("Tick the box: {label}.")},
    ),
    (
        (forms.MultipleChoiceField, forms.ModelMultipleChoiceField),
        {
            "required": _("Choose at least one: {label}."),
            "invalid_choice": _("Choose from the list for {label}; one of your choices is no longer there."),
            "invalid_pk_value": _("Choose from the list for {label}; one of your choices is no longer there."),
            "invalid_list": _("Choose from the list for {label}."),
        },
    ),
    (
        (forms.ChoiceField, forms.ModelChoiceField),
        {
            "required": _("Choose the {label}."),
            "invalid_choice": _("Choose the {label} from the list; your choice is no longer there."),
        },
    ),
    (
        forms.EmailField,
        {"invalid": _("Enter the {label} in full, for example ana.baca@district.org.")},
    ),
    (
        forms.URLField,
        {"invalid": _("Enter the {label} in full, for example https://example.org/page.")},
    ),
    (
        forms.DateTimeField,
        {"invalid": _("Enter the {label} as a day and a time, for example 2027-01-14 09:00.")},
    ),
    (
        forms.DateField,
        {"invalid": _("Enter the {label} as a day, for example 2027-01-14.")},
    ),
    (
        forms.TimeField,
        {"invalid": _("Enter the {label} as a time, for example 09:00.")},
    ),
    (
        (forms.DecimalField, forms.FloatField),
        {
            "invalid": _("Enter the {label} as a number, for example 2.5."),
            "max_digits": _("Enter the {label} with fewer figures: at most %(max)s."),
            "max_decimal_places": _("Enter the {label} with at most %(max)s figures after the point."),
            "max_whole_digits": _("For the {label}, enter at most %(max)s figures before the point."),
        },
    ),
    (
        forms.IntegerField,
        {"invalid": _("Enter the {label} as a whole number, for example 12.")},
    ),
    (
        forms.FileField,
        {
            "required": _("Choose a file: {label}."),
            "invalid": _("Choose the file again; it did not arrive."),
            "missing": _("Choose the file again; it did not arrive."),
            "empty": _("Choose another file; this one is empty."),
            "max_length": _("Give the file a shorter name: at most %(max)d characters."),
            "contradiction": _("Either choose a file or tick the box to remove it, not both."),
        },
    ),
    (
        forms.Field,
        {
            "required": _("Enter the {label}."),
            "invalid": _("Enter the {label} in another way; it could not be read."),
            "max_length": _("Shorten the {label} to %(limit_value)d characters; it has %(show_value)d."),
            "min_length": _("For the {label}, enter at least %(limit_value)d characters."),
            "max_value": _("For the {label}, enter at most %(limit_value)s."),
            "min_value": _("For the {label}, enter at least %(limit_value)s."),
            "step_size": _("Enter the {label} in steps of %(limit_value)s."),
            "null_characters_not_allowed": _("Type the {label} again; it holds a character that cannot be kept."),
            "unique": _("Enter another {label}; this one is taken."),
        },
    ),
]


def put_on(field: forms.Field, said: dict[str, Any]) -> None:
    """Replace Django's own messages by ours; what the form says itself stands, as does a message given to the field."""
    kind: Any = type(field)
    stock = _stock_messages(kind)
    label = in_sentence(str(field.label or ""))
    for code, words in _words_for(kind).items():
        if field.error_messages.get(code) is stock.get(code):
            field.error_messages[code] = _say(str(words), label)
    field.error_messages.update(said)


def _say(words: str, label: str) -> str:
    return words.replace("{label}", label.replace("%", "%%") if "%(" in words else label)


def in_sentence(label: str) -> str:
    """A label within a sentence: «Full name» becomes «full name», «REC» stays."""
    label = label.rstrip(":?. ")
    return label if label[1:2].isupper() or not label else label[0].lower() + label[1:]


@lru_cache
def _words_for(field_class: Any) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for classes, words in WORDS:
        if issubclass(field_class, classes):
            found = {**words, **found}
    return found


@lru_cache
def _stock_messages(field_class: Any) -> dict[str, Words]:
    stock: dict[str, Words] = {}
    for parent in reversed(field_class.__mro__):
        stock.update(getattr(parent, "default_error_messages", {}))
    return stock
