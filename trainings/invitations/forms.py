from django import forms
from django.utils.translation import gettext_lazy

from collaborative.web.forms import BaseForm, OneOfField
from trainings.enums import DeclineReason


class AcceptForm(BaseForm):
    acts = True


class DeclineForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Decline")
    reason = OneOfField(label=gettext_lazy("Why not this time?"), choices=DeclineReason.choices)
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The REC reads this and plans with it."),
    )
    said = {"reason": {"required": gettext_lazy("Choose a reason; it helps to plan better.")}}


class CallForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Log this call")
    note = forms.CharField(
        label=gettext_lazy("With whom, and what was said"),
        max_length=300,
        help_text=gettext_lazy("Such as “Secretary; she tells the superintendent on Monday”."),
    )
    said = {"note": {"required": gettext_lazy("Write with whom you spoke.")}}
