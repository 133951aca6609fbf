"""Every view declares who may open it, in one line above it. A view that declares nothing is refused.

@requires("trainings.run", Training)   fetches within reach (404), asks the policy (403), hands over the thing
@requires("trainings.schedule")        a permission without a thing
@requires((…, …), Initiative)          any of these permissions will do
@with_a_role                           what everybody sees who holds any role today
@signed_in                             one's own affairs only: also for those whose roles have ended
@public                                anybody, said so one by one

The same line stands above an act page (collaborative/web/act_page.py); the thing is its `object`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, overload

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from collaborative.errors import AlreadyDone
from collaborative.people.models import Person
from collaborative.people.policy import hat_for
from collaborative.people.queries import within_reach
from collaborative.people.requests import PersonRequest
from collaborative.web.messages import say_refused

View = Callable[..., HttpResponse]
Permissions = str | tuple[str, ...]  # of several any will do
P = ParamSpec("P")
M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=Callable[..., Any])
About_co = TypeVar("About_co", covariant=True)
Enter = Callable[[PersonRequest, dict[str, Any]], Model | None]  # the rest of the address in, the thing out


class ActsOn(Protocol[About_co]):
    """An act page, as far as its door knows it."""

    @property
    def object(self) -> About_co: ...


@dataclass(frozen=True)
class AccessRule:
    kind: str  # «public», «signed in», «role» or «permission»
    permission: "Permissions" = ""
    model: type[Model] | None = None

    @property
    def permissions(self) -> tuple[str, ...]:
        if isinstance(self.permission, tuple):
            return self.permission
        return (self.permission,) if self.permission else ()


def _with(rule: AccessRule, view: V) -> V:
    view.access_rule = rule  # type: ignore[attr-defined]  # functions take it
    return view


def public(view: V) -> V:
    return _with(AccessRule("public"), login_not_required(view))


def signed_in(view: V) -> V:
    return _with(AccessRule("signed in"), view)


def with_a_role(view: V) -> V:
    """Whoever holds a role today. Those whose roles have ended read what is their own, and that has doors of its own."""

    def enter(request: PersonRequest, kwargs: dict[str, Any]) -> None:
        require_a_role(request.user)

    return _with(AccessRule("role"), _behind(enter, view))


def require_a_role(person: Person) -> None:
    if not person.hats_today:
        raise PermissionDenied


class OfNothing(Protocol):
    """What `requires` gives for a permission without a thing: it stands above a function or an act page."""

    @overload
    def __call__(self, view: type[ActsOn[None]]) -> type[ActsOn[None]]: ...

    @overload
    def __call__(self, view: Callable[Concatenate[PersonRequest, P], HttpResponse]) -> View: ...


class OfThing(Protocol[M]):
    """The same for one with a thing, which both take by its own type."""

    @overload
    def __call__(self, view: type[ActsOn[M]]) -> type[ActsOn[M]]: ...

    @overload
    def __call__(self, view: Callable[Concatenate[PersonRequest, M, P], HttpResponse]) -> View: ...


@overload
def requires(permission: Permissions) -> OfNothing: ...


@overload
def requires(
    permission: Permissions, model: type[M], *, among: str = "visible_to", related: tuple[str, ...] = ()
) -> OfThing[M]: ...


def requires(
    permission: Permissions,
    model: type[Model] | None = None,
    *,
    among: str = "visible_to",
    related: tuple[str, ...] = (),
) -> Any:
    """`among` names the queryset method that draws the border between 404 and the rest; `related` is fetched along."""

    def enter(request: PersonRequest, kwargs: dict[str, Any]) -> Model | None:
        thing = None
        if model is not None:
            thing = get_visible_or_404(model, request.user, kwargs.pop("pk"), among=among, related=related)
        require(request.user, permission, thing)
        return thing

    def hang(view: Any) -> Any:
        return _with(AccessRule("permission", permission, model), _behind(enter, view))

    return hang


def _behind(enter: Enter, view: Any) -> Any:
    """A view gets the thing that `enter` gives back as its first argument, an act page as its `object`."""
    if isinstance(view, type):
        view.dispatch = _dispatching(enter, view.dispatch)  # type: ignore[attr-defined]  # of Django's View
        return view

    @wraps(view)
    def entering(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        thing = enter(request, kwargs)
        return view(request, *args, **kwargs) if thing is None else view(request, thing, *args, **kwargs)

    return entering


def _dispatching(enter: Enter, dispatch: View) -> View:
    @wraps(dispatch)
    def entering(page: Any, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page.object = enter(request, kwargs)
        return dispatch(page, request, *args, **kwargs)

    return entering


def get_visible_or_404(
    model: type[M], person: Person, pk: int, *, among: str = "visible_to", related: tuple[str, ...] = ()
) -> M:
    """The thing, where it lies within reach; else 404."""
    found = within_reach(person, pk, model=model, among=among, related=related)
    if not found:
        raise Http404
    return found[0]


def require(person: Person, permission: Permissions, thing: Model | None = None) -> None:
    """Raise PermissionDenied (403), or note the hat that allows the act for the journal."""
    names = (permission,) if isinstance(permission, str) else permission
    for name in names:
        if hat := hat_for(person, name, thing):
            person.acting_hat = None if isinstance(hat, bool) else hat
            return
    raise PermissionDenied


class ClosedByDefault:
    """Refuses a view of ours that declares no door. Libraries' views (sign-in) bring their own."""

    OTHERS = ("allauth.", "django.", "whitenoise.")

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The second click of a double click, the replayed form: told, and led to what the first one made."""
        if isinstance(exception, AlreadyDone):
            say_refused(request, exception.message)
            return redirect(exception.url)
        return None

    def process_view(self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if access_rule_of(view) is None and not view.__module__.startswith(self.OTHERS):
            if settings.DEBUG or settings.TESTING:
                raise RuntimeError(f"{view.__module__}.{view.__name__} declares no door.")
            raise PermissionDenied


def access_rule_of(view: View) -> AccessRule | None:
    return getattr(view, "access_rule", None) or getattr(getattr(view, "view_class", None), "access_rule", None)
