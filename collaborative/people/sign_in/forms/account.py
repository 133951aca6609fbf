from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Person
from collaborative.web.forms import BaseForm


class AddressForm(BaseForm):
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


class NameForm(BaseForm):
    submit_label = _("Save my name")
    acts = True
    said = {
        "given_name": {"required": _("Enter the first name.")},
        "family_name": {"required": _("Enter the last name.")},
    }

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)


class LanguageForm(BaseForm):
    submit_label = _("Read in this language")
    acts = True
    said = {"language": {"required": _("Choose a language.")}}

    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: settings.LANGUAGES, help_text=_("Of pages, and of the letters to you.")
    )


class RecordForm(NameForm):
    """Name and sign-in address of somebody else; who has an address to sign in with keeps one."""

    submit_label = _("Save")
    said = {**NameForm.said, "email": {"required": _("Enter the right address.")}}

    email = forms.EmailField(label=_("Work email"), help_text=_("The person signs in with it."), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        asked = ("given_name", "family_name", "email")
        super().__init__(*args, initial={name: getattr(person, name) for name in asked}, **kwargs)
        self.fields["email"].required = bool(person.email)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    @property
    def wanted(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("given_name", "family_name", "email")}


class ReasonForm(BaseForm):
    """Why somebody says yes or no for somebody else."""

    acts = True
    said = {"why": {"required": _("Enter the reason.")}}

    why = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("How you know, for example: I talked to her on the telephone.")
    )
