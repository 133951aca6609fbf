from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.models import Visit
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.people.models import Organization, Person
from collaborative.web.forms import BaseForm, DayField, LongTextField, OneOfField
from recs.models import PartnerAgency
from support.models import Assistance, SupportRequest, Topic
from support.queries import partners_for, trainings_for, visits_for
from trainings.models import Training

NO_STUDENTS = gettext_lazy("Never write a student’s name, or facts that would point to one.")


class AskForm(BaseForm):
    """A call for help in two sentences; the district is asked only of those who answer for several."""

    acts = True
    submit_label = gettext_lazy("Send the request")
    said = {
        "district": {"required": gettext_lazy("Choose the district.")},
        "what": {"required": gettext_lazy("Say in a sentence or two what you need.")},
        "for_whom": {"required": gettext_lazy("Say for whom it is.")},
        "topic": {"required": gettext_lazy("Choose the kind of help.")},
    }

    district = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("District"), empty_label=gettext_lazy("Choose a district")
    )
    what = LongTextField(label=gettext_lazy("What do you need?"), max_length=2000, help_text=NO_STUDENTS)
    for_whom = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=200,
        help_text=gettext_lazy("Such as “six new teachers at the elementary school”."),
    )
    topic = OneOfField(label=gettext_lazy("What kind of help is it?"), choices=Topic.choices)
    needed_by = DayField(
        label=gettext_lazy("Needed by"),
        required=False,
        help_text=gettext_lazy("Leave it open if any day will do."),
    )

    def __init__(self, *args: Any, districts: QuerySet[Organization], one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one:
            del self.fields["district"]
        else:
            self.fields["district"].queryset = districts
        self.fields["needed_by"].widget.attrs["min"] = today().isoformat()

    def clean_needed_by(self) -> date | None:
        day = self.cleaned_data["needed_by"]
        if day and day < today():
            raise forms.ValidationError(_("Choose a day from today on, or leave the day open."))
        return day


class MessageForm(BaseForm):
    acts = True
    said = {"text": {"required": gettext_lazy("Write a few words first.")}}

    text = LongTextField(label=gettext_lazy("Your answer"), max_length=4000, help_text=NO_STUDENTS)

    def __init__(self, *args: Any, from_rec: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if from_rec:
            self.submit_label = _("Send the answer")
        else:
            self.submit_label = _("Send to the REC")
            self.fields["text"].label = _("Add something")


class WithdrawForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Withdraw the request")


class HandOverForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Hand it over")

    to = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who answers from now on"),
        empty_label=gettext_lazy("Choose a person"),
    )
    said = {"to": {"required": gettext_lazy("Choose who answers from now on.")}}

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class RateForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Say so")
    said = {"helped": {"required": gettext_lazy("Choose yes or no.")}}

    helped = OneOfField(
        label=gettext_lazy("Did it help?"), choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
    )
    words = LongTextField(
        label=gettext_lazy("In a few words"),
        rows=2,
        max_length=300,
        required=False,
        help_text=gettext_lazy("If it did not help, whoever answered is told what you write here."),
    )


# Five ways in which a request ends ----------------------------------------------------------------------------------


class EndForm(BaseForm):
    """`words` go to the district; what a request ends in is asked by the subclasses."""

    acts = True
    submit_label = gettext_lazy("End the request")
    words = LongTextField(
        label=gettext_lazy("A word to the district"), max_length=2000, required=False, help_text=NO_STUDENTS
    )

    def __init__(self, *args: Any, asked: SupportRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_choices = self.offer(asked)

    def offer(self, asked: SupportRequest) -> bool:
        """Narrows what can be chosen to what fits the request; False where nothing can be chosen."""
        return True

    def answers_for_action(self) -> dict[str, Any]:
        return self.answers


class TrainingChoice(forms.ModelChoiceField):
    def label_from_instance(self, training: Training) -> str:
        return f"{short_day(sure(training.first_day))}: {training.title}"


class EndWithTraining(EndForm):
    said = {"training": {"required": gettext_lazy("Choose the training.")}}
    field_order = ["training", "words"]

    training = TrainingChoice(
        Training.objects.none(), label=gettext_lazy("Training"), empty_label=gettext_lazy("Choose a training")
    )

    def offer(self, asked: SupportRequest) -> bool:
        self.fields["training"].queryset = trainings_for(asked)
        return self.is_bound or self.fields["training"].queryset.exists()


class VisitChoice(forms.ModelChoiceField):
    def label_from_instance(self, visit: Visit) -> str:
        return _("%(day)s: %(kind)s at %(place)s, %(coach)s") % {
            "day": short_day(visit.held_on or visit.planned_for),
            "kind": visit.get_kind_display(),
            "place": visit.location,
            "coach": visit.coach,
        }


class EndWithVisit(EndForm):
    said = {"visit": {"required": gettext_lazy("Choose the visit.")}}
    field_order = ["visit", "words"]

    visit = VisitChoice(Visit.objects.none(), label=gettext_lazy("Visit"), empty_label=gettext_lazy("Choose a visit"))

    def offer(self, asked: SupportRequest) -> bool:
        self.fields["visit"].queryset = visits_for(asked)
        return self.is_bound or self.fields["visit"].queryset.exists()


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=1440,
        help_text=gettext_lazy("All of it together, such as 45."),
    )


def _day() -> DayField:
    return DayField(label=gettext_lazy("Day"))


class EndWithAssistance(EndForm):
    said = {
        "text": {"required": gettext_lazy("Say in a sentence what was done.")},
        "medium": {"required": gettext_lazy("Choose how help was given.")},
    }
    field_order = ["on", "minutes", "medium", "text", "words"]

    on = _day()
    minutes = _minutes()
    medium = OneOfField(label=gettext_lazy("How"), choices=Assistance.Medium.choices)
    text = LongTextField(label=gettext_lazy("What was done"), max_length=2000, help_text=NO_STUDENTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())
        del self.fields["words"]

    def answers_for_action(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["text"], "assistance": self.answers}


class PartnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, partner: PartnerAgency) -> str:
        return f"{partner.name}: {partner.scope}"


class EndWithReferral(EndForm):
    said = {
        "partner": {"required": gettext_lazy("Choose the partner agency.")},
        "agreed": {"required": gettext_lazy("Tick the box once the district has agreed.")},
    }
    field_order = ["partner", "agreed", "words"]

    partner = PartnerChoice(
        partners_for(), label=gettext_lazy("Partner agency"), empty_label=None, widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("The district has agreed that we pass its request on"),
        help_text=gettext_lazy("What is passed on names no student and holds no fact about one."),
    )


class EndWithNo(EndForm):
    said = {"words": {"required": gettext_lazy("Give the reason, so that the district can plan without it.")}}

    words = LongTextField(
        label=gettext_lazy("The reason"),
        max_length=2000,
        help_text=gettext_lazy("The district reads it as you write it. Say, too, where else help may be found."),
    )


# The log ------------------------------------------------------------------------------------------------------------


class AssistanceForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Log it")
    said = {
        "district": {"required": gettext_lazy("Choose the district.")},
        "text": {"required": gettext_lazy("Say in a sentence what was done.")},
        "medium": {"required": gettext_lazy("Choose how help was given.")},
    }

    district = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("District"), empty_label=gettext_lazy("Choose a district")
    )
    on = _day()
    minutes = _minutes()
    medium = OneOfField(label=gettext_lazy("How"), choices=Assistance.Medium.choices)
    topic = forms.ChoiceField(label=gettext_lazy("About"), choices=Topic.choices)
    text = LongTextField(label=gettext_lazy("What was done"), max_length=2000, help_text=NO_STUDENTS)

    def __init__(self, *args: Any, districts: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts
        self.initial.setdefault("on", today())
