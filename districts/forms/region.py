from django import forms
from django.utils.translation import gettext_lazy

from collaborative.people.models import Organization
from collaborative.web.forms import BaseForm, DayField


class RegionForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Look at what follows")
    said = {
        "rec": {"required": gettext_lazy("Choose the REC that invites the district from then on.")},
        "starts_on": {
            "required": gettext_lazy("Enter the first day."),
            "invalid": gettext_lazy("Enter the first day, for example 2027-07-01."),
        },
        "source": {"required": gettext_lazy("Say who says so: a letter, a decision, its date.")},
    }

    rec = forms.ModelChoiceField(
        label=gettext_lazy("Inviting REC from then on"),
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("Choose a REC"),
    )
    starts_on = DayField(
        label=gettext_lazy("From"), help_text=gettext_lazy("The first day. Regions mostly change on July 1.")
    )
    source = forms.CharField(
        label=gettext_lazy("How that is known"),
        help_text=gettext_lazy("A letter or decision with its date; it is shown on the district’s page."),
        max_length=200,
    )
    sure = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def hide(self) -> None:
        """For the check page: what was typed travels along, and the next step is the real one."""
        self.data = self.data.copy()
        self.data["sure"] = "1"
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
