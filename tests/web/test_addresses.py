"""Pages are named, never spelt: no address of ours stands in a source or a template, so that the product can run below a path."""

import ast
import re

import pytest
from django.urls import get_resolver

from tests.house.test_house import TOP, sources

ALLOWED = {  # where, the literal: why
    ("embedded/run.py", "/healthz"): "asked of the web server itself, which answers there under any path",
    ("collaborative/settings.py", "/"): "the path of cookies where the product has a host of its own",
    ("collaborative/ops/wsgi.py", "/"): "the first page, asked for by the path alone",
    ("collaborative/web/addresses.py", "/"): "takes the path off and puts it on again",
}
OF_TEXTS = (  # a stroke that these take is no address
    *("split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip"),
    *("removeprefix", "removesuffix", "startswith", "endswith", "join", "replace"),
)
IN_HTML = re.compile(r"""\b(?:href|action|src)=["']?/\w""")
ATTRIBUTE = re.compile(
    r'\b(?:href|action|formaction|src|hx-(?:get|post|put|patch|delete))="((?:\{[{%].*?[%}]\}|[^"])*)"'
)
MADE = r"\{\{[^}]*\}\}|\{%[^%]*%\}"
FINE = re.compile(rf"(?:{MADE})*(?:[?#].*)?|(?:mailto|data|https):.*", re.DOTALL)  # made whole; then a query at most
IN_A_LETTER = re.compile(r"site_url \}\}(?=[^\s{])|site_url \}\}(?=\{\{)|\}\}[\w-]*/")


def first_parts(resolver=None, before: str = "") -> set[str]:
    """What the addresses of ours begin with."""
    found = set()
    for part in (resolver or get_resolver()).url_patterns:
        route = before + str(part.pattern)
        found |= first_parts(part, route) if hasattr(part, "url_patterns") else {route.partition("/")[0]}
    return found - {""}


def in_source(words: str) -> list[tuple[int, str]]:
    tree, firsts, found = ast.parse(words), first_parts(), []
    above = {below: node for node in ast.walk(tree) for below in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(above.get(node), ast.JoinedStr):  # a part of what is looked at whole
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not isinstance(above[node], ast.Expr):
            if _begins_like_one(node.value, firsts) or (node.value == "/" and not _is_of_a_text(above[node])):
                found.append((node.lineno, node.value))
        elif (isinstance(node, ast.JoinedStr) and _is_put_together(node, firsts)) or _is_added(node):
            found.append((node.lineno, ast.unparse(node)))
    return found


def _begins_like_one(words: str, firsts: set[str]) -> bool:
    begins = re.match(r"/([\w.-]+)", words)
    return bool(IN_HTML.search(words)) or (begins is not None and begins[1] in firsts)


def _is_added(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and "SITE_URL" in ast.unparse(node.left)


def _is_of_a_text(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OF_TEXTS
    return called or isinstance(node, ast.Compare)


def _is_put_together(node: ast.JoinedStr, firsts: set[str]) -> bool:
    """`f"/people/{pk}/"`, `f"/{kind}/{pk}/"`, `f"{SITE_URL}/people/"`, `f"{page}lock/"`; a query may follow a made one."""
    first, *rest = node.values
    if isinstance(first, ast.Constant):
        return first.value == "/" or _begins_like_one(first.value, firsts)
    then = rest[0].value if rest and isinstance(rest[0], ast.Constant) else "{"
    goes_on = bool(rest) and then[0] not in "?#"
    made = re.search(r"SITE_URL|_url\(|path_to\(", ast.unparse(first))
    return bool(made and goes_on) or re.match(r"[a-z][\w-]*/(?:\?|$)", then) is not None


def in_template(words: str, *, letter: bool = False) -> list[tuple[int, str]]:
    spelt = [one for one in ATTRIBUTE.finditer(words) if not FINE.fullmatch(one[1])]
    spelt += IN_A_LETTER.finditer(words) if letter else []
    return [(words.count("\n", 0, one.start()) + 1, one[0]) for one in spelt]


def in_script(words: str) -> list[tuple[int, str]]:
    spelt = re.finditer(rf"""["'`]/(?:{"|".join(map(re.escape, first_parts()))})\b""", words)
    return [(words.count("\n", 0, one.start()) + 1, one[0]) for one in spelt]


def test_no_source_spells_an_address():
    found = [
        (path.relative_to(TOP).as_posix(), *one)
        for path in sources()
        if path.name != "urls.py" and path.parent.name != "urls"
        for one in in_source(path.read_text())
    ]

    assert [one for one in found if (one[0], one[2]) not in ALLOWED] == []
    assert {(where, spelt) for where, _line, spelt in found} == set(ALLOWED)


def test_no_template_spells_an_address():
    found = [
        (path.relative_to(TOP).as_posix(), *one)
        for path in sorted((TOP / "templates").rglob("*.*"))
        for one in in_template(path.read_text(), letter=path.suffix == ".txt")
    ]

    assert found == []


def test_no_script_spells_an_address():
    assert [(path.name, *one) for path in (TOP / "static/js").glob("*.js") for one in in_script(path.read_text())] == []


@pytest.mark.parametrize(
    "bad",
    [
        'redirect("/people/")',
        'up = [("Home", "/")]',
        'f"/people/{pk}/lock/"',
        'f"/{kind}/{pk}/"',
        'f"{settings.SITE_URL}/me/"',
        'f"{settings.SITE_URL}{page.get_absolute_url()}"',
        "settings.SITE_URL + path",
        'f"{training.get_absolute_url()}door/"',
        "f\"{path_to('training', pk)}door/\"",
        'f"{page}registrations/"',
        "format_html('<a href=\"/help/\">{}</a>', words)",
    ],
)
def test_a_spelt_address_is_found_in_a_source(bad):
    assert len(in_source(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        'redirect("people")',
        'name.split("/")',
        '"/" in name',
        '"""/people/ is the list."""',
        "f\"{path_to('people')}?words={words}\"",
        'f"{step.get_absolute_url()}#step"',
        'Path("/dev/shm")',
    ],
)
def test_what_is_no_spelt_address_is_left_alone(good):
    assert in_source(good) == []


@pytest.mark.parametrize(
    "bad",
    [
        '<a href="/">',
        '<a class="x" href="/people/{{ one.pk }}/">',
        '<form method="post" action="apply/">',
        '<a href="../sheet.pdf?meeting=1">',
        '<a href="{{ training.get_absolute_url }}door/">',
        '<tr hx-post="{{ page }}marks/">',
        '<a href="{% if one %}/me/{% endif %}">',
    ],
)
def test_a_spelt_address_is_found_in_a_template(bad):
    assert len(in_template(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        "<a href=\"{% url 'person' one.pk %}\">",
        "<a href=\"{% url 'experts' %}?rec={{ rec.pk }}&amp;state=valid\">",
        '<a href="{{ before }}{{ number }}">',
        '<a href="?page=2">',
        '<a href="#main">',
        '<a href="mailto:{{ email }}">',
        '<form method="post" action="">',
    ],
)
def test_a_made_address_is_left_alone(good):
    assert in_template(good) == []


@pytest.mark.parametrize(
    "bad", ["{{ site_url }}/me/", "{{ site_url }}{{ visit.get_absolute_url }}", "{{ url }}ledger/"]
)
def test_a_spelt_address_is_found_in_a_letter(bad):
    assert len(in_template(bad, letter=True)) == 1


def test_a_spelt_address_is_found_in_a_script():
    assert in_script('fetch("/people/" + id)') != []
    assert in_script('text.split("/")') == []
