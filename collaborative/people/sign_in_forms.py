"""allauth's two steps of signing in, in our words."""

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django.utils.translation import gettext_lazy as _

from collaborative.forms import HouseFormMixin
from collaborative.people.models import Person

ADDRESS_SAID = {
    "required": _("Enter your work email."),
    "invalid": _("Enter your work email in full, for example ana.baca@district.org."),
}


def person_at(address: str) -> Person | None:
    """Whose sign-in address it is today. allauth's own table of addresses is never asked: it remembers former ones."""
    return Person.objects.may_enter().filter(email=address.lower()).first()


def _ask_for_address(field):
    field.label = _("Work email")
    field.help_text = _("The one your REC or your district has on record.")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(autocapitalize="none", spellcheck="false")


class AddressForm(HouseFormMixin, LoginForm):
    form_tag = False
    said = {"login": ADDRESS_SAID}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["login"])

    def clean(self):
        cleaned = super().clean()
        self.user = person_at(cleaned["login"]) if "login" in cleaned else None
        return cleaned


class RequestForm(HouseFormMixin, RequestLoginCodeForm):
    form_tag = False
    said = {"email": ADDRESS_SAID}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])

    def clean_email(self):
        address = super().clean_email()
        self._user = person_at(address)
        return address


class CodeForm(HouseFormMixin, ConfirmLoginCodeForm):
    form_tag = False
    said = {"code": {"required": _("Enter the code from the letter.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.help_text = _("From the letter, capital or small letters, with or without the hyphen.")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(autocapitalize="characters", spellcheck="false")
