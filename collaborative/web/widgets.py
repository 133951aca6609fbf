"""
Draws the usual widgets in Python rather than by three nested templates an option: a list of 89 districts costs a
tenth so. What is not known here is drawn by Django's own templates.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString


def _input(widget: dict[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{flatatt(widget["attrs"])}>'


class SuggestInput(forms.TextInput):
    """A text for which names are offered while it is typed; any other text will do as well."""

    template_name = "widgets/suggest.html"  # drawn below
    suggestions: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.suggestions:
            context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_names"
            context["widget"]["suggestions"] = self.suggestions
        return context


def _suggest(widget: dict[str, Any]) -> str:
    if "suggestions" not in widget:
        return _input(widget)
    names = "".join(f'<option value="{escape(name)}"></option>' for name in widget["suggestions"])
    return f'{_input(widget)}<datalist id="{escape(widget["attrs"]["list"])}">{names}</datalist>'


def _textarea(widget: dict[str, Any]) -> str:
    name, text = escape(widget["name"]), escape(widget["value"] or "")
    return f'<textarea name="{name}"{flatatt(widget["attrs"])}>\n{text}</textarea>'


@lru_cache(maxsize=4096)
def _drawn_option(value: str, label: str, selected: bool) -> str:
    return f'<option value="{escape(value)}"{" selected" if selected else ""}>{escape(label)}</option>'


def _option(option: dict[str, Any]) -> str:
    """The same few hundred again and again; a label that is safe already, or attributes of its own, are drawn anew."""
    value, label, attrs = option["value"], option["label"], option["attrs"]
    if hasattr(label, "__html__") or attrs.keys() - {"selected"}:
        return f'<option value="{escape(value)}"{flatatt(attrs)}>{escape(label)}</option>'
    return _drawn_option(str(value), str(label), bool(attrs.get("selected")))


def _select(widget: dict[str, Any]) -> str:
    parts = []
    for group, options, _index in widget["optgroups"]:
        drawn = "".join(map(_option, options))
        parts.append(f'<optgroup label="{escape(group)}">{drawn}</optgroup>' if group else drawn)
    return f'<select name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>{"".join(parts)}</select>'


def _choice(option: dict[str, Any]) -> str:
    target = escape(option["attrs"].get("id", ""))
    return f'<div class="form-check">{_input(option)}<label for="{target}">{escape(option["label"])}</label></div>'


def _choices(widget: dict[str, Any]) -> str:
    parts = [f'<div id="{escape(widget["attrs"].get("id", ""))}" class="options">']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<p class="options-group">{escape(group)}</p>')
        parts.extend(map(_choice, options))
    parts.append("</div>")
    return "".join(parts)


INPUTS = ["text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "file"]
TICKS = ["checkbox", "checkbox_option", "radio_option"]
DRAWN = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS + TICKS},
    "django/forms/widgets/textarea.html": _textarea,
    SuggestInput.template_name: _suggest,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "django/forms/widgets/checkbox_select.html": _choices,
}


class Renderer(TemplatesSetting):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        return SafeString(draw(context["widget"])) if draw else super().render(template_name, context, request)
