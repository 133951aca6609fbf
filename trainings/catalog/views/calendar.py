"""The month as a table (an agenda on phones), and calendars that other programs subscribe to."""

import calendar as months
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.calendar.periods import month_bounds, today
from collaborative.people.links import link_kind
from collaborative.people.models import Person
from collaborative.people.permissions import public
from collaborative.web.addresses import Link, path_to
from collaborative.web.choice_filters import offer_choices
from trainings.catalog.forms import CalendarFilter
from trainings.catalog.views.list import trainings_of
from trainings.enums import ACTIVE, Mode
from trainings.invitations.calendar_entries import feed
from trainings.models import Meeting, Registration, Trainer, Training

A_DAY = 6  # trainings shown on one day; the rest are a link away
YEARS_BACK, YEARS_AHEAD = 5, 2
FEED_BACK, FEED_AHEAD, FEED_MOST = 60, 400, 3000
OWN_FEED = link_kind("trainings.own_feed", good_for=timedelta(days=400))  # a school year, then anew from the calendar
SHOWN_OF_TRAINING = (
    *("title", "mode", "time_zone", "published_at", "cancelled_at", "venue__city"),
    *("room_capacity", "room_taken", "online_capacity", "online_taken"),
)


@public
def month(request: HttpRequest) -> HttpResponse:
    first, last = month_bounds(_month(request.GET.get("month", "")))
    chosen = CalendarFilter(request.GET, queryset=trainings_of(_known(request)).order_by(), request=request)
    offer_choices(chosen, request.user)
    weeks = months.Calendar(firstweekday=months.SUNDAY).monthdatescalendar(first.year, first.month)
    kept = {name: value for name, value in request.GET.items() if name in chosen.form.fields and value}
    events = _events(_by_day(chosen.qs, first=weeks[0][0], last=weeks[-1][-1]))
    context = {
        "title": _("%(month)s %(year)s") % {"month": MONTHS[first.month], "year": first.year},
        "subtitle": _("Trainings of the RECs and PED’s bureaus."),
        "caption": _("Trainings by day"),
        "filter_form": chosen.form,
        "month": f"{first:%Y-%m}",
        "weekday_names": [WEEKDAYS_ABBR[number] for number in (6, 0, 1, 2, 3, 4, 5)],
        "weeks": [[_day(day, first, events.get(day, [])) for day in week] for week in weeks],
        "nothing": "" if any(first <= day <= last for day in events) else _nothing(narrowed=bool(kept)),
        "before": _link(kept, first - timedelta(days=1)),
        "after": _link(kept, last + timedelta(days=1)),
        "this_month": _query(kept, today()),
        "feed_url": f"{path_to('training-feed')}?{urlencode(kept)}" if kept else path_to("training-feed"),
        "own_feed_url": own_feed_address(request.user) if request.user.is_authenticated else "",
        "section": "trainings",
    }
    return render(request, "trainings/catalog/calendar.html", context)


@public
def public_feed(request: HttpRequest) -> HttpResponse:
    """What the public calendar shows, with the same filters in the address. Programs ask for it without signing in."""
    chosen = CalendarFilter(request.GET, queryset=Training.objects.on_calendar().order_by(), request=request)
    meetings = _meetings_around(Q(training__in=chosen.qs))
    return _as_calendar(feed(meetings, name=_("Trainings"), now=timezone.now()))


@public
def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What one person takes part in or leads. The address is a secret; signing out everywhere makes it worthless."""
    found = OWN_FEED.read(token)
    if found is None:
        raise Http404
    person, _values = found
    seats = Registration.objects.filter(training=OuterRef("training"), person=person, status__in=ACTIVE)
    leads = Trainer.objects.filter(training=OuterRef("training"), person=person)
    meetings = _meetings_around((Exists(seats) | Exists(leads)) & Q(training__published_at__isnull=False))
    name = _("Trainings of %(name)s") % {"name": person}
    return _as_calendar(feed(meetings, name=name, now=timezone.now()))


def own_feed_address(person: Person) -> str:
    return path_to("training-own-feed", OWN_FEED.sign(person))


def _meetings_around(wanted: Any) -> list[Meeting]:
    """Where there are too many, what is nearest to come stays, and what is past gives way."""
    day = today()
    related = ("training__venue", "training__host", "training__initiative", "room")
    rows = Meeting.objects.filter(wanted).select_related(*related)
    coming = rows.filter(date__gte=day, date__lte=day + timedelta(days=FEED_AHEAD)).order_by("starts_at", "id")
    past = rows.filter(date__lt=day, date__gte=day - timedelta(days=FEED_BACK)).order_by("-starts_at", "-id")
    ahead = list(coming[:FEED_MOST])
    return [*reversed(past[: FEED_MOST - len(ahead)]), *ahead]


def _as_calendar(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="trainings.ics"'
    return response


def _by_day(trainings: QuerySet[Training], *, first: date, last: date) -> QuerySet[Meeting]:
    """The first few meetings of each day, and how many there are."""
    return (
        Meeting.objects.filter(date__gte=first, date__lte=last, training__in=trainings)
        .annotate(
            place_in_day=Window(RowNumber(), partition_by=[F("date")], order_by=[F("starts_at").asc(), F("id").asc()]),
            of_day=Window(Count("pk"), partition_by=[F("date")]),
        )
        .filter(place_in_day__lte=A_DAY)
        .select_related("training__venue")
        .only("date", "starts_at", *(f"training__{name}" for name in SHOWN_OF_TRAINING))
        .order_by("date", "starts_at", "id")
    )


def _events(meetings: Iterable[Meeting]) -> dict[date, list[dict[str, Any]]]:
    found: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for meeting in meetings:
        training = meeting.training
        off = training.is_cancelled
        full = not off and training.is_full
        note = _("Cancelled") if off else _("Full") if full else "" if training.is_published else _("Draft")
        where = training.town or (_("on line") if training.mode == Mode.ONLINE else "")
        found[meeting.date].append(
            {
                "title": training.title,
                "url": training.get_absolute_url(),
                "where": ", ".join(part for part in (_clock(meeting), where) if part),
                "note": note,
                "off": off,
                "full": full,
            }
        )
        if meeting.place_in_day == A_DAY and meeting.of_day > A_DAY:
            title = _("and %(more)s more") % {"more": meeting.of_day - A_DAY}
            url = f"{path_to('trainings')}?day={meeting.date:%Y-%m-%d}"
            found[meeting.date].append(
                {"title": title, "url": url, "where": "", "note": "", "off": False, "full": False}
            )
    return found


def _clock(meeting: Meeting) -> str:
    """When it starts; never broken before «a.m.»."""
    return days.clock(meeting.starts_at, meeting.training.time_zone).replace(" ", "\u00a0", 1)


def _day(day: date, first: date, events: list[dict[str, Any]]) -> dict[str, Any]:
    return {"date": day, "away": day.month != first.month, "today": day == today(), "events": events}


def _nothing(*, narrowed: bool) -> str:
    if narrowed:
        return _("There is no training in this month with these filters.")
    return _("There is no training in this month.")


def _known(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def _month(asked: str) -> date:
    """The month asked for; where it lies beyond what the calendar shows, its first or its last."""
    try:
        day = datetime.strptime(asked, "%Y-%m").date()
    except ValueError:
        return today()
    first, last = _shown()
    return min(max(day, first), last)


def _shown() -> tuple[date, date]:
    """The days of the calendar: a few years around today, so that whoever follows its links comes to an end."""
    year = today().year
    return date(year - YEARS_BACK, 1, 1), date(year + YEARS_AHEAD, 12, 31)


def _link(kept: dict[str, str], day: date) -> Link | None:
    """To the month of that day; none beyond what the calendar shows."""
    first, last = _shown()
    return Link(MONTHS[day.month], _query(kept, day)) if first <= day <= last else None


def _query(kept: dict[str, str], day: date) -> str:
    return f"?{urlencode({**kept, 'month': f'{day:%Y-%m}'})}"
