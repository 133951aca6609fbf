from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from collaborative.calendar.days import ZONE_WORDS
from collaborative.journal.history import history_of
from collaborative.people.models import Organization
from collaborative.people.permissions import AccessRule, requires
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import panels_for
from collaborative.web.addresses import Link, path_to
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm, sent
from collaborative.web.messages import answer_refused, say
from collaborative.web.views import ListPage
from recs.actions import venues as actions
from recs.forms.venues import CloseForm, VenueForm
from recs.models import Venue


class VenueFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name"), field_name="name", lookup_expr="icontains")
    city = django_filters.CharFilter(label=gettext_lazy("Town"), lookup_expr="icontains")
    keeper = OfferedFilter(
        label=gettext_lazy("REC"),
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("All RECs"),
    )

    class Meta:
        model = Venue
        fields = ("words", "city", "keeper")
        form = FilterForm


class VenueList(ListPage):
    access_rule = AccessRule("permission", "recs.view")
    title = gettext_lazy("Venues and rooms")
    template_name = "recs/venue_list.html"
    filterset_class = VenueFilter
    columns = (gettext_lazy("Venue"), gettext_lazy("Town"), gettext_lazy("Rooms"), gettext_lazy("On the list of"))
    export = (
        (gettext_lazy("Venue"), "name"),
        (gettext_lazy("Street and number"), "address"),
        (gettext_lazy("Town"), "city"),
        (gettext_lazy("County"), "county"),
        (gettext_lazy("Latitude"), "latitude"),
        (gettext_lazy("Longitude"), "longitude"),
        (gettext_lazy("Where the degrees come from"), "located_by"),
        (gettext_lazy("Time zone"), "time_zone"),
        (gettext_lazy("Rooms"), "room_count"),
        (gettext_lazy("On the list of"), "keeper.name"),
    )
    export_name = "venues"

    def rows(self) -> QuerySet[Venue]:
        rows = Venue.objects.visible_to(self.request.user).open().select_related("keeper")
        return rows.annotate(room_count=Count("rooms")).order_by("city", "name", "id")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s venue", "%(count)s venues", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        keeps = self.request.user.has_perm("recs.keep_venues")
        return {
            "subtitle": _("Where trainings are held; rooms of other RECs can be booked, too."),
            "action": Link(_("Add a venue"), path_to("venue-new")) if keeps else None,
            "section": "trainings",
        }


@requires("recs.view", Venue, related=("keeper",))
def venue(request: PersonRequest, venue: Venue) -> HttpResponse:
    keeps = request.user.has_perm("recs.keep_venues", venue)
    context = {
        "title": venue.name,
        "subtitle": ", ".join(part for part in (venue.address, venue.city) if part),
        "breadcrumbs": [(_("Venues and rooms"), path_to("venues"))],
        "venue": venue,
        "rooms": list(venue.rooms.all()),
        "facts": [
            (_("On the list of"), venue.keeper.name),
            (_("Time zone"), ZONE_WORDS.get(venue.time_zone, venue.time_zone)),
            *_located(venue),
        ],
        "keeps": keeps,
        "action": Link(_("Change"), path_to("venue-change", venue.pk)) if keeps and not venue.closed_on else None,
        "panels": panels_for("venue", request, venue),
        "history": history_of(venue, request),
        "form": CloseForm(),
    }
    return render(request, "recs/venue.html", context)


@requires("recs.keep_venues")
def add(request: PersonRequest) -> HttpResponse:
    form = VenueForm(sent(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: actions.add_venue(**form.answers, by=request.user, once=form.once))
        if made:
            say(request, _("%(venue)s is on the list.") % {"venue": made})
            return redirect(made)
    return _form(request, form, _("Add a venue"), path_to("venues"))


@requires("recs.keep_venues", Venue, related=("keeper",))
def change(request: PersonRequest, venue: Venue) -> HttpResponse:
    form = VenueForm(sent(request), person=request.user, venue=venue)
    if request.method == "POST" and form.is_valid():
        done = form.run(lambda: actions.change_venue(venue, **form.answers, by=request.user, once=form.once))
        if done:
            say(request, _("%(venue)s is saved.") % {"venue": done})
            return redirect(done)
    return _form(request, form, _("Change %(venue)s") % {"venue": venue.name}, venue.get_absolute_url())


@requires("recs.keep_venues", Venue, related=("keeper",))
@require_POST
@answer_refused
def close(request: PersonRequest, venue: Venue) -> HttpResponse:
    form = CloseForm(request.POST)
    form.is_valid()
    undo = path_to("venue-reopen", venue.pk)
    actions.close_venue(venue, by=request.user, once=form.once)
    say(request, _("%(venue)s is off the list; what is planned there stays.") % {"venue": venue}, undo_url=undo)
    return redirect(venue)


@requires("recs.keep_venues", Venue, related=("keeper",))
@require_POST
@answer_refused
def reopen(request: PersonRequest, venue: Venue) -> HttpResponse:
    actions.reopen_venue(venue, by=request.user)
    say(request, _("%(venue)s is on the list again.") % {"venue": venue})
    return redirect(venue)


def _located(venue: Venue) -> list[tuple[str, str]]:
    known = [(_("County"), venue.county), (_("Place on the map"), venue.coordinates), (_("Says who"), venue.located_by)]
    return [(heading, words) for heading, words in known if words]


def _form(request: PersonRequest, form: VenueForm, title: str, cancel_url: str) -> HttpResponse:
    form.cancel_url = cancel_url
    context = {"form": form, "title": title, "breadcrumbs": [(_("Venues and rooms"), path_to("venues"))]}
    return render(request, "generic/form.html", context)
