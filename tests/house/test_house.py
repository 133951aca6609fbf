"""The house examines itself: doors, permissions, actions, the one place-giver."""

import ast
import inspect
import pkgutil
import tomllib
from importlib import import_module
from pathlib import Path

from django.urls import get_resolver

from collaborative.people.doors import door_of
from collaborative.people.policy import permissions
from collaborative.people.roles import ROLES

TOP = Path(__file__).resolve().parents[2]
PACKAGES = ("collaborative", "recs", "districts", "initiatives", "trainings", "support", "accountability")
LIBRARIES = ("allauth.", "django.")


def views(resolver=None):
    for part in (resolver or get_resolver()).url_patterns:
        if hasattr(part, "url_patterns"):
            yield from views(part)
        else:
            yield part.callback


def sources():
    return [path for package in PACKAGES for path in (TOP / package).rglob("*.py") if "migrations" not in path.parts]


def test_every_name_that_a_package_offers_is_there():
    packages = [path.parent.relative_to(TOP) for path in sources() if path.name == "__init__.py"]
    offering = [import_module(".".join(package.parts)) for package in packages]
    lost = [
        f"{one.__name__}.{name}" for one in offering for name in getattr(one, "__all__", []) if not hasattr(one, name)
    ]

    assert lost == []


def test_every_view_of_ours_declares_its_door():
    ours = [view for view in views() if not view.__module__.startswith(LIBRARIES)]

    assert [f"{view.__module__}.{view.__name__}" for view in ours if door_of(view) is None] == []


def test_every_door_names_a_permission_that_the_policy_knows():
    asked = {door_of(view).permission for view in views() if door_of(view) and door_of(view).permission}

    assert asked - set(permissions) == set()


def test_every_permission_of_a_role_is_known_and_every_known_one_is_given_or_own():
    given = {name for role in ROLES.values() for name in role.permissions}

    assert given - set(permissions) == set()
    assert {name for name in permissions if permissions[name].own is None} - given == set()


def test_every_permission_is_asked_somewhere():
    words = "\n".join(path.read_text() for path in sources() if path.name not in ("policy.py", "roles.py"))
    words += "\n".join(path.read_text() for path in (TOP / "templates").rglob("*.html"))

    assert [name for name in permissions if f'"{name}"' not in words] == []


def test_what_an_actions_module_offers_with_by_is_an_action():
    found = []
    for package in PACKAGES:
        for module in modules_of(package):
            if ".actions" not in module.__name__:
                continue
            for name, thing in inspect.getmembers(module, inspect.isfunction):
                if thing.__module__ != module.__name__ or name.startswith("_"):
                    continue
                takes_by = "by" in inspect.signature(inspect.unwrap(thing)).parameters
                if takes_by and not getattr(thing, "is_action", False):
                    found.append(f"{module.__name__}.{name}")

    assert found == []


def modules_of(package: str):
    top = import_module(package)
    for info in pkgutil.walk_packages(top.__path__, f"{package}."):
        if ".migrations" not in info.name and ".management" not in info.name and not info.name.endswith("gunicorn"):
            yield import_module(info.name)


def test_registrations_are_written_by_the_place_giver_alone():
    """HOUSE 6.1: one function hands out a place. The demo's bulk loader is excepted; `verify` proves it."""
    allowed = {TOP / "trainings" / "places.py"}
    writers = []
    for path in sources():
        if path in allowed or "demo" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes_registrations(node.func):
                writers.append(f"{path.relative_to(TOP)}:{node.lineno}")

    assert writers == []


def _writes_registrations(called: ast.Attribute) -> bool:
    words = ast.unparse(called)
    writes = called.attr in (
        "create",
        "bulk_create",
        "update",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "delete",
    )
    return writes and ("Registration.objects" in words or ".registrations." in words)


def test_actions_never_call_tasks_and_nobody_uses_signals():
    for path in sources():
        words = path.read_text()
        if ".actions" in str(path) or "/actions/" in str(path):
            assert ".delay(" not in words and "apply_async" not in words, path
        assert "@receiver" not in words, path


ROOMS = {"journal", "people", "files", "imports", "duties"}
KNOW_PEOPLE = {"health", "urls", "views"}  # docs/decisions/imports.md


def test_the_contract_names_every_module_of_the_ground_floor_that_knows_nobody():
    ground = {found.name for found in pkgutil.iter_modules([str(TOP / "collaborative")])} - ROOMS - KNOW_PEOPLE - {"management"}
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = next(one["source_modules"] for one in contracts if one["type"] == "forbidden")

    assert {f"collaborative.{name}" for name in ground} == set(named)


def test_an_import_inside_a_function_is_a_querysets_own_model():
    found = []
    for path in (path for path in sources() if "querysets" not in str(path)):
        for function in (one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.FunctionDef)):
            inside = [one for one in ast.walk(function) if isinstance(one, ast.Import | ast.ImportFrom)]
            found += [f"{path.relative_to(TOP)}:{one.lineno}" for one in inside]

    assert found == []


def test_nobody_imports_only_for_type_checking_but_querysets():
    """`TYPE_CHECKING` is no way round the import line; a queryset may name the model above it in its own app."""
    users = [path for path in sources() if "TYPE_CHECKING" in path.read_text() and "querysets" not in str(path)]

    assert users == []


READ_BY_PEOPLE = (
    "allow",
    "Refused",
    "say",
    "say_refused",
    "stop",
    "outbox.stop",
    "letter_kind",
    "duty_kind",
    "search_source",
)


def test_what_people_read_goes_through_gettext():
    """A sentence in plain quotes, handed to what people read, is a sentence that cannot be translated."""
    found = []
    for path in sources():
        if {"servers", "demo"} & {*path.parts}:  # they speak to the terminal
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in READ_BY_PEOPLE:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                found += [f"{path.relative_to(TOP)}:{one.lineno}" for one in given if _is_sentence(one)]

    assert found == []


def _is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
