from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import today
from collaborative.web.forms import BaseForm, DayField
from initiatives.actions.publication import ACKNOWLEDGE_DAYS
from initiatives.forms.drafts import SeesChanges


class PublishForm(SeesChanges, BaseForm):
    acts = True
    said = {"acknowledge_by": {"required": _("Enter the day by which RECs say that they have read it.")}}

    acknowledge_by = DayField(label=_("RECs say by this day that they have read it"))
    revision: Any = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, local: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if local:
            del self.fields["acknowledge_by"]
        self.initial.setdefault("acknowledge_by", today() + timedelta(days=ACKNOWLEDGE_DAYS))
