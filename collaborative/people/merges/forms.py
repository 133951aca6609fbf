from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaborative.people.merges.services import contacts_for
from collaborative.people.models import Person
from collaborative.web.forms import BaseForm

SIGN_IN = "-"  # letters go to the address to sign in with


class MergeForm(BaseForm):
    """Whose name and which address for letters are kept. Asked only where the two records differ."""

    submit_label = _("Continue")
    acts = True
    said = {"name_of": {"required": _("Choose a name.")}, "contact_email": {"required": _("Choose an address.")}}

    name_of = forms.ChoiceField(label=_("Name"), widget=forms.RadioSelect)
    contact_email = forms.ChoiceField(label=_("Letters go to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kept: Person, gone: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in (kept, gone)}
        names = {str(person): str(person.pk) for person in (gone, kept)}  # of two alike that of the kept record
        self.fields["name_of"].choices = [(pk, name) for name, pk in reversed(names.items())]
        self.initial.setdefault("name_of", str(kept.pk))
        contacts = contacts_for(kept, gone)
        words = gettext("%(address)s, the sign-in address") % {"address": kept.email or gone.email or ""}
        self.fields["contact_email"].choices = [(one or SIGN_IN, one or words) for one in contacts]
        first = kept.contact_email if kept.contact_email in contacts else contacts[0]
        self.initial.setdefault("contact_email", first or SIGN_IN)
        if len(names) == 1:
            self.fields["name_of"].widget = forms.HiddenInput()
        if len(contacts) == 1:
            self.fields["contact_email"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data
        letters_to = "" if said["contact_email"] == SIGN_IN else said["contact_email"]
        return {"name_of": self.people[said["name_of"]], "contact_email": letters_to}
