"""Forms filled in as a page gives them, but for one field: that carries the number of a row of another region."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import connection, models

from collaborative.calendar.periods import today
from collaborative.people.models import Organization
from recs.models import Venue
from tests.access.routes import Things
from tests.attacks.filling import FilledForm, filled

PLUMBING = {"csrfmiddlewaretoken", "once", "revision"}
NUMBERED = re.compile(r"([a-z]*-?)(\d+)")  # 12, r12, waits-12


def foreign_rows(there: Things) -> list[models.Model]:
    """One row of each kind that a form may carry the number of."""
    venue = Venue.objects.filter(keeper=there.rec).order_by("pk")[0]
    hat = there.leader.hats.filter(role="superintendent").order_by("pk")[0]
    invitation = there.coming.invitations.order_by("pk")[0]
    school = Organization.objects.filter(parent=there.district).order_by("pk")[0]
    return [
        there.leader, there.colleague, hat, there.rec, there.district, school, venue, venue.rooms.all()[0], there.coming,
        there.held, invitation, there.registration, there.certificate, there.deliverable, there.request, there.claim,
        there.steps[0],
    ]  # fmt: skip


def honest(form: FilledForm, *, instead_of_typing: bool = False) -> dict[str, list[str]]:
    """As the page offers it, with something in every empty field that somebody types into; or with a choice in its place."""
    empty = [] if instead_of_typing else [name for name in form.values if _is_empty(form, name)]
    typed = {name: [typed_into(name, form.kinds[name])] for name in empty}
    return {name: [said] if isinstance(said, str) else list(said) for name, said in filled(form, typed, 0).items()}


BY_NAME = {
    "paste": "Eva Chee, eva.chee@example.org",
    "given_name": "Eva",
    "given": "Eva",
    "family_name": "Chee",
    "family": "Chee",
    "ends_on": "",
    "minutes": "60",
    "position": "Teacher",
}


def typed_into(name: str, kind: str) -> str:
    by_kind = {"date": str(today() + timedelta(days=9)), "time": "09:00", "number": "2", "email": "eva@example.org"}
    return BY_NAME.get(name, by_kind.get(kind, "Words enough to say something"))


def _is_empty(form: FilledForm, name: str) -> bool:
    kind = form.kinds.get(name, "hidden")
    return kind not in ("hidden", "file") and not "".join(form.values[name]).strip()


def number_fields(form: FilledForm) -> dict[str, str]:
    """The fields of a form that carry numbers of rows, hidden or to be chosen, and what stands before the number."""
    hidden = {name: values for name, values in form.values.items() if form.kinds.get(name) == "hidden"}
    found = {}
    for name, values in (form.choices | hidden).items():
        fitting = [fit for fit in map(NUMBERED.fullmatch, values) if fit]
        if fitting and name not in PLUMBING:
            found[name] = fitting[0].group(1)
    return found


def begin() -> int:
    """The number of the transaction that begins here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::xid::text::bigint")
        return cursor.fetchone()[0]


def written_about(row: models.Model, since: int) -> Iterator[str]:
    """The tables in which this transaction wrote a row that is this one or points to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd > 0")
        tables = {name for (name,) in cursor.fetchall()}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.db_table not in tables:
                continue
            columns = [field.column for field in model._meta.local_fields if _names(field, row)]
            if not columns:
                continue
            fits = " OR ".join(f'"{column}" = %s' for column in columns)
            sql = f'SELECT 1 FROM "{model._meta.db_table}" WHERE xmin::text::bigint >= %s AND ({fits}) LIMIT 1'
            cursor.execute(sql, [since, *[row.pk] * len(columns)])
            if cursor.fetchone():
                yield model._meta.label


def _names(field: models.Field, row: models.Model) -> bool:
    about = type(row)
    if field.primary_key and not field.is_relation:
        return field.model is about
    return isinstance(field, models.ForeignKey) and issubclass(about, field.related_model)
