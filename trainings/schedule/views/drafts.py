"""The short pages by which a training is drafted, and by which seats, trainers and notice are changed later."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.people.models import Organization
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import path_to
from collaborative.web.messages import say
from trainings.bookings.room_sizes import too_many_text
from trainings.enums import Audience
from trainings.models import Training
from trainings.schedule.actions import drafts
from trainings.schedule.edits import refuse_if_published
from trainings.schedule.forms.drafts import AudienceForm, DiscardForm, NoticeForm, SeatsForm, SubjectForm
from trainings.schedule.forms.times import TimesForm

RELATED = ("host", "initiative__lead", "venue", "leader_override_by")
ABOVE = ((gettext_lazy("Trainings"), "trainings"),)
CHECK = "publish"


@requires("trainings.schedule")
class NewTraining(ActPage[None]):
    form_class = SubjectForm
    parents = ABOVE
    title = gettext_lazy("Schedule a training")
    subtitle = gettext_lazy("What it is and for whom.")
    message = gettext_lazy("A draft is kept; nobody has been told.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"person": self.request.user}

    def run(self, form: SubjectForm) -> Training:
        facts = {name: value for name, value in form.answers.items() if name != "revision"}
        return drafts.draft(**facts, by=self.request.user, once=form.once)

    def success_url(self, done: Training) -> str:
        return path_to(_after_subject(done), done.pk)


class DraftPage(ActPage[Training]):
    """Leads to the next page of the draft; back to the check page where the person came from there."""

    parents = ABOVE
    subtitle = "%(title)s"
    following: str = ""

    def form_kwargs(self) -> dict[str, Any]:
        return {"training": self.object, "initial": {"revision": self.object.revision}}

    def success_url(self, done: Training) -> str:
        if done.is_published:
            return done.get_absolute_url()
        if self.request.GET.get("then") == CHECK and self.following != "training-audience":
            return path_to("training-publish", done.pk)
        return path_to(self.following, done.pk)

    def tell(self, form: Any, done: Training) -> None:
        if done.is_published:
            super().tell(form, done)


@requires("trainings.run", Training, related=RELATED)
class Subject(DraftPage):
    form_class = SubjectForm
    title = gettext_lazy("What it is and for whom")

    def before(self) -> None:
        refuse_if_published(self.object)

    def form_kwargs(self) -> dict[str, Any]:
        kept = ("initiative", "kind", "title", "host", "audience", "revision")
        return {"person": self.request.user, "initial": {name: getattr(self.object, name) for name in kept}}

    def run(self, form: SubjectForm) -> Training:
        return drafts.describe(self.object, **form.answers, by=self.request.user)

    def success_url(self, done: Training) -> str:
        self.following = _after_subject(done)
        return super().success_url(done)


@requires("trainings.run", Training, related=RELATED)
class NameAudience(DraftPage):
    form_class = AudienceForm
    title = gettext_lazy("Who is invited")
    following = "training-times"

    def before(self) -> None:
        refuse_if_published(self.object)

    def form_kwargs(self) -> dict[str, Any]:
        named = [str(pk) for pk in self.object.audience_members.values_list("organization_id", flat=True)]
        return {"training": self.object, "initial": {"organizations": named, "revision": self.object.revision}}

    def run(self, form: AudienceForm) -> Training:
        revision = form.cleaned_data["revision"]
        return drafts.name_audience(self.object, organizations=form.chosen, revision=revision, by=self.request.user)


@requires("trainings.run", Training, related=RELATED)
class Times(DraftPage):
    form_class = TimesForm
    template_name = "trainings/schedule/times.html"
    title = gettext_lazy("When and where")
    following = "training-seats"

    def before(self) -> HttpResponse | None:
        return redirect("training-move", self.object.pk) if self.object.is_published else None

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "more": "more" in self.request.POST}

    def post(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" not in request.POST:
            return super().post(request)
        form = self.form()
        form.keep_typed()
        return self.page(form)

    def run(self, form: TimesForm) -> Training:
        return drafts.arrange(
            self.object,
            mode=form.cleaned_data["mode"],
            venue=form.venue,
            online_link=form.cleaned_data["online_link"],
            sittings=form.sittings(),
            override_why=form.cleaned_data["override_why"],
            revision=form.cleaned_data["revision"],
            by=self.request.user,
        )


@requires("trainings.run", Training, related=RELATED)
class Seats(DraftPage):
    form_class = SeatsForm
    action = drafts.set_seats
    title = gettext_lazy("Seats")
    following = "training-notice"

    def tell(self, form: SeatsForm, done: Training) -> None:
        if done.is_published:
            say(self.request, _("Seats are saved."), next_text=too_many_text(done))


@requires("trainings.run", Training, related=RELATED)
class Notice(DraftPage):
    form_class = NoticeForm
    action = drafts.engage
    title = gettext_lazy("Trainers and notice")
    message = gettext_lazy("Trainers and notice are saved.")
    following = "training-publish"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "person": self.request.user}


@requires("trainings.run", Training, related=RELATED)
class Discard(ActPage[Training]):
    form_class = DiscardForm
    action = drafts.discard
    template_name = "generic/confirm.html"
    parents = ABOVE
    title = gettext_lazy("Throw this draft away?")
    subtitle = "%(title)s"
    loss = gettext_lazy(
        "What was typed for it is lost, and its room and trainers are free again. Nobody has been told of it."
    )
    message = gettext_lazy("The draft “%(object.title)s” was thrown away.")

    def before(self) -> None:
        refuse_if_published(self.object)

    def success_url(self, done: Organization) -> str:
        return path_to("trainings")


def _after_subject(training: Training) -> str:
    """The page that comes next, by its name."""
    return "training-audience" if training.audience in (Audience.REGIONS, Audience.NAMED) else "training-times"
