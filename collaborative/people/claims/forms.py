from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.web.forms import BaseForm


class AnswerForForm(BaseForm):
    """The REC's yes for somebody whom no letter reaches."""

    submit_label = _("Say yes for them")
    said = {"reason": {"required": _("Say why you answer for the person.")}}

    reason = forms.CharField(
        label=_("Why you answer for them"),
        max_length=300,
        help_text=_("For example: phoned on Tuesday, she teaches at both schools. All are told of it."),
    )
