from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.forms import HouseForm


class AddressForm(HouseForm):
    submit_label = _("Send the letter")
    acts = True
    said = {
        "email": {
            "required": _("Enter the new address."),
            "invalid": _("Enter the whole address, for example ana.baca@district.org."),
        }
    }

    email = forms.EmailField(
        label=_("New address"), help_text=_("We send a letter there. The old address works until you follow its link.")
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class SignInForm(HouseForm):
    submit_label = _("Correct the address")
    acts = True
    said = {"email": {"required": _("Enter the right address.")}}

    email = forms.EmailField(label=_("Work email"), help_text=_("The person signs in with it."))

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()
