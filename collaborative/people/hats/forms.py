from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.lists.list_reader import Listed
from collaborative.people.enums import HAVE_ROSTERS, TAKE_PART, OrganizationKind
from collaborative.people.matching.recognition import Found, hats_at, recognize
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.roles import ROLES
from collaborative.people.rosters import Newcomer
from collaborative.web.forms import BaseForm, DayField, OneOfField

NEW = "new"
MOST_OFFERED = 300  # people in one list to choose from


class HatForm(BaseForm):
    """Which role, and who gets it: chosen from the roster, or typed and then recognized before anybody is doubled.

    `at` is the organization whose people are offered.
    """

    submit_label = _("Continue")
    acts = True
    asks = ("who",)
    conditional = ("colleague", "given_name", "family_name", "email")
    said = {
        "organization": {"required": _("Choose an organization.")},
        "role": {"required": _("Choose a role.")},
        "given_name": {"required": _("Enter the first name.")},
        "family_name": {"required": _("Enter the last name.")},
    }

    organization = forms.ModelChoiceField(
        label=_("For"), queryset=Organization.objects.none(), empty_label=_("Choose an organization")
    )
    role = forms.ChoiceField(label=_("Role"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Leave empty when it is open."))
    colleague = forms.ChoiceField(label=_("From the roster"), required=False)
    given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("Work email"),
        required=False,
        help_text=_("The person signs in with it. Only staff can do without one."),
    )

    def __init__(
        self, *args: Any, giver: Person, roles: list[str], at: Organization | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.is_beyond = False  # of another organization: nothing is told of them that was not typed
        self.person: Person | None = None
        self.newcomer: Newcomer | None = None
        self.named: list[Person] = []  # on the page, to choose from
        self.sign_in = ""
        self.initial.setdefault("starts_on", today())
        kinds = dict.fromkeys(kind for held in BELONGS.values() for kind in held)
        within = Organization.objects.active().within_reach(giver).of_kind(*kinds).order_by("kind", "sort_key")
        if not giver.reach.state:
            within = within.exclude(kind__in=("ped", "bureau"))
        self.fields["organization"].queryset = within
        self.fields["role"].choices = [("", _("Choose a role")), *((code, ROLES[code].title) for code in roles)]
        if offered := _roster_of(at):
            self.fields["colleague"].choices = [("", _("Choose, or type a name below")), *offered]
        else:
            del self.fields["colleague"]
            self.fields["given_name"].required = self.fields["family_name"].required = True

    @property
    def sections(self) -> tuple:
        typed = tuple(name for name in ("given_name", "family_name", "email", "who") if name in self.fields)
        role = (_("The role"), ("organization", "role", "starts_on", "ends_on"))
        if "colleague" not in self.fields:
            return (role, (_("Who gets it"), typed))
        return (role, (_("Who gets it"), ("colleague",)), (_("Or somebody who is not on the roster"), typed))

    @property
    def acts_in_role(self) -> bool:
        return ROLES[self.cleaned_data["role"]].acts

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def clean(self) -> dict:
        """A role belongs to a kind of organization; a person is somebody on record, or somebody new."""
        answers = super().clean()
        organization, role = answers.get("organization"), answers.get("role")
        if organization and role and organization.kind not in BELONGS[role]:
            self.add_error(
                "role",
                gettext("%(role)s is no role of %(name)s. Choose another one.")
                % {"role": ROLES[role].title, "name": organization.short_name},
            )
        if self.errors:
            return answers
        if answers.get("colleague"):
            self._choose(answers)
        else:
            self._recognize(answers)
        if not self.errors:
            self._find_sign_in(answers["email"])
        return answers

    def _choose(self, answers: dict) -> None:
        self.person = Person.objects.get(pk=answers["colleague"])
        if answers["given_name"] or answers["family_name"]:
            self.add_error("colleague", gettext("Choose from the roster or type a name, not both."))

    def _recognize(self, answers: dict) -> None:
        if not (answers["given_name"] or answers["family_name"]):
            self.add_error("colleague", gettext("Choose somebody from the roster, or type a name and an address."))
            return
        for name in ("given_name", "family_name"):
            if not answers[name]:
                self.add_error(name, str(self.said[name]["required"]))
        if self.acts_in_role and not answers["email"]:
            self.add_error("email", gettext("Enter the work email: the person signs in with it."))
        if self.errors:
            return
        line = Listed(1, answers["given_name"].strip(), answers["family_name"].strip(), answers["email"])
        [found] = recognize([line], answers["organization"], by=self.giver)
        self.person, self.is_beyond = found.person, found.is_beyond
        if found.is_new:
            self.newcomer = Newcomer(line.given, line.family, line.email)
        elif found.candidates:
            self._ask_who(found)

    def _ask_who(self, found: Found) -> None:
        """The name and the address do not agree with one record: somebody must say who it is."""
        line, self.named = found.line, found.candidates
        owners = [one for one in found.candidates if line.email and line.email in (one.email, one.contact_email)]
        choices = [(str(one.pk), f"{one}, {one.address}" if one.address else str(one)) for one in found.candidates]
        if not (self.acts_in_role and any(one.email == line.email for one in owners)):
            choices.append((NEW, gettext("somebody new")))
        self.fields["who"] = forms.ChoiceField(
            label=gettext("Who is this?"), choices=[("", gettext("Choose")), *choices]
        )
        chosen = self.data.get("who", "")
        if chosen == NEW and chosen in dict(choices):
            self.newcomer = Newcomer(line.given, line.family, line.email)
        elif chosen in dict(choices):
            self.person = next(one for one in found.candidates if str(one.pk) == chosen)
        elif owners:
            said = {"email": line.email, "names": ", ".join(map(str, owners))}
            words = gettext("%(email)s belongs to %(names)s. Is that who you mean? Else enter another address.")
            self.add_error("who", words % said)
        else:
            self.add_error("who", gettext("Somebody of this name is on record. Say who it is."))

    def _find_sign_in(self, typed: str) -> None:
        """Somebody on record without a sign-in address gets the one that was typed, where it is nobody else's."""
        if self.person is None or self.person.email or not self.acts_in_role:
            return
        said = {"name": self.person, "email": typed}
        if not typed:
            words = gettext("%(name)s has no address to sign in with. Enter one.")
            self.add_error("email", words % said)
        elif owner := Person.objects.filter(email=typed).first():
            self.add_error("email", self._taken_text(owner) % {**said, "owner": owner})
        else:
            self.sign_in = typed

    def _taken_text(self, owner: Person) -> str:
        """Whose address it is, is told within reach only."""
        if Person.objects.visible_to(self.giver).filter(pk=owner.pk).exists():
            return gettext("%(email)s belongs to %(owner)s. Enter one of %(name)s’s own.")
        return gettext("%(name)s cannot sign in with %(email)s. Enter one of %(name)s’s own.")

    @property
    def to(self) -> Person | Newcomer:
        return self.person or sure(self.newcomer)

    @property
    def name(self) -> str:
        return str(self.person) if self.person else f"{sure(self.newcomer).given} {sure(self.newcomer).family}"

    @property
    def address(self) -> str:
        """Where the letter goes."""
        if self.is_beyond:
            return self.cleaned_data["email"]
        return self.newcomer.email if self.newcomer else sure(self.person).address or self.sign_in


def _roster_of(organization: Organization | None) -> list[tuple[str, str]]:
    """The people of a district, school or REC to choose from; none where they are too many for one list."""
    if organization is None or organization.kind not in (*HAVE_ROSTERS, OrganizationKind.REC):
        return []
    hats = hats_at(organization).select_related("person", "organization").order_by("person__sort_key", "id")
    people = {hat.person: hat for hat in hats[: 2 * MOST_OFFERED]}
    if len(people) > MOST_OFFERED:
        return []
    return [
        (str(person.pk), ", ".join(part for part in (str(person), hat.position, person.address) if part))
        for person, hat in people.items()
    ]


BELONGS = {
    "ped_leader": ("ped",),
    "bureau_staff": ("bureau",),
    "rec_director": ("rec",),
    "rec_coordinator": ("rec",),
    "coach": ("rec",),
    "council_member": ("rec",),
    "superintendent": TAKE_PART,
    "delegate": TAKE_PART,
    "vendor": ("vendor",),
    "staff": (*HAVE_ROSTERS, OrganizationKind.REC),
}


class WhenForm(BaseForm):
    """From now on, or from a day."""

    conditional = ("on",)
    said = {"when": {"required": _("Choose when.")}}
    NOW, DAY = "now", "day"

    when = OneOfField(label=_("When"))
    on = DayField(label=_("Last day"), required=False)

    def clean(self) -> dict:
        answers = super().clean()
        if answers.get("when") == self.DAY and not answers.get("on") and "on" not in self.errors:
            self.add_error("on", str(self.said["on"]["required"]))
        return answers

    @property
    def day(self) -> date | None:
        """None: from now on."""
        return self.cleaned_data["on"] if self.cleaned_data["when"] == self.DAY else None


class EndHatForm(WhenForm):
    submit_label = _("End this role")
    said = {**WhenForm.said, "on": {"required": _("Choose the last day.")}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = [(self.NOW, _("Now, at once")), (self.DAY, _("With a last day"))]
        self.initial.setdefault("when", self.NOW)


class ConfirmForm(BaseForm):
    """The code of the letter."""

    submit_label = _("Confirm")
    said = {"code": {"required": _("Enter the code from the letter.")}}

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("From the letter, capital or small letters, with or without the hyphen."),
    )


class LockForm(BaseForm):
    submit_label = _("Lock")
    said = {"why": {"required": _("Say why.")}}

    why = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It stands on the person’s page and in the history.")
    )


class SuccessorForm(HatForm, WhenForm):
    """Who follows in a role, and from when on. The role and its organization stand."""

    submit_label = _("Continue")
    conditional = (*HatForm.conditional, *WhenForm.conditional)
    said = {
        **HatForm.said,
        **WhenForm.said,
        "on": {"required": _("Choose the first day.")},
    }

    def __init__(self, *args: Any, hat: Hat, giver: Person, **kwargs: Any) -> None:
        super().__init__(*args, giver=giver, roles=[hat.role], at=hat.organization, **kwargs)
        self.hat = hat
        for name in ("organization", "role", "starts_on", "ends_on"):
            del self.fields[name]
        self.fields["when"].choices = [(self.NOW, _("From now on")), (self.DAY, _("From a day on"))]
        self.fields["on"].label = _("First day")
        if "colleague" in self.fields:
            others = [one for one in self.fields["colleague"].choices if one[0] != str(hat.person_id)]
            self.fields["colleague"].choices = others
        self.initial.setdefault("when", self.NOW)

    @property
    def sections(self) -> tuple:
        return ((_("From when on"), ("when", "on")), *super().sections[1:])

    def clean(self) -> dict:
        self.cleaned_data |= {"organization": self.hat.organization, "role": self.hat.role}
        return super().clean()
