"""What nobody can see is not kept, in every form; names of all languages survive."""

import copy
import importlib
import pkgutil
import unicodedata

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from collaborative.web.clean_text import many_lines, one_line
from collaborative.web.forms import BaseForm, FormMixin
from embedded.places import PROJECT

OURS = ("collaborative", "recs", "districts", "initiatives", "trainings", "coaching", "support", "accountability")
SURVIVING = [
    "Diné Bizaad",
    "Tʼáá Diné",
    "Nizhóní Bįįh Łichííʼ",
    "A̧hééheeʼ ǫ̨ Yázhí",
    "Ohkay Owingeh · K’apovi",
    "Kʼawaika ꞌAna Ɂa ʔa",
    "Peña-Núñez, María José",
    "نرگس می‌خواهم",
    "क्‍ष",
    "José",
    "100 % of «Letters», part 1/2 – §3",
]
UNSEEN = [
    "\x07",
    "\x1b",
    "\x7f",
    "\u200b",
    "\u200e",
    "\u202a",
    "\u202e",
    "\u2060",
    "\u2066",
    "\u2069",
    "\ufeff",
    "\u00ad",
    "\u3164",
]


@pytest.mark.parametrize("name", SURVIVING)
def test_names_of_all_languages_survive(name):
    assert one_line(name) == many_lines(name) == name


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_a_sign_that_nobody_sees_goes(sign):
    assert one_line(f"Ana{sign} Baca{sign}") == "Ana Baca"
    assert many_lines(f"Ana{sign}\r\n\tBaca") == "Ana\r\n\tBaca"


@pytest.mark.parametrize("text", ["\u200b", "\u202e\u2066", "\u3164", " \u2060 ", "\u0328", "\u200d\u200c"], ids=ascii)
def test_what_shows_nothing_is_empty(text):
    assert one_line(text) == many_lines(text) == ""


def test_joiners_stay_inside_words_alone():
    assert one_line("\u200dAna\u200c Ba\u200cca\u200d") == "Ana Ba\u200cca"


def test_a_line_stays_one_line():
    assert one_line("Ana\r\nBaca\u2028Lucero\tPeña") == "Ana Baca Lucero Peña"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_letters_are_never_lost(text):
    once = one_line(text)

    def letters(of):
        return [sign for sign in of if unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lm", "Nd")]

    assert one_line(once) == once
    assert letters(once) == letters(text)


# Every form ---------------------------------------------------------------------------------------------------------


def forms_of_the_product() -> list[type[forms.BaseForm]]:
    for app in OURS:
        for module in pkgutil.walk_packages([str(PROJECT / app)], f"{app}."):
            if "form" in module.name or "views" in module.name:
                importlib.import_module(module.name)
    found, waiting = [], [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [form for form in below if form.__module__.startswith(OURS)]
    return sorted(set(found), key=lambda form: (form.__module__, form.__qualname__))


def test_every_form_is_one_of_the_house():
    forms_apart = [form for form in forms_of_the_product() if not issubclass(form, FormMixin)]

    assert [form.__qualname__ for form in forms_apart] == ["ListFormMixin", "StayMixin"]  # parts of some that are
    assert len(forms_of_the_product()) > 60


def test_every_text_of_every_form_keeps_what_is_seen():
    checked = 0
    for form in forms_of_the_product():
        for name, field in form.base_fields.items():
            if type(field) in (forms.CharField, *forms.CharField.__subclasses__()) and not field.validators[2:]:
                checked += is_cleaned(name, field)
    assert checked > 60


def is_cleaned(name: str, field: forms.CharField) -> bool:
    alone = type("Alone", (BaseForm,), {name: copy.deepcopy(field)})
    dirty = {"email": "ana\u200b@example.org", "url": "https://example.org/\u202e"}.get(
        field.widget.input_type if hasattr(field.widget, "input_type") else "", "An\u202ea\u200b"
    )
    filled, empty = alone({name: dirty}), alone({name: "\u200b\u2066"})
    filled.is_valid()
    kept = filled.cleaned_data.get(name, "")
    assert not set("".join(kept)) & {"\u200b", "\u202e"}, (name, kept)
    assert empty.is_valid() is not field.required, name
    return True
