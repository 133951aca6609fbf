"""The forms of the house: our wording, one crispy helper with few switches, errors that say what to do."""

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.errors import ActionError, AlreadyDone
from collaborative.web import form_messages
from collaborative.web.clean_text import many_lines, one_line
from collaborative.web.text import Words
from collaborative.web.widgets import Renderer

T = TypeVar("T")

MEGABYTE = 1024 * 1024


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing before it is sent; an empty answer is an answer, too."""
    return request.POST if request.method == "POST" else None


def carried(request: HttpRequest, *, but: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What was typed on the other steps travels along as hidden fields and is judged anew each time."""
    left_out = {"go", "csrfmiddlewaretoken", *but}
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in left_out]


class HouseBoundField(forms.BoundField):
    """Gives widgets their class, so that field.html can stay flat."""

    @cached_property
    def kind(self) -> str:
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        if isinstance(widget, forms.RadioSelect):  # CheckboxSelectMultiple is one, too
            return "choices"
        if isinstance(widget, forms.ClearableFileInput):
            return "file"
        return "select" if isinstance(widget, forms.Select) else "text"

    @property
    def first_id(self) -> str:
        """Where a link in the error summary leads: the field itself, or its first option."""
        return f"{self.auto_id}_0" if self.kind == "choices" else self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        css = {"tick": "form-check-input", "choices": "form-check-input", "select": "form-select"}.get(
            self.kind, "form-control"
        )
        if self.kind == "choices":
            attrs.pop("aria-invalid", None)  # the group is told through its legend and description
        own = widget.attrs.get("class")
        attrs["class"] = f"{css} {own}" if own else css
        return attrs


class HouseHelper(FormHelper):
    include_media = False

    def __init__(
        self, *, submit_label: Words, form_tag: bool = True, method: str = "post", cancel_url: str = ""
    ) -> None:
        super().__init__()
        self.submit_label = submit_label
        self.cancel_url = cancel_url
        self.form_tag = form_tag
        self.form_method = method
        self.form_class = "form"
        self.attrs = {"novalidate": True}  # the browser's own bubbles would hide our words


if TYPE_CHECKING:

    class _Form(forms.BaseForm):
        """Beside which the mixin stands; each field is of its own kind, which the form knows."""

        fields: dict[str, Any]

        def __getitem__(self, name: str) -> HouseBoundField: ...
        def clean(self) -> Any: ...
        def is_valid(self) -> Any: ...  # Any: what an act gives back behind «and» keeps its own type

else:
    _Form = object


class HouseFormMixin(_Form):
    """
    Switches of a form, as class attributes or set on it by the view: `method`, `submit_label`, `form_tag`, `cancel_url`,
    `sections` (heading and field names, in the users' words), `asks`, `conditional` and `said`, which overrides the
    wording by field and error code: said = {"school": {"required": _("Choose a school.")}}.
    """

    bound_field_class = HouseBoundField
    default_renderer = Renderer()
    use_required_attribute = False
    method = "post"
    submit_label: Words = gettext_lazy("Save")
    form_tag = True
    cancel_url = ""
    sections: tuple[tuple[Words, tuple[str, ...]], ...] = ()
    said: dict[str, dict[str, Words]] = {}
    asks: tuple[str, ...] = ()  # fields that only ask what cannot be known: nobody did anything wrong
    conditional: tuple[str, ...] = ()  # fields that are needed or not as another one is answered: not «optional»
    # Forms that create or send something carry a key, so that a double click does it once. It is made here, or by a script
    # of the page that fills the form in off line (a UUID): what counts is that it is sent again unchanged.
    acts = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.acts:
            self.fields["once"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
            self.initial.setdefault("once", secrets.token_hex(16))

    @property
    def once(self) -> str:
        """The key by which an action knows this very form again."""
        return self.cleaned_data.get("once", "")

    @property
    def answers(self) -> dict:
        """What was typed, for the action's keywords."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def run(self, act: Callable[[], T]) -> T | None:
        """Run the action; what it refuses stands at the form, nothing typed is lost, and None comes back."""
        try:
            return act()
        except AlreadyDone:
            raise
        except ActionError as refused:
            self.refuse(refused)
            return None

    @cached_property
    def helper(self) -> HouseHelper:
        helper = HouseHelper(
            submit_label=self.submit_label, form_tag=self.form_tag, method=self.method, cancel_url=self.cancel_url
        )
        if self.sections:
            helper.layout = Layout(
                *(Fieldset(heading, *filter(self.fields.__contains__, names)) for heading, names in self.sections)
            )
            helper.render_hidden_fields = True
        return helper

    def full_clean(self) -> None:
        if self.is_bound:
            for name, field in self.fields.items():
                form_messages.put_on(field, self.said.get(name, {}))
                if isinstance(field, forms.CharField):
                    _keep_what_is_seen(field)
        super().full_clean()

    def refuse(self, refused: Exception) -> None:
        """Put what an action refused at the field it speaks of, or above the form."""
        field = getattr(refused, "field", None)
        self.add_error(field if field in self.fields else None, getattr(refused, "message", None) or str(refused))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(where to go, what to do) for the summary, which base.html tells above the page."""
        if not self.is_bound or not self.errors:
            return []
        told = [("", str(message)) for message in self.non_field_errors()]
        for name, messages in self.errors.items():
            if name in self.fields:
                told.extend((self[name].first_id, str(message)) for message in messages)
        return told

    @property
    def only_asks(self) -> bool:
        return bool(self.errors) and set(self.errors) <= set(self.asks)


def _keep_what_is_seen(field: forms.CharField) -> None:
    """Before the field judges a text: «required» then means something that can be read."""
    whole = isinstance(field.widget, (forms.Textarea, forms.HiddenInput))  # hidden: may carry what a text area took
    clean, own = many_lines if whole else one_line, type(field).to_python
    cleaning = lambda value: own(field, clean(value) if isinstance(value, str) else value)  # noqa: E731
    field.to_python = cleaning  # type: ignore[method-assign]  # of this field alone


class BaseForm(HouseFormMixin, forms.Form):
    pass


class FilterForm(BaseForm):
    """A list's filter: a GET form with one Show button; nothing is required, what is unknown is passed over."""

    submit_label: Words = gettext_lazy("Show")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


# Fields -------------------------------------------------------------------------------------------------------------


class DayInput(forms.DateInput):
    """The browser's own picker; it takes and gives a day in this one form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ClockField(forms.TimeField):
    widget = ClockInput


class LongTextField(forms.CharField):
    def __init__(self, *, rows=4, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PasteField(forms.CharField):
    """Many lines pasted from a spreadsheet or a letter, as they stand: quotes and line numbers are the reader's affair."""

    def __init__(self, *, rows=8, most_lines=500, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows, "class": "paste", "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, strip=False, **kwargs)
        self.most_lines = most_lines
        self.validators = [check for check in self.validators if not isinstance(check, ProhibitNullCharactersValidator)]

    def clean(self, value) -> str:
        text = super().clean(value if value and value.strip() else "")
        lines = sum(1 for line in text.splitlines() if line.strip())
        if lines > self.most_lines:
            raise ValidationError(
                _("Paste at most %(most)s lines at a time; there are %(lines)s.")
                % {"most": self.most_lines, "lines": lines},
                code="too_many",
            )
        return text


class LinesField(PasteField):
    """One thing a line, which no reader takes apart; blank lines fall away."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators.append(ProhibitNullCharactersValidator())

    def clean(self, value) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class TicksField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class ModelTicksField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class OneOfField(forms.ChoiceField):
    widget = forms.RadioSelect


class UploadField(forms.FileField):
    """A file with its kinds and size said beside it. The real check of the content is made where files are kept."""

    def __init__(self, *, kinds=(".pdf", ".docx", ".xlsx", ".png", ".jpg"), most=10 * MEGABYTE, **kwargs):
        attrs = {"accept": ",".join(kinds), "data-most-bytes": most}
        attrs["data-too-big"] = _too_big_later(most)
        kwargs.setdefault("help_text", _hint_later(kinds, most))
        super().__init__(widget=forms.FileInput(attrs=attrs), **kwargs)
        self.most = most

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if data and data.size > self.most:
            raise ValidationError(_too_big(self.most), code="too_big")
        return upload


def _hint(kinds, most):
    words = ", ".join(kind.strip(".").upper() for kind in kinds)
    return _("%(kinds)s; at most %(megabytes)s MB.") % {"kinds": words, "megabytes": most // MEGABYTE}


def _too_big(most):
    return _("Choose a smaller file: at most %(megabytes)s MB.") % {"megabytes": most // MEGABYTE}


_hint_later, _too_big_later = lazy(_hint, str), lazy(_too_big, str)  # fields are made before anybody reads them
