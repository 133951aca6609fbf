"""What every act page does alike: tried on pages of the tests' own, which rename a venue."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy

from collaborative.errors import ActionError
from collaborative.journal.models import Access, Entry
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.people.permissions import access_rule_of, requires, with_a_role
from collaborative.web.act_page import ActPage
from collaborative.web.forms import BaseForm
from recs.models import Venue
from tests import builders


class NameForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Keep the name")

    name = forms.CharField(label=gettext_lazy("Name"))
    city = forms.CharField(label=gettext_lazy("Town"), required=False)


@action
def rename(venue: Venue, *, name: str, city: str, by: Person) -> Venue:
    if name == "Taken":
        raise ActionError("This name is taken.", field="name")
    venue = Venue.objects.get(pk=venue.pk)
    venue.name, venue.city = name, city
    venue.save()
    record("venue.renamed", venue, text="Renamed.", by=by)
    return venue


@requires("recs.keep_venues", Venue, related=("keeper",))
class Rename(ActPage[Venue]):
    form_class = NameForm
    action = rename
    parents = ((gettext_lazy("Venues"), "venues"),)
    crumb = "%(name)s"
    title = gettext_lazy("Rename %(name)s of %(keeper.short_name)s")
    message = gettext_lazy("It is called %(name)s, and was called %(object.name)s.")
    next_text = gettext_lazy("In %(city)s.")
    undo = "venue-reopen"

    def before(self) -> HttpResponse | None:
        if self.object.closed_on:
            raise ActionError("It is off the list.")
        return None

    def shows(self, form: NameForm) -> list[Venue]:
        return [self.object]

    @property
    def subtitle(self) -> str:
        return f"100% {self.object.name}"


@with_a_role
class Found(ActPage[None]):
    form_class = NameForm
    parents = ((gettext_lazy("Venues"), "venues"),)
    title = gettext_lazy("Find one")

    def run(self, form: NameForm) -> Venue:
        return rename(Venue.objects.get(), **form.answers, by=self.request.user, once=form.once)


urlpatterns = [
    path("tests/rename/<int:pk>/", Rename.as_view(), name="rename"),
    path("tests/found/", Found.as_view(), name="found"),
    path("", include("collaborative.urls")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def venue(cast) -> Venue:
    return builders.venue(name="Annex")


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_page_shows_its_sentences_the_way_up_and_the_form(cast, sign_in, venue):
    answer = sign_in(cast.coordinator).get(f"/tests/rename/{venue.pk}/")

    assert answer.context["title"] == f"Rename Annex of {venue.keeper.short_name}"
    assert answer.context["subtitle"] == "100% Annex"
    assert answer.context["breadcrumbs"] == [("Venues", "/recs/venues/"), ("Annex", venue.get_absolute_url())]
    assert answer.context["form"].cancel_url == venue.get_absolute_url()
    assert "Keep the name" in answer.content.decode()


def test_sent_it_runs_one_action_tells_what_was_done_and_leads_to_the_thing(cast, sign_in, venue):
    answer = sign_in(cast.coordinator).post(f"/tests/rename/{venue.pk}/", {"name": "Barn", "city": "Ruidoso"})

    assert (answer.status_code, answer["Location"]) == (302, venue.get_absolute_url())
    assert told(answer) == ["<strong>It is called Barn, and was called Annex.</strong> In Ruidoso."]
    [message] = get_messages(answer.wsgi_request)
    assert message.extra_tags == f"/recs/venues/{venue.pk}/reopen/"
    [entry] = Entry.objects.filter(verb="venue.renamed")
    assert (entry.by_name, entry.hat) == ("Carla Ortiz", str(cast.coordinator.hats_today[0]))


def test_what_the_action_refuses_stands_at_its_field_and_what_was_typed_stays(cast, sign_in, venue):
    answer = sign_in(cast.coordinator).post(f"/tests/rename/{venue.pk}/", {"name": "Taken", "city": "Ruidoso"})

    assert answer.status_code == 200
    assert answer.context["form"].errors == {"name": ["This name is taken."]}
    assert 'value="Ruidoso"' in answer.content.decode()
    assert told(answer) == []
    assert not Entry.objects.filter(verb="venue.renamed").exists()


def test_a_form_that_is_not_filled_in_runs_nothing(cast, sign_in, venue):
    answer = sign_in(cast.coordinator).post(f"/tests/rename/{venue.pk}/", {"city": "Ruidoso"})

    assert answer.context["form"].errors == {"name": ["Enter the name."]}
    assert not Entry.objects.filter(verb="venue.renamed").exists()


def test_the_second_click_is_told_and_led_to_what_the_first_made(cast, sign_in, venue):
    client, path = sign_in(cast.coordinator), f"/tests/rename/{venue.pk}/"
    sent = {"name": "Barn", "once": client.get(path).context["form"]["once"].value()}
    client.post(path, sent)

    answer = client.post(path, sent)

    assert (answer.status_code, answer["Location"]) == (302, venue.get_absolute_url())
    assert told(answer)[-1] == "This was saved already; nothing was done twice."
    assert Entry.objects.filter(verb="venue.renamed").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_done_now_is_told_one_step_up(cast, sign_in, venue, method):
    Venue.objects.update(closed_on="2020-01-01")

    answer = getattr(sign_in(cast.coordinator), method)(f"/tests/rename/{venue.pk}/", {"name": "Barn"})

    assert (answer.status_code, answer["Location"]) == (302, venue.get_absolute_url())
    assert told(answer) == ["It is off the list."]
    assert not Entry.objects.filter(verb="venue.renamed").exists()


def test_whose_data_a_page_shows_is_noted(cast, sign_in, venue):
    sign_in(cast.coordinator).get(f"/tests/rename/{venue.pk}/")

    [access] = Access.objects.all()
    assert (access.person_id, access.about) == (cast.coordinator.pk, f"recs.venue:{venue.pk}")


@pytest.mark.parametrize("method", ["get", "post"])
def test_out_of_reach_is_not_there_and_in_reach_may_be_forbidden(cast, sign_in, venue, method):
    path, sent = f"/tests/rename/{venue.pk}/", {"name": "Barn"}

    assert getattr(sign_in(cast.coordinator), method)("/tests/rename/0/", sent).status_code == 404
    assert getattr(sign_in(cast.other_coordinator), method)(path, sent).status_code == 403
    assert Venue.objects.get().name == "Annex"


def test_a_page_about_nothing_yet_leads_to_what_was_made(cast, sign_in, venue):
    client = sign_in(cast.coordinator)

    assert client.get("/tests/found/").context["form"].cancel_url == "/recs/venues/"
    assert client.post("/tests/found/", {"name": "Barn"})["Location"] == venue.get_absolute_url()
    assert sign_in(cast.nobody).post("/tests/found/", {"name": "Shed"}).status_code == 403
    assert Venue.objects.get().name == "Barn"


def test_the_door_of_a_page_is_found_like_that_of_a_function():
    rule = access_rule_of(Rename.as_view())

    assert (rule.kind, rule.permission, rule.model) == ("permission", "recs.keep_venues", Venue)
    assert access_rule_of(Found.as_view()).kind == "role"
