"""The house examines itself: doors, permissions, actions, the one place-giver."""

import ast
import inspect
import pkgutil
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

from django.urls import get_resolver

from collaborative.people.permissions import access_rule_of
from collaborative.people.policy import permissions
from collaborative.people.roles import ROLES
from collaborative.web.act_page import ActPage

TOP = Path(__file__).resolve().parents[2]
PACKAGES = (
    "embedded",
    "collaborative",
    "recs",
    "districts",
    "initiatives",
    "trainings",
    "coaching",
    "support",
    "accountability",
)
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

    assert [f"{view.__module__}.{view.__name__}" for view in ours if access_rule_of(view) is None] == []


def test_every_door_names_a_permission_that_the_policy_knows():
    asked = {name for view in views() if (rule := access_rule_of(view)) for name in rule.permissions}

    assert asked - set(permissions) == set()


def test_the_sentences_of_act_pages_name_what_is_there():
    pages = {view.view_class for view in views() if issubclass(getattr(view, "view_class", object), ActPage)}
    lost = [
        f"{page.__module__}.{page.__name__}.{name}: {path}"
        for page in pages
        for name in ("title", "subtitle", "loss", "crumb", "message", "next_text")
        for path in re.findall(r"%\(([\w.]+)\)", str(getattr(page, name)))
        if not _leads_somewhere(page, name, path)
    ]

    assert len(pages) > 20
    assert lost == []


def _leads_somewhere(page: type[ActPage], name: str, path: str) -> bool:
    """Along the fields of the object, or of what the action gives back; a property ends the way."""
    tells = name in ("message", "next_text") and path.partition(".")[0] != "object"
    acts = page.run if page.run is not ActPage.run and "action" not in vars(page) else page.action
    model = get_type_hints(acts)["return"] if tells else page.access_rule.model
    for part in path.removeprefix("object.").split(".") if path != "object" else ():
        if not hasattr(model, part):
            return False
        field = next((one for one in model._meta.get_fields() if one.name == part), None)
        if field is None or not field.is_relation:
            return True
        model = field.related_model
    return True


def test_every_permission_of_a_role_is_known_and_every_known_one_is_given_or_own():
    given = {name for role in ROLES.values() for name in role.permissions}

    assert given - set(permissions) == set()
    assert {name for name in permissions if permissions[name].own is None} - given == set()


def test_every_permission_is_asked_somewhere():
    words = "\n".join(path.read_text() for path in sources() if path.name != "roles.py")
    words = re.sub(r'allow\(\s*"[^"]+"', "", words)
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
    allowed = {TOP / "trainings" / "registrations" / "seats.py"}
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


ROOMS = {"journal", "letters", "people", "files", "imports", "duties"}
KNOW_PEOPLE = {"urls"}  # it names the pages of all


def test_the_contract_names_every_module_of_the_ground_floor_that_knows_nobody():
    ground = (
        {found.name for found in pkgutil.iter_modules([str(TOP / "collaborative")])}
        - ROOMS
        - KNOW_PEOPLE
        - {"management"}
    )
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = next(one["source_modules"] for one in contracts if one["name"].startswith("The ground floor"))

    assert {f"collaborative.{name}" for name in ground} == set(named)


def test_an_import_inside_a_function_is_a_querysets_own_model():
    found = []
    for path in (path for path in sources() if "querysets" not in str(path)):
        models = path.parts[-2] == "models" and ".".join(path.relative_to(TOP).parts[:-1])
        for function in (one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.FunctionDef)):
            inside = [one for one in ast.walk(function) if isinstance(one, ast.Import | ast.ImportFrom)]
            inside = [one for one in inside if getattr(one, "module", None) != models]
            found += [f"{path.relative_to(TOP)}:{one.lineno}" for one in inside]

    assert found == []


def test_what_is_imported_only_for_type_checking_is_of_the_own_app():
    """`TYPE_CHECKING` is no way round the import line: it names what stands above in the own app, and libraries of hints."""
    found = []
    for path in sources():
        tree = ast.parse(path.read_text())
        blocks = [one for one in ast.walk(tree) if isinstance(one, ast.If) and ast.unparse(one.test) == "TYPE_CHECKING"]
        for one in (one for block in blocks for one in ast.walk(block) if isinstance(one, ast.Import | ast.ImportFrom)):
            named = [one.module] if isinstance(one, ast.ImportFrom) else [name.name for name in one.names]
            ours = [name for name in named if name.split(".")[0] in PACKAGES]
            found += [f"{path.relative_to(TOP)}:{one.lineno}" for name in ours if not name.startswith(app_of(path))]

    assert found == []


def app_of(path: Path) -> str:
    """With its dot; of collaborative's own modules, which know nobody above: themselves."""
    first, *rest = path.relative_to(TOP).with_suffix("").parts
    return f"{first}." if first != "collaborative" else f"{first}.{rest[0]}."


READ_BY_PEOPLE = (
    "allow",
    "ActionError",
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
        if {"embedded", "demo"} & {*path.parts}:  # they speak to the terminal
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in READ_BY_PEOPLE:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                found += [f"{path.relative_to(TOP)}:{one.lineno}" for one in given if _is_sentence(one)]

    assert found == []


def _is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


# Who takes part is said in people/enums.py. What follows speaks of the 89 districts themselves: the state's data and map, the
# pages and the search of organizations, the measures of districts, what belongs to a region.
OF_THE_89 = (
    "accountability/demo/",
    "accountability/verification/",
    "collaborative/people/enums.py",
    "collaborative/people/models/organization.py",
    "collaborative/people/search.py",
    "districts/actions/region.py",
    "districts/state_data.py",
    "recs/",
    "trainings/attendance/measures.py",
    "trainings/invitations/measures.py",
)


def test_nobody_but_the_89_is_asked_whether_it_is_a_district():
    asks = re.compile(r"""(kind\b.{0,20}|of_kind\([^)]*)["']district["']|Kind\.DISTRICT""")
    found = [
        f"{path}: {line.strip()}"
        for source in sources()
        for line in source.read_text().splitlines()
        if asks.search(line) and not (path := str(source.relative_to(TOP))).startswith(OF_THE_89)
    ]

    assert found == []
