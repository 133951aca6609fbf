"""The act page: a form, the one action behind it, what is said of it, and the page that comes next."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from collaborative.errors import ActionError, AlreadyDone
from collaborative.journal.access_log import looked_at_each
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused
from collaborative.web.text import Words

M = TypeVar("M", bound=Model | None)
Breadcrumbs = Sequence[tuple[Words, str]]  # the words and the address of each page above


class ActPage(View, Generic[M]):
    """One form and its action. `object` is what the page is about: `@requires` above the class fetches it.

    `form_class`, `action`: the form and what is called with its answers. What the action refuses stands at its field, and
    nothing typed is lost; a form sent twice is told so.
    `title`, `subtitle`, `loss`, `message`, `next_text`: sentences. Their parameters are attribute paths, as in the export of
    a list: `%(district.name)s` of the object; in the last two, which tell what was done, of what the action gave back.
    `%(object)s` is the object itself. What needs more is said by a property, by `context` or by `tell`.
    `parents`, `crumb`: words and name of each page above the object's own, and the words for that one.
    `undo`: the name of the page that takes the act back.
    """

    request: PersonRequest
    object: M = None  # type: ignore[assignment]  # where the door names no thing
    form_class: Any = None
    action: ClassVar[Callable[..., Any]]
    template_name: str = "generic/form.html"
    title: Words = ""
    subtitle: Words = ""
    loss: Words = ""  # what is given up, for generic/confirm.html
    submit_label: Words = ""  # where the form's own does not fit
    message: Words = ""
    next_text: Words = ""
    undo: str = ""
    parents: tuple[tuple[Words, str], ...] = ()
    crumb: Words = "%(object)s"

    def before(self) -> HttpResponse | None:
        """What is settled before the form: what else the address names, what leads elsewhere. An ActionError raised here is
        told on the page that the form leaves to: nothing can be done now."""
        return None

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def run(self, form: Any) -> Any:
        """Calls one action, with who acts and the form's key, and gives back what came of it."""
        about = () if self.object is None else (self.object,)
        return type(self).action(*about, **form.answers, by=self.request.user, once=form.once)

    def tell(self, form: Any, done: Any) -> None:
        """Says at the top of the next page what was done."""
        if self.message:
            undo_url = path_to(self.undo, done.pk) if self.undo else None
            next_text = self.sentence("next_text", done)
            say(self.request, self.sentence("message", done), next_text=next_text, undo_url=undo_url)

    def success_url(self, done: Any) -> Any:
        """The page of the object, or of what was made: a row, an address or a page's name."""
        return self.object or done

    def context(self, form: Any) -> dict[str, Any]:
        """What the page shows beside the form and the sentences."""
        return {}

    def shows(self, form: Any) -> Iterable[Model]:
        """Whose data the page shows: noted as looked at."""
        return ()

    def breadcrumbs(self) -> Breadcrumbs:
        above = [(words, path_to(page)) for words, page in self.parents]
        row: Any = self.object
        return [*above, (self.sentence("crumb", row), row.get_absolute_url())] if row else above

    @property
    def cancel_url(self) -> str:
        """Where the form is left to: one step up."""
        return self.breadcrumbs()[-1][1]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return self.before() or super().dispatch(request, *args, **kwargs)
        except AlreadyDone:
            raise
        except ActionError as refused:
            say_refused(request, refused.message)
            return redirect(self.cancel_url)

    def get(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if form.is_valid() and (done := form.run(lambda: self.run(form))):
            self.tell(form, done)
            return redirect(self.success_url(done))
        return self.page(form)

    def form(self) -> Any:
        form = self.form_class(sent(self.request), self.request.FILES or None, **self.form_kwargs())
        form.cancel_url = self.cancel_url
        if self.submit_label:
            form.submit_label = self.submit_label
        return form

    def page(self, form: Any) -> HttpResponse:
        context = {
            "form": form,
            "title": self.sentence("title", self.object),
            "subtitle": self.sentence("subtitle", self.object),
            "loss": self.sentence("loss", self.object),
            "breadcrumbs": self.breadcrumbs(),
            "cancel_url": self.cancel_url,
            **self.context(form),
        }
        response = render(self.request, self.template_name, context)
        looked_at_each(response, self.request, self.shows(form))
        return response

    def sentence(self, name: str, about: Any) -> Words:
        """One that stands in the class is filled in; a property has said it whole."""
        said = getattr(type(self), name)
        return getattr(self, name) if isinstance(said, property) else str(said) % _Facts(self, about)


class _Facts(dict[str, Any]):
    """For the parameters of a sentence: attribute paths of what it is about, or of the page's object."""

    def __init__(self, page: ActPage, about: Any) -> None:
        super().__init__()
        self.page, self.about = page, about

    def __missing__(self, path: str) -> Any:
        return attrgetter(path)(self.page if path.partition(".")[0] == "object" else self.about)
