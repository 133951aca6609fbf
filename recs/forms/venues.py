import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.days import ZONE_WORDS
from collaborative.people.models import Organization, Person
from collaborative.people.roles import ROLES
from collaborative.web.forms import BaseForm, LinesField, LongTextField
from recs.models import Venue

MOST_SEATS = 5000


class RoomsField(LinesField):
    """One room a line, with its seats after a comma where they are known."""

    def clean(self, value: str) -> list[tuple[str, int | None]]:
        rooms: dict[str, int | None] = {}
        for line in super().clean(value):
            name, comma, seats = (part.strip() for part in line.rpartition(","))
            if not comma:
                name, seats = line, ""
            if seats and not (seats.isascii() and seats.isdecimal()):
                raise ValidationError(
                    _("“%(seats)s” is no number of seats. Write “%(room)s, 40”, or the name alone, without a comma.")
                    % {"seats": seats, "room": name}
                )
            name = name[:80]
            if name in rooms:
                raise ValidationError(_("“%(room)s” is there twice.") % {"room": name})
            if seats and not 0 < int(seats) <= MOST_SEATS:
                raise ValidationError(_("Enter between 1 and 5,000 seats for “%(room)s”.") % {"room": name})
            rooms[name] = int(seats) if seats else None
        return list(rooms.items())


class CoordinatesField(forms.CharField):
    """Latitude and longitude in one line, as they are copied from a map; (None, None) where nothing is given."""

    AROUND = ((30, 38), (-110, -102))  # New Mexico and what borders on it

    def clean(self, value: str) -> tuple[Decimal | None, Decimal | None]:
        text = super().clean(value)
        if not text:
            return None, None
        found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,12})?)[\s,;]+(-?\d{1,3}(?:\.\d{1,12})?)", text.replace("−", "-"))
        if found is None:
            raise ValidationError(_("Enter two numbers with a comma between them, such as “33.3317, -105.673”."))
        degrees = [Decimal(one).quantize(Decimal("0.0001")) for one in found.groups()]
        for one, (least, most) in zip(degrees, self.AROUND, strict=True):
            if not least <= one <= most:
                raise ValidationError(
                    _("This place lies far from New Mexico. Latitude comes first, longitude has a minus.")
                )
        return degrees[0], degrees[1]


class VenueForm(BaseForm):
    acts = True
    keeper = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("On whose list"), empty_label=None)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Street and number"), max_length=200, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=60)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=list(ZONE_WORDS.items()),
        help_text=gettext_lazy("All times of trainings held here are in this zone."),
    )
    county = forms.CharField(label=gettext_lazy("County"), max_length=40, required=False)
    coordinates = CoordinatesField(
        label=gettext_lazy("Place on the map"),
        required=False,
        help_text=gettext_lazy("Degrees as maps give them, latitude first, such as “33.3317, -105.673”."),
    )
    located_by = forms.CharField(
        label=gettext_lazy("Where the degrees come from"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as “OpenStreetMap, main entrance”."),
    )
    directions = LongTextField(
        label=gettext_lazy("How to get in"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=gettext_lazy("Parking, entrance, steps, where to sign in."),
    )
    rooms = RoomsField(
        label=gettext_lazy("Rooms"),
        required=False,
        rows=4,
        most_lines=60,
        help_text=gettext_lazy("One a line, with its seats, such as “Sierra Blanca Room, 40”."),
    )
    said = {
        "name": {"required": gettext_lazy("Enter the name of the building, such as “Region 9 Training Center”.")},
        "city": {"required": gettext_lazy("Enter the town.")},
    }

    def __init__(self, *args: Any, person: Person, venue: Venue | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keepers = [hat.organization for hat in person.hats_today if "recs.keep_venues" in ROLES[hat.role].permissions]
        self.only_keeper = venue.keeper if venue else keepers[0] if len(set(keepers)) == 1 else None
        if self.only_keeper:
            del self.fields["keeper"]
        else:
            self.fields["keeper"].queryset = Organization.objects.filter(pk__in=[one.pk for one in keepers])
        if venue:
            for name in ("name", "address", "city", "county", "coordinates", "located_by", "time_zone", "directions"):
                self.initial.setdefault(name, getattr(venue, name))
            rooms = [f"{room.name}, {room.seats}" if room.seats else room.name for room in venue.rooms.all()]
            self.initial.setdefault("rooms", "\n".join(rooms))

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        latitude, longitude = answers.pop("coordinates")
        return {"keeper": self.only_keeper, **answers, "latitude": latitude, "longitude": longitude}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("coordinates", (None,))[0] is not None and not cleaned.get("located_by"):
            self.add_error("located_by", _("Say where the degrees come from, so that others can trust them."))
        return cleaned


class CloseForm(BaseForm):
    acts = True
