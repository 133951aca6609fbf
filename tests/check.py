"""script/check: style, imports, type hints, settings as in production, migrations, templates, Django’s next version. All are
run, then summed up."""

import os
import re
import secrets
import subprocess
import sys

from embedded.places import PROJECT
from tests import hints, next_django, stand

PRODUCTION = {
    "TESTING": "0",
    "DEBUG": "0",
    "DEMO": "0",
    "EMBEDDED": "0",
    "PRODUCTION": "1",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SITE_URL": "https://learning.example.org",
    "ALLOWED_HOSTS": "learning.example.org",
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_USE_TLS": "1",
    "BEHIND_PROXY": "1",
    "DJANGO_SETTINGS_MODULE": "collaborative.settings",
}
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
APPS = ["collaborative", "recs", "districts", "initiatives", "trainings", "coaching", "support", "accountability"]


def main() -> None:
    stand.take_place()
    with stand.clone("clc_check") as url:
        production = os.environ | PRODUCTION | {"DATABASE_URL": url}
        manage = [sys.executable, "manage.py"]
        steps = {
            "style": lambda: run([sys.executable, "-m", "ruff", "check", "."]),
            "format": lambda: run([sys.executable, "-m", "ruff", "format", "--check", "."]),
            "style of templates": lambda: run([sys.executable, "-m", "djlint", "--lint", "--quiet", "templates"]),
            "imports": lambda: run([sys.executable, "-c", LINT_IMPORTS]),
            "type hints": hints.findings,
            "settings for production": lambda: run(
                [*manage, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"], production
            ),
            "migrations": lambda: run([*manage, "makemigrations", "--check", "--dry-run"], production),
            "templates": unused_templates,
            "Django’s next version": on_next_django,
        }
        failed = [name for name, step in steps.items() if not say(name, step())]
    if failed:
        raise SystemExit(f"script/check failed: {', '.join(failed)}")


def say(name: str, findings: str) -> bool:
    print(f"{'ok    ' if not findings else 'FAILED'} {name}", flush=True)
    if findings:
        print(findings, flush=True)
    return not findings


def run(command: list[str], env: dict[str, str] | None = None) -> str:
    """What it said, when it failed."""
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip() or "failed without a word" if done.returncode else ""


def on_next_django() -> str:
    words, findings = next_django.look()
    print(f"       {words}", flush=True)
    return findings


def unused_templates() -> str:
    """Templates that neither a template nor a module names. Names that libraries look up by themselves are theirs."""
    theirs = ("account/", "bootstrap5/", "django/", "allauth/", "429.html")
    folder = PROJECT / "templates"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    sources = [path for app in APPS for path in (PROJECT / app).rglob("*.py")] + list(folder.rglob("*.*"))
    words = "\n".join(path.read_text(errors="replace") for path in sources)
    named = set(re.findall(r"[\w/.-]+\.(?:html|txt|svg|ics|typ|xml)", words))
    named |= {f"letters/{kind}_{part}.txt" for kind in re.findall(r'"(\w+)"', words) for part in ("subject", "body")}
    unused = sorted(name for name in names - named if not name.startswith(theirs))
    return "\n".join(f"templates/{name} is named nowhere" for name in unused)


if __name__ == "__main__":
    main()
