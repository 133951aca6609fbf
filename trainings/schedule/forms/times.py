"""When and where: as many meetings as are wanted, on one page that works without a script."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.web.forms import BaseForm, ClockField, DayField, HouseBoundField, OneOfField
from recs.models import Room, Venue
from trainings.enums import Mode
from trainings.models import Training
from trainings.schedule.timetable import Sitting

MOST_MEETINGS = 20


class TimesForm(BaseForm):
    """When and where, with as many meetings as are wanted. `count` is how many fieldsets the page shows."""

    submit_label = gettext_lazy("Save and go on")
    moving = False
    mode = OneOfField(label=gettext_lazy("How it is held"), choices=Mode.choices)
    place = forms.ChoiceField(
        label=gettext_lazy("Place"),
        choices=(),
        help_text=gettext_lazy("Not asked for a training that is on line only."),
    )
    online_link = forms.URLField(
        label=gettext_lazy("Link to join on line"),
        required=False,
        max_length=400,
        assume_scheme="https",
        help_text=gettext_lazy("It can follow later."),
    )
    override_why = forms.CharField(
        label=gettext_lazy("Why both can be"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Your name and this reason are kept with the booking."),
    )
    count = forms.IntegerField(widget=forms.HiddenInput, required=False)
    said = {
        "mode": {"required": gettext_lazy("Choose how it is held.")},
        "place": {"required": gettext_lazy("Choose where it is held.")},
    }
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, training: Training, more: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.training = training
        self.initial.update(_times_initial(training))
        self.fields["place"].choices = _places(training)
        wanted = self._asked_for() if self.is_bound else max(1, training.meetings.count())
        self.count = max(1, min(MOST_MEETINGS, wanted + (1 if more else 0)))
        self.initial["count"] = self.count
        for number in range(1, self.count + 1):
            self._add_meeting(number)

    def _asked_for(self) -> int:
        asked = self.data.get("count", "")
        return int(asked) if asked.isdecimal() else 1

    def _add_meeting(self, number: int) -> None:
        first = number == 1
        self.fields[f"m{number}_day"] = DayField(label=_("Day"), required=first)
        self.fields[f"m{number}_starts"] = ClockField(label=_("Starts"), required=first)
        self.fields[f"m{number}_ends"] = ClockField(label=_("Ends"), required=first)
        self.fields[f"m{number}_hours"] = forms.DecimalField(
            label=_("Contact hours"),
            required=False,
            max_digits=5,
            decimal_places=2,
            help_text=_("If they are fewer than from start to end, such as 6 with an hour for lunch."),
        )

    def keep_typed(self) -> None:
        """Show what was typed without asking for what is missing: the person goes on typing."""
        self.initial.update({name: value for name, value in self.data.items() if name != "count"})
        self.is_bound = False

    @property
    def fieldsets(self) -> list[tuple[str, list[HouseBoundField]]]:
        where = [self[name] for name in ("mode", "place", "online_link") if name in self.fields]
        meetings = [
            (
                _("Meeting %(number)s") % {"number": number} if self.count > 1 else _("When"),
                [self[f"m{number}_{part}"] for part in ("day", "starts", "ends", "hours")],
            )
            for number in range(1, self.count + 1)
        ]
        found = [(_("Where"), where), *meetings]
        asked = self.errors.get("override_why") or self.data.get("override_why") if self.is_bound else False
        if asked:
            found.append((_("Taken at that time"), [self["override_why"]]))
        if "why" in self.fields:
            found.append((_("A word to those concerned"), [self["why"]]))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(2, self.count + 1):
            parts = {part: cleaned.get(f"m{number}_{part}") for part in ("day", "starts", "ends")}
            if any(value is not None for value in parts.values()):
                words = {
                    "day": _("Enter the day."),
                    "starts": _("Enter when it starts."),
                    "ends": _("Enter when it ends."),
                }
                for part, value in parts.items():
                    if value is None and f"m{number}_{part}" not in self.errors:
                        self.add_error(f"m{number}_{part}", words[part])
        mode = self.training.mode if self.moving else cleaned.get("mode")
        if mode == Mode.ONLINE:
            self.errors.pop("place", None)
            cleaned["place"] = ""
        return cleaned

    @property
    def venue(self) -> Venue | None:
        kind, pk = _parsed(self.cleaned_data.get("place", ""))
        if kind == "r":
            return Room.objects.select_related("venue").get(pk=pk).venue
        return Venue.objects.get(pk=pk) if kind == "v" else None

    def sittings(self) -> list[Sitting]:
        kind, pk = _parsed(self.cleaned_data.get("place", ""))
        room = Room.objects.get(pk=pk) if kind == "r" else None
        found = []
        for number in range(1, self.count + 1):
            parts: list[Any] = [
                self.cleaned_data.get(f"m{number}_{part}") for part in ("day", "starts", "ends", "hours")
            ]
            if parts[0] is not None:
                found.append(Sitting(*parts, room=room, field=f"m{number}"))
        return found


class MoveForm(TimesForm):
    acts = True
    moving = True
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It stands in the letter, such as “The road is closed”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["mode"]
        if self.training.mode == Mode.ONLINE:
            del self.fields["place"]
        del self.fields["online_link"]


def _times_initial(training: Training) -> dict[str, Any]:
    found: dict[str, Any] = {"mode": training.mode, "online_link": training.online_link}
    meetings = list(training.meetings.all())
    room = meetings[0].room_id if meetings else None
    found["place"] = f"r{room}" if room else f"v{training.venue_id}" if training.venue_id else ""
    for number, meeting in enumerate(meetings, start=1):
        starts, ends = meeting.starts_at.astimezone(training.zone), meeting.ends_at.astimezone(training.zone)
        found[f"m{number}_day"], found[f"m{number}_hours"] = meeting.date, meeting.hours
        found[f"m{number}_starts"], found[f"m{number}_ends"] = starts.time(), ends.time()
        if Decimal((meeting.ends_at - meeting.starts_at).total_seconds()) / 3600 == meeting.hours:
            found[f"m{number}_hours"] = None
    return found


def _places(training: Training) -> list:
    """Venues with their rooms, the host's own first."""
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for venue in Venue.objects.open().prefetch_related("rooms"):
        group = own if venue.keeper_id == training.host_id else others
        group.append((f"v{venue.pk}", str(venue)))
        group += [(f"r{room.pk}", f"{venue.city}, {venue.name}: {room.name}") for room in venue.rooms.all()]
    groups = [(_("Our venues"), own), (_("Venues of other RECs"), others)]
    return [("", _("Choose a place")), *(group for group in groups if group[1])]


def _parsed(value: str) -> tuple[str, int]:
    return (value[0], int(value[1:])) if value else ("", 0)
