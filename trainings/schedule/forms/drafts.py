"""The short pages of scheduling a training."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.people.models import Hat, Organization, Person
from collaborative.people.roles import ROLES
from collaborative.web.forms import BaseForm, DayField, LongTextField, OneOfField, TicksField
from collaborative.web.text import Words
from initiatives.models import Initiative
from trainings.bookings.room_sizes import room_text, smallest_room
from trainings.enums import Audience, Kind, Mode
from trainings.models import Training
from trainings.schedule.leaders import OVERRIDE, certified_for, leaders, override_text

LEADING_ROLES = ("coach", "rec_coordinator", "rec_director", "bureau_staff", "ped_leader", "vendor")


def hosts_of(person: Person) -> list[Organization]:
    """For whom this person may schedule: the own RECs and bureaus; with a bureau's hat vendors, too, who run a session."""
    own = [hat.organization for hat in person.hats_today if "trainings.schedule" in ROLES[hat.role].permissions]
    own = list(dict.fromkeys(own))
    above = [one.pk for one in own if one.kind in (Organization.Kind.BUREAU, Organization.Kind.PED)]
    if not above:
        return own
    bureaus = Organization.objects.of_kind("bureau").filter(parent__in=above)
    vendors = Organization.objects.of_kind("vendor").active()
    return [*own, *(one for one in [*bureaus, *vendors] if one not in own)]


class SubjectForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Save and go on")
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), label=gettext_lazy("Initiative"), empty_label=gettext_lazy("Choose an initiative")
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=140,
        help_text=gettext_lazy("As it stands on the calendar, such as “Structured literacy, part 1”."),
    )
    kind = OneOfField(label=gettext_lazy("What kind of training"), choices=())
    audience = OneOfField(label=gettext_lazy("Who is invited"), choices=())
    host = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("Who holds it"), empty_label=None)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said = {
        "initiative": {"required": gettext_lazy("Choose an initiative.")},
        "title": {"required": gettext_lazy("Enter a title, such as “Structured literacy, part 1”.")},
        "kind": {"required": gettext_lazy("Choose what kind of training it is.")},
        "audience": {"required": gettext_lazy("Choose who is invited.")},
        "host": {"required": gettext_lazy("Choose who holds it.")},
    }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = hosts_of(person)
        only_recs = all(host.kind == Organization.Kind.REC for host in hosts)
        published = Initiative.objects.published().open_to([host.pk for host in hosts]).order_by("sort_key", "id")
        self.fields["initiative"].queryset = published
        self.fields["host"].queryset = Organization.objects.filter(pk__in=[host.pk for host in hosts])
        self.fields["kind"].choices = [
            choice for choice in Kind.choices if not (only_recs and choice[0] == Kind.TRAIN_THE_EXPERT)
        ]
        self.fields["audience"].choices = [
            choice for choice in Audience.choices if not (only_recs and choice[0] == Audience.ALL_RECS)
        ]
        self.only_host = hosts[0] if len(hosts) == 1 else None
        if self.only_host:
            del self.fields["host"]
        elif hosts:
            self.initial.setdefault("host", hosts[0])
        if only_recs:
            self.initial.setdefault("kind", Kind.REGIONAL)
            self.initial.setdefault("audience", Audience.REGION)

    @property
    def answers(self) -> dict[str, Any]:
        return {"host": self.only_host, **super().answers}


class AudienceForm(BaseForm):
    submit_label = gettext_lazy("Save and go on")
    organizations = TicksField(label=gettext_lazy("Who is invited"), choices=())
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said = {"organizations": {"required": gettext_lazy("Choose at least one.")}}

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organizations"]
        self.found = {str(one.pk): one for one in _choosable(training)}
        if training.audience == Audience.REGIONS:
            field.label = _("Every district of these regions")
            if training.host.kind == Organization.Kind.REC:
                field.help_text = _("Your own region is invited in any case.")
            field.choices = [(pk, one.short_name) for pk, one in self.found.items()]
        else:
            field.label = _("These districts")
            regions: dict[str, list[tuple[str, str]]] = {}
            for pk, one in self.found.items():
                regions.setdefault(one.parent.short_name if one.parent else "–", []).append((pk, one.short_name))
            field.choices = (
                list(regions.items()) if len(regions) > 1 else [pair for group in regions.values() for pair in group]
            )

    @property
    def chosen(self) -> list[Organization]:
        return [self.found[pk] for pk in self.cleaned_data["organizations"]]


def _choosable(training: Training) -> Iterable[Organization]:
    if training.audience == Audience.REGIONS:
        return Organization.objects.of_kind("rec").active().exclude(pk=training.host_id).order_by("sort_key")
    districts = Organization.objects.taking_part().active().select_related("parent")
    if training.host.kind == Organization.Kind.REC:
        districts = districts.filter(parent=training.host)
    return districts.order_by("parent__sort_key", "sort_key")


class SeatsForm(BaseForm):
    submit_label: Words = gettext_lazy("Save and go on")
    said = {"hold_hours": {"required": gettext_lazy("Choose what happens when a seat becomes free.")}}
    room_capacity = forms.IntegerField(
        label=gettext_lazy("Seats in the room"),
        required=False,
        min_value=1,
        max_value=5000,
        help_text=gettext_lazy("Leave empty where there is no limit."),
    )
    online_capacity = forms.IntegerField(
        label=gettext_lazy("Seats on line"),
        required=False,
        min_value=1,
        max_value=5000,
        help_text=gettext_lazy("Leave empty where there is no limit."),
    )
    seats_per_organization = forms.IntegerField(
        label=gettext_lazy("Seats for each REC"), required=False, min_value=1, max_value=500
    )
    minimum = forms.IntegerField(
        label=gettext_lazy("Fewest people with whom it is held"), required=False, min_value=1, max_value=5000
    )
    registration_closes_on = DayField(
        label=gettext_lazy("Last day to register"),
        required=False,
        help_text=gettext_lazy("Empty: open until the first day."),
    )
    hold_hours = forms.TypedChoiceField(
        label=gettext_lazy("When a seat becomes free"),
        coerce=int,
        choices=[
            (0, gettext_lazy("the next on the waiting list has it at once")),
            (24, gettext_lazy("it is offered to the next for 24 hours")),
            (48, gettext_lazy("it is offered to the next for 48 hours")),
            (72, gettext_lazy("it is offered to the next for 72 hours")),
        ],
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name != "revision":
                self.initial.setdefault(name, getattr(training, name))
        if training.mode == Mode.ONLINE:
            del self.fields["room_capacity"]
        if training.mode == Mode.ON_SITE:
            del self.fields["online_capacity"]
        if training.kind != Kind.TRAIN_THE_EXPERT:
            del self.fields["seats_per_organization"]
        self.submit_label = _("Save") if training.is_published else self.submit_label
        if (room := smallest_room(training)) and (seats := self.fields.get("room_capacity")):
            seats.help_text = f"{room_text(room)} {seats.help_text}"


class NoticeForm(BaseForm):
    """Who leads, and what a district must know before it sends people."""

    lead = forms.ChoiceField(label=gettext_lazy("Who leads it"), choices=())
    assists = TicksField(label=gettext_lazy("Who assists"), choices=(), required=False)
    leader_override_why = forms.CharField(
        label=gettext_lazy("Why somebody who is not certified may lead"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Your name and this reason stand on the training’s page."),
    )
    override_why = forms.CharField(
        label=gettext_lazy("Why both can be"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Your name and this reason are kept with the booking."),
    )
    description = LongTextField(
        label=gettext_lazy("What people should know"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("What it is about, what to bring, lunch, parking."),
    )
    in_contract_time = OneOfField(
        label=gettext_lazy("Is it within contract time?"),
        required=False,
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")), ("", gettext_lazy("not said"))],
    )
    travel_paid_by = forms.CharField(label=gettext_lazy("Who pays travel"), required=False, max_length=120)
    substitutes_paid_by = forms.CharField(label=gettext_lazy("Who pays substitutes"), required=False, max_length=120)
    cost_to_district = forms.DecimalField(
        label=gettext_lazy("Cost to the district, in dollars"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=gettext_lazy("0 where it is free; empty where it is not said."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said = {"lead": {"required": gettext_lazy("Choose who leads it.")}}

    def __init__(self, *args: Any, training: Training, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.training = training
        if not person.has_perm(OVERRIDE, training):
            del self.fields["leader_override_why"]
            if training.leader_override_by_id:
                self.fields["lead"].help_text = override_text(training)
        groups, own = _trainers(training)
        self.fields["lead"].choices = [("", _("Choose a person")), *groups]
        self.fields["assists"].choices = own
        if not own:
            del self.fields["assists"]
        cents = training.cost_to_district_cents
        contract = training.in_contract_time
        for name, value in {
            "description": training.description,
            "travel_paid_by": training.travel_paid_by,
            "substitutes_paid_by": training.substitutes_paid_by,
            "in_contract_time": "" if contract is None else "yes" if contract else "no",
            "cost_to_district": None if cents is None else Decimal(cents) / 100,
            "leader_override_why": training.leader_override_why,
        }.items():
            self.initial.setdefault(name, value)
        for trainer in training.trainers.all():
            if trainer.part == "lead":
                self.initial.setdefault("lead", trainer.person_id)
            else:
                self.initial.setdefault("assists", []).append(str(trainer.person_id))

    @property
    def sections(self) -> tuple:
        who = ["lead", "assists"]
        asked = lambda name: self.is_bound and (self.errors.get(name) or self.data.get(name))  # noqa: E731
        if asked("leader_override_why") or (not self.is_bound and self.training.leader_override_by_id):
            who.insert(1, "leader_override_why")
        if asked("override_why"):
            who.append("override_why")
        notice = ["in_contract_time", "travel_paid_by", "substitutes_paid_by", "cost_to_district", "description"]
        return (
            (_("Trainers"), [name for name in who if name in self.fields]),
            (_("Notice to districts"), notice),
        )

    @property
    def answers(self) -> dict[str, Any]:
        found = super().answers
        people = Person.objects.in_bulk([int(pk) for pk in [found["lead"], *found.get("assists", [])]])
        cost = found.pop("cost_to_district")
        return {
            **found,
            "lead": people[int(found["lead"])],
            "assists": [people[int(pk)] for pk in found.get("assists", [])],
            "in_contract_time": {"yes": True, "no": False}.get(found["in_contract_time"]),
            "cost_to_district_cents": None if cost is None else int(cost * 100),
        }


def _trainers(training: Training) -> tuple[list, list[tuple[str, str]]]:
    """Groups for who leads (certified people first, the host’s own before others) and the choices for who assists."""
    certified: dict[str, str] = {}
    elsewhere: dict[str, str] = {}
    if training.last_day:
        rows = certified_for(training, on=training.last_day).select_related("person", "organization")
        for row in rows.order_by("person__sort_key"):
            group = certified if training.host_id in row.organization.ancestors else elsewhere
            group.setdefault(str(row.person_id), f"{row.person}, {row.organization.short_name}")
        elsewhere = {pk: words for pk, words in elsewhere.items() if pk not in certified}
    organizations = [training.host_id]
    hats = Hat.objects.today().with_role(*LEADING_ROLES).select_related("person", "organization")
    hats = hats.filter(organization__in=organizations) | hats.filter(role="vendor")
    if training.host.kind == Organization.Kind.VENDOR:
        hats = hats | Hat.objects.today().with_role("bureau_staff").filter(organization=training.initiative.lead)
    people: dict[str, str] = {}
    for hat in hats.order_by("person__sort_key", "pk"):
        if hat.role != "vendor" or training.kind == Kind.TRAIN_THE_EXPERT or hat.organization_id == training.host_id:
            people.setdefault(str(hat.person_id), f"{hat.person}, {hat.organization.short_name}")
    for person in leaders(training):
        if str(person.pk) not in {*certified, *elsewhere}:
            people.setdefault(str(person.pk), str(person))
    others = [(pk, words) for pk, words in people.items() if pk not in {*certified, *elsewhere}]
    said = {"initiative": training.initiative.title, "host": training.host.short_name}
    groups = [
        (_("Certified for %(initiative)s, %(host)s") % said, list(certified.items())),
        (_("Certified for %(initiative)s, elsewhere") % said, list(elsewhere.items())),
        (_("Others"), others),
    ]
    return [group for group in groups if group[1]], list(people.items())


class CheckForm(BaseForm):
    """The last page before something is sent: nothing to fill in."""

    acts = True
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LinkForm(BaseForm):
    """Where to join on line; told to those who have a seat."""

    acts = True
    online_link = forms.URLField(
        label=gettext_lazy("Link to join on line"),
        max_length=400,
        assume_scheme="https",
        help_text=gettext_lazy("Such as https://meet.example.org/phonics"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said = {
        "online_link": {
            "required": gettext_lazy("Enter the link, such as https://meet.example.org/phonics."),
            "invalid": gettext_lazy("Enter the whole link, such as https://meet.example.org/phonics."),
        }
    }


class CancelForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Cancel the training")
    why = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=300,
        help_text=gettext_lazy("It stands in the letter, such as “Only four people have registered”."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said = {"why": {"required": gettext_lazy("Say why, so that people understand.")}}


class DiscardForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Throw the draft away")
