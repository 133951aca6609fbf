import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from collaborative.errors import ActionError, AlreadyDone
from collaborative.journal.models import Access, Entry, Once, Seen
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from tests import builders
from tests.racing import at_once, refusals


@action
def rename(person, *, given, by, entries=1):
    person.given_name = given
    person.save()
    for _number in range(entries):
        record("person.renamed", person, text=f"Now called {given}.", by=by)
    return person


def test_an_action_leaves_exactly_one_entry(db):
    ana = builders.person()

    rename(ana, given="Anna", by=ana)

    entry = Entry.objects.about(ana).get()
    assert (entry.verb, entry.by_name, entry.text) == ("person.renamed", "Anna Lucero", "Now called Anna.")


@pytest.mark.parametrize("entries", [0, 2])
def test_an_action_with_no_or_two_entries_changes_nothing(db, entries):
    ana = builders.person()

    with pytest.raises(RuntimeError, match="exactly one"):
        rename(ana, given="Anna", by=ana, entries=entries)

    assert Person.objects.get(pk=ana.pk).given_name == "Ana"


def test_an_action_that_cannot_write_its_entry_changes_nothing(db, monkeypatch):
    ana = builders.person()
    monkeypatch.setattr(Entry.objects, "create", lambda **_values: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        rename(ana, given="Anna", by=ana)

    assert Person.objects.get(pk=ana.pk).given_name == "Ana"


def test_an_action_inside_an_action_is_refused(db):
    ana = builders.person()

    @action
    def twice(person, *, by):
        rename(person, given="Anna", by=by)

    with pytest.raises(RuntimeError, match="inside another action"):
        twice(ana, by=ana)


def test_the_hat_that_allowed_it_stands_in_the_entry(cast):
    from collaborative.people.permissions import require

    require(cast.director, "people.give_hats", builders.rec())
    rename(cast.teacher, given="Rosalía", by=cast.director)

    assert Entry.objects.about(cast.teacher).get().hat == "REC director, Region 9"


def test_the_same_key_is_carried_out_once_and_the_second_is_led_to_the_thing(db):
    ana = builders.person()
    rename(ana, given="Anna", by=ana, once="key-1")

    with pytest.raises(AlreadyDone) as told:
        rename(ana, given="Annie", by=ana, once="key-1")

    assert told.value.url == ana.get_absolute_url()
    assert Person.objects.get(pk=ana.pk).given_name == "Anna"


def test_a_refused_action_does_not_use_its_key_up(db):
    ana = builders.person()

    @action
    def refuse(person, *, by):
        raise ActionError("Not today.")

    with pytest.raises(ActionError):
        refuse(ana, by=ana, once="key-2")
    rename(ana, given="Anna", by=ana, once="key-2")

    assert Once.objects.filter(key=f"{ana.pk}:key-2").count() == 1


def test_a_key_that_two_people_came_upon_serves_them_both(db):
    ana, luz = builders.person("Ana", "Lucero"), builders.person("Luz", "Vigil")
    key = str(uuid.uuid4())

    rename(ana, given="Anna", by=ana, once=key)
    rename(luz, given="Lucy", by=luz, once=key)

    luz.refresh_from_db()
    assert luz.given_name == "Lucy"


def test_eight_clicks_at_once_make_one_entry(cloned_db):
    ana = builders.person()

    told = refusals(at_once([lambda: rename(Person.objects.get(pk=ana.pk), given="Anna", by=ana, once="key-3")] * 8))

    assert [type(one) for one in told] == [AlreadyDone] * 7
    assert Entry.objects.about(ana).count() == 1


@pytest.mark.parametrize("model", [Entry, Seen, Access])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_append_only_tables_refuse_change(db, model, statement):
    ana = builders.person()
    rename(ana, given="Anna", by=ana)
    now = Entry.objects.get().at
    Seen.objects.create(about="x:1", organization_id=1, person_id=ana.pk, at=now)
    Access.objects.create(at=now, person_id=ana.pk, person_name="Anna", what="/people/1/", kind="page")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))
