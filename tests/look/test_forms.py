"""The forms of the house: wording, order, and errors that lead to their field."""

import re
from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html

from collaborative.errors import ActionError
from collaborative.web.forms import (
    BaseForm,
    ClockField,
    DayField,
    FilterForm,
    LinesField,
    LongTextField,
    OneOfField,
    PasteField,
    TicksField,
    UploadField,
)


class Registering(BaseForm):
    submit_label = "Register"
    said = {"school": {"required": "Choose a school."}}

    name = forms.CharField(label="Full name", help_text="As it should read on the certificate.", max_length=10)
    email = forms.EmailField(label="Work email")
    licence = forms.CharField(label="Licence number", required=False)
    school = forms.ChoiceField(label="School", choices=[("", "Choose"), ("1", "Cuba <High>")])
    role = OneOfField(label="Role", choices=[("t", "Teacher"), ("p", "Principal")])
    needs = TicksField(label="Needs", required=False, choices=[("a", "Travel"), ("b", "Meals")])
    day = DayField(label="Day")
    hours = forms.DecimalField(label="Hours", min_value=1, max_value=8)
    note = LongTextField(label="Note", required=False)
    agreed = forms.BooleanField(label="The superintendent has approved this")


def test_each_missing_answer_is_asked_for_in_words():
    form = Registering({})

    assert {name: list(messages) for name, messages in form.errors.items()} == {
        "name": ["Enter the full name."],
        "email": ["Enter the work email."],
        "school": ["Choose a school."],
        "role": ["Choose the role."],
        "day": ["Enter the day."],
        "hours": ["Enter the hours."],
        "agreed": ["Tick the box: the superintendent has approved this."],
    }


def test_wrong_answers_say_what_to_do():
    form = Registering(
        {
            "name": "Ana Peñasco de Vigil",
            "email": "ana@",
            "school": "9",
            "role": "x",
            "needs": ["z"],
            "day": "soon",
            "hours": 12,
        }
    )

    told = {name: messages[0] for name, messages in form.errors.items()}

    assert told["name"] == "Shorten the full name to 10 characters; it has 20."
    assert told["email"] == "Enter the work email in full, for example ana.baca@district.org."
    assert told["school"] == "Choose the school from the list; your choice is no longer there."
    assert told["hours"] == "For the hours, enter at most 8."
    assert not re.search(r"valid|ensure|This field", " ".join(told.values()), re.I)


def test_own_message_of_a_field_stands():
    class Own(BaseForm):
        code = forms.CharField(label="Code", error_messages={"required": "Type the code from the wall."})

    assert Own({}).errors["code"] == ["Type the code from the wall."]


def test_label_with_a_percent_sign_is_told_as_it_is():
    class Share(BaseForm):
        share = forms.IntegerField(label="Share in %", max_value=100)

    assert Share({}).errors["share"] == ["Enter the share in %."]
    assert Share({"share": 120}).errors["share"] == ["For the share in %, enter at most 100."]


def test_order_is_label_hint_error_field():
    html = render_crispy_form(Registering({}))

    places = [
        html.index(part)
        for part in (
            '<label for="id_name">',
            'id="id_name_helptext"',
            'id="id_name_error"',
            '<input type="text" name="name"',
        )
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_the_optional_is_marked():
    html = render_crispy_form(Registering())

    assert html.count("(optional)") == 3
    assert "asterisk" not in html


def test_summary_leads_to_ids_that_exist():
    form = Registering({})
    html = render_crispy_form(form)

    targets = [target for target, _message in form.problems]

    assert len(targets) == 7
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_summary_is_the_pages_and_not_told_again_in_the_form():
    assert "There is a problem" not in render_crispy_form(Registering({}))


def test_unbound_form_has_no_problems():
    assert Registering().problems == []


@pytest.mark.parametrize(("field", "place"), [("school", "school"), ("elsewhere", "__all__"), (None, "__all__")])
def test_refusal_stands_at_its_field(field, place):
    form = Registering({})

    form.refuse(ActionError("There is one seat left.", field=field))

    assert form.errors[place][-1] == "There is one seat left."


def test_sections_are_fieldsets_in_the_users_words():
    class Sections(Registering):
        sections = (("Who", ("name", "email")), ("When", ("day",)))

    html = render_crispy_form(Sections())

    assert re.findall(r'<fieldset class="group">\s*<legend>(\w+)</legend>', html) == ["Who", "When"]


def test_native_pickers_get_the_day_as_they_want_it():
    html = render_crispy_form(Registering(initial={"day": date(2027, 1, 14)}))

    assert '<input type="date" name="day" value="2027-01-14"' in html


def test_a_page_that_draws_a_form_changes_nothing_in_it():
    class Meeting(Registering):
        starts = ClockField(label="Starts")

    form = Meeting()
    before = {name: dict(vars(field.widget)) for name, field in form.fields.items()}

    render_crispy_form(form)

    assert {name: vars(field.widget) for name, field in form.fields.items()} == before


def test_words_of_others_are_escaped():
    html = render_crispy_form(Registering({"name": '"><script>', "note": "</textarea><b>"}))

    assert "<script>" not in html
    assert "</textarea><b>" not in html
    assert "Cuba &lt;High&gt;" in html


@pytest.mark.parametrize("name", ["name", "email", "school", "day", "hours", "note", "agreed"])
def test_widgets_are_drawn_as_django_draws_them(name):
    data = {
        "name": "Ana",
        "email": "a@b.org",
        "school": "1",
        "day": "2027-01-14",
        "hours": "2",
        "note": "x",
        "agreed": "on",
    }
    ours, stock = Registering(data), Registering(data, renderer=TemplatesSetting())

    assert parse_html(str(ours[name])) == parse_html(str(stock[name]))


def test_paste_box_keeps_what_was_pasted_and_counts_its_lines():
    class Pasting(BaseForm):
        people = PasteField(label="People", most_lines=2)

    form = Pasting({"people": " Ana Baca\n\n Luis Begay \n"})
    assert form.is_valid()
    assert form.cleaned_data["people"] == " Ana Baca\n\n Luis Begay \n"
    assert Pasting({"people": "a\nb\nc"}).errors["people"] == ["Paste at most 2 lines at a time; there are 3."]


def test_one_thing_a_line_gives_the_lines():
    class Naming(BaseForm):
        rooms = LinesField(label="Rooms", most_lines=2)

    form = Naming({"rooms": " Elm Room, 4\r\n\n Library \n"})
    assert form.is_valid()
    assert form.cleaned_data["rooms"] == ["Elm Room, 4", "Library"]
    assert Naming({"rooms": "Library\0"}).errors["rooms"] == [
        "Type the rooms again; it holds a character that cannot be kept."
    ]
    assert Naming({"rooms": "a\nb\nc"}).errors["rooms"] == ["Paste at most 2 lines at a time; there are 3."]


def test_file_says_its_kinds_and_size_and_refuses_the_big():
    class Sending(BaseForm):
        letter = UploadField(label="Approval letter", kinds=(".pdf",), most=1024 * 1024)

    html = render_crispy_form(Sending())
    big = Sending({}, {"letter": SimpleUploadedFile("a.pdf", b"x" * (1024 * 1024 + 1))})

    assert "PDF; at most 1 MB." in html
    assert 'enctype="multipart/form-data"' in html
    assert big.errors["letter"] == ["Choose a smaller file: at most 1 MB."]
    assert Sending({}, {}).errors["letter"] == ["Choose a file: approval letter."]


def test_filter_asks_for_nothing():
    class Narrowing(FilterForm):
        rec = forms.ChoiceField(label="REC", choices=[("5", "REC 5")])

    assert Narrowing({}).is_valid()
