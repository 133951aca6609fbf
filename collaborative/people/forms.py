from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.forms import DayField, HouseForm
from collaborative.people.models import Organization, Person
from collaborative.people.roles import ROLES
from collaborative.periods import today


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


class HatForm(HouseForm):
    submit_label = _("Give this role")
    acts = True
    said = {
        "organization": {"required": _("Choose an organization.")},
        "role": {"required": _("Choose a role.")},
        "given_name": {"required": _("Enter the given name.")},
        "family_name": {"required": _("Enter the family name.")},
    }

    organization = forms.ModelChoiceField(
        label=_("For"), queryset=Organization.objects.none(), empty_label=_("Choose an organization")
    )
    role = forms.ChoiceField(label=_("Role"))
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(
        label=_("Work email"),
        required=False,
        help_text=_("The person signs in with it. Without one they cannot sign in."),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Leave empty when it is open."))

    def __init__(self, *args, giver: Person, roles: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", today())
        kinds = ("ped", "bureau", "rec", "district", "school", "vendor")
        within = Organization.objects.active().within_reach(giver).of_kind(*kinds).order_by("kind", "sort_key")
        if not giver.reach.state:
            within = within.exclude(kind__in=("ped", "bureau"))
        self.fields["organization"].queryset = within
        self.fields["role"].choices = [("", _("Choose a role")), *((code, ROLES[code].title) for code in roles)]

    def clean(self) -> dict:
        """A role belongs to a kind of organization."""
        answers = super().clean()
        organization, role = answers.get("organization"), answers.get("role")
        if organization and role and organization.kind not in BELONGS[role]:
            self.add_error(
                "role",
                _("%(role)s is no role of %(name)s. Choose another one.")
                % {"role": ROLES[role].title, "name": organization.short_name},
            )
        return answers


BELONGS = {
    "ped_leader": ("ped",),
    "bureau_staff": ("bureau",),
    "rec_director": ("rec",),
    "rec_coordinator": ("rec",),
    "coach": ("rec",),
    "council_member": ("rec",),
    "superintendent": ("district",),
    "delegate": ("district",),
    "vendor": ("vendor",),
    "staff": ("school", "district", "rec"),
}


class EndHatForm(HouseForm):
    submit_label = _("End this role")
    said = {"on": {"required": _("Choose the last day.")}}

    on = DayField(label=_("Last day"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())
