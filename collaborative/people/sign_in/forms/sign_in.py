"""allauth's two steps of signing in, in our words."""

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Person
from collaborative.people.sign_in.adapter import begin, use_once, was_sent
from collaborative.web.forms import FormMixin
from collaborative.web.text import Words

ADDRESS_SAID: dict[str, Words] = {
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


class StayMixin(forms.Form):
    """The tick goes with the session from the first step to the second."""

    stay = forms.BooleanField(
        label=_("Stay signed in on this device for 30 days"),
        help_text=_("On your own device only, not on a computer that others use."),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        begin(context.request.session, stay=self.cleaned_data.get("stay", False))
        return cleaned


class AddressForm(FormMixin, StayMixin, LoginForm):
    form_tag = False
    said = {"login": ADDRESS_SAID}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["login"])
        self.order_fields(["login", "stay"])

    def clean(self):
        cleaned = super().clean()
        self.user = person_at(cleaned["login"]) if "login" in cleaned else None
        return cleaned


class RequestForm(FormMixin, StayMixin, RequestLoginCodeForm):
    form_tag = False
    said = {"email": ADDRESS_SAID}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])
        self.order_fields(["email", "stay"])

    def clean_email(self):
        address = super().clean_email()
        self._user = person_at(address)
        return address


class CodeForm(FormMixin, ConfirmLoginCodeForm):
    form_tag = False
    said = {"code": {"required": _("Enter the code from the letter.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.help_text = _("From the letter, capital or small letters, with or without the hyphen.")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(autocapitalize="characters", spellcheck="false")

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not was_sent(code, context.request.session, now=timezone.now()):
            code = super().clean_code()
        if not use_once(code):
            raise ValidationError(_now("This code was used already. Ask for a new one."), code="used")
        return code
