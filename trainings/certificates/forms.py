from django import forms
from django.utils.translation import gettext_lazy

from collaborative.web.forms import BaseForm, LongTextField


class ReasonForm(BaseForm):
    """A reason and nothing else."""

    acts = True
    why = LongTextField(label=gettext_lazy("Reason"), max_length=200, rows=3)


class CodeForm(BaseForm):
    method = "get"
    submit_label = gettext_lazy("Check the certificate")
    said = {"code": {"required": gettext_lazy("Enter the code that stands on the certificate.")}}

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and figures, at the foot of the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
