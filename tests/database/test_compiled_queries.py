"""Statements made once per process: filled in anew at each call, and refused where they would not be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from collaborative.calendar import periods
from collaborative.database import compiled_queries
from collaborative.database.compiled_queries import CannotBePrepared
from collaborative.people.models import Hat, Organization, Person
from districts.models import District
from tests import builders
from tests.cast import make_cast


@pytest.fixture(autouse=True)
def _none_kept(monkeypatch):
    monkeypatch.setattr(compiled_queries, "_kept", {})


@compiled_queries.prepared
def colleagues(person, organization):
    return Person.objects.visible_to(person).filter(hats__organization=organization).order_by("pk")


@compiled_queries.prepared
def among(ids, *, kind):
    return Organization.objects.filter(pk__in=ids, kind=kind).select_related("parent").order_by("pk")


@compiled_queries.prepared
def under(organizations):
    return Organization.objects.filter(parent__in=organizations).select_related("parent")


@compiled_queries.prepared
def by_handle(handle):
    return Person.objects.filter(handle=handle).values_list("pk", "given_name")


@compiled_queries.prepared
def counted(organization):
    hats = Hat.objects.filter(organization=organization).order_by()
    return hats.values("organization").annotate(all=Count("pk"), coaches=Count("pk", filter=Q(role="coach")))


def test_two_people_of_the_same_shape_see_their_own_and_one_statement_serves_both(cast):
    for person, number in ((cast.coordinator, 9), (cast.other_coordinator, 6), (cast.coordinator, 9)):
        rec = builders.rec(number)
        assert colleagues(person, rec.pk) == list(colleagues.plain(person, rec.pk)) != []
    assert colleagues(cast.other_coordinator, builders.rec(9).pk) == []
    assert len({key[1] for key in compiled_queries._kept if key[0] is colleagues}) == 2  # one's own REC, and another


def test_roles_are_part_of_the_key(cast):
    district = builders.district("Texico")
    assert colleagues(cast.leader, district.pk) == [cast.other_superintendent]
    assert colleagues(cast.teacher, district.pk) == []


def test_lists_of_any_length_related_rows_and_nothing_at_all(cast, django_assert_num_queries):
    wanted = [builders.district("Cloudcroft"), builders.district("Texico")]
    for ids in ([wanted[0].pk], [one.pk for one in wanted], [wanted[0].pk] * 2):
        found = among(ids, kind="district")
        assert [one.pk for one in found] == sorted(set(ids))
        assert all(one.parent.kind == "rec" for one in found)
    assert among([one.pk for one in wanted], kind="rec") == []
    with django_assert_num_queries(0):
        assert among([], kind="district") == []
    with django_assert_num_queries(1):
        assert among([wanted[1].pk], kind="district")[0].parent.short_name


@compiled_queries.prepared
def named(words):
    found = Person.objects.all()
    for word in words:
        found = found.filter(search_key__contains=word)
    return found.order_by("pk")


def test_words_looked_for_are_escaped(cast):
    assert named(["carla", "ort"]) == [cast.coordinator]
    assert named(["dolores", "pena"]) == [cast.superintendent]
    assert named(["%"]) == named(["_"]) == []


def test_texts_and_rows_of_figures(cast):
    assert by_handle(cast.coach.handle) == [(cast.coach.pk, "Miguel")]
    assert by_handle("nobody%s") == []
    for number, all_of_them, coaches in ((9, 4, 1), (6, 1, 0)):
        rec = builders.rec(number)
        assert counted(rec) == [{"organization": rec.pk, "all": all_of_them, "coaches": coaches}]


def test_things_go_in_and_come_out(cast):
    nine, six = builders.rec(9), builders.rec(6)
    assert colleagues(cast.coordinator, nine) == colleagues(cast.coordinator, nine.pk) != []
    assert {one.parent for one in under([nine, six])} == {nine, six}
    district = District.objects.get(short_name="Texico")  # an organization that has a table of its own
    assert counted(district)[0]["organization"] == district.pk


def test_what_depends_on_the_value_of_an_id_is_refused(cast):
    @compiled_queries.prepared
    def compares(organization):
        return Organization.objects.filter(kind="rec" if organization == 1 else "district")

    @compiled_queries.prepared
    def in_a_text(organization):
        return Hat.objects.filter(source=f"from {organization}")

    @compiled_queries.prepared
    def asks(organization):
        return Hat.objects.filter(person=Person.objects.first())

    @compiled_queries.prepared
    def by_the_clock(organization):
        return Person.objects.filter(created_at__lt=timezone.now())

    @compiled_queries.prepared
    def prefetches(organization):
        worn = Prefetch("hats", Hat.objects.filter(organization=organization), to_attr="worn")
        return Person.objects.prefetch_related(worn)

    for one in (compares, in_a_text, asks, by_the_clock, prefetches):
        with pytest.raises(CannotBePrepared):
            one(builders.rec(9).pk)


def test_of_a_stand_in_nothing_but_the_id_is_known(cast):
    @compiled_queries.prepared
    def by_lineage(person):
        return Organization.objects.filter(ancestors__overlap=person.hats_today[0].organization.ancestors)

    @compiled_queries.prepared
    def by_name(person):
        return Person.objects.filter(family_name=person.family_name)

    @compiled_queries.prepared
    def by_kind(organization):
        return Organization.objects.filter(kind=organization.kind)

    for one, thing in ((by_lineage, cast.coach), (by_name, cast.coach), (by_kind, builders.rec(9))):
        with pytest.raises(CannotBePrepared):
            one(thing)


def test_true_and_false_are_no_ids(cast):
    with pytest.raises(TypeError, match="by name"):
        by_handle(True)


def test_turned_off_the_functions_ask_plainly(cast, settings):
    settings.PREPARED = False
    before = len(compiled_queries._kept)

    assert colleagues(cast.coordinator, builders.rec(9).pk) == list(
        colleagues.plain(cast.coordinator, builders.rec(9).pk)
    )
    assert [row["all"] for row in counted(builders.rec(9))] == [4]
    assert len(compiled_queries._kept) == before


def test_threads_fill_in_their_own(cloned_db):
    """Statements are shared by the threads of a web process; what is filled in, and the connection, are each one's own."""
    make_cast()
    recs = [builders.rec(number).pk for number in (6, 9)] * 4
    barrier = Barrier(len(recs))

    def ask(rec):
        barrier.wait()
        try:
            return {row["all"] for _time in range(25) for row in counted(rec)}
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(recs)) as threads:
        assert list(threads.map(ask, recs)) == [{1}, {4}] * 4


def test_what_is_refused_is_asked_plainly_outside_the_tests(cast, settings):
    @compiled_queries.prepared
    def by_the_clock(organization):
        return Hat.objects.filter(organization=organization, person__created_at__lt=timezone.now())

    settings.TESTING = False
    assert len(by_the_clock(builders.rec(9).pk)) == len(by_the_clock(builders.rec(9).pk)) == 4


@pytest.fixture
def another_day(monkeypatch):
    """Lets `today()` answer another day."""

    def live_on(day):
        monkeypatch.setattr(periods, "_day_at", lambda quarter: day)

    return live_on


def statements_of(function):
    return [statement for key, statement in compiled_queries._kept.items() if key[0] is function]


def test_yesterdays_statement_is_not_used_today(cast, another_day):
    @compiled_queries.prepared
    def hats_by_day(person):
        return Hat.objects.on(periods.today()).filter(person=person)

    assert hats_by_day(cast.former.pk) == []
    another_day(builders.LONG_AGO - timedelta(days=60))
    assert [hat.role for hat in hats_by_day(cast.former.pk)] == ["superintendent"]
    assert len(statements_of(hats_by_day)) == 1  # the new one took the place of the old one


def test_what_is_made_of_the_day_without_naming_it_is_not_used_on_another(cast, another_day):
    """In words and numbers, by a branch, and in what is prefetched the day is not to be seen in the statement."""

    @compiled_queries.prepared
    def by_year(person):
        return Hat.objects.filter(person=person, pk__gt=-periods.fiscal_year(periods.today()))

    @compiled_queries.prepared
    def by_branch(person):
        return Hat.objects.filter(person=person, role="staff" if periods.today().year > 2000 else "coach")

    @compiled_queries.prepared
    def prefetched(organization):
        worn = Prefetch("hats", Hat.objects.on(periods.today()), to_attr="worn")
        return Person.objects.filter(hats__organization=organization).prefetch_related(worn)

    for function in (by_year, by_branch, prefetched):
        function(builders.rec(9).pk)
    before = [statements_of(function) for function in (by_year, by_branch, prefetched)]
    another_day(builders.LONG_AGO)
    for function, (old,) in zip((by_year, by_branch, prefetched), before, strict=True):
        function(builders.rec(9).pk)
        (new,) = statements_of(function)
        assert new is not old and new.sql and new.days == {builders.LONG_AGO}


def test_what_does_not_ask_for_the_day_is_made_once_for_all_days(cast, another_day):
    among([builders.rec(9).pk], kind="rec")
    (before,) = statements_of(among)
    another_day(builders.LONG_AGO)
    among([builders.rec(6).pk], kind="rec")
    assert statements_of(among) == [before]


def test_a_false_statement_is_noticed(cast):
    @compiled_queries.prepared
    def mine(organization):
        return Hat.objects.filter(organization=organization)

    mine(builders.rec(9).pk)
    (statement,) = statements_of(mine)
    statement.sql = statement.sql.replace("organization_id", "person_id")
    with pytest.raises(AssertionError):
        mine(builders.rec(6).pk)


def test_the_least_used_are_forgotten(cast, monkeypatch):
    monkeypatch.setattr(compiled_queries, "MOST_KEPT", 3)
    for number in range(1, 7):
        among([builders.rec(9).pk] * number, kind="rec")
    assert len(compiled_queries._kept) == 3
