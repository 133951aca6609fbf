"""Statements made once per process: filled in anew at each call, and refused where they would not be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone

from collaborative.calendar import periods
from collaborative.database import compiled_queries
from collaborative.database.compiled_queries import CannotBePrepared, totals
from collaborative.people.models import Hat, Organization, Person
from collaborative.web.listed import Listed
from districts.models import District
from districts.views.district import DistrictList
from tests import builders
from tests.cast import make_cast


@compiled_queries.prepared
def colleagues(person, organization):
    return Person.objects.visible_to(person).filter(hats__organization=organization).order_by("pk")


@compiled_queries.prepared
def among(ids, *, kind):
    return Organization.objects.filter(pk__in=ids, kind=kind).select_related("parent").order_by("pk")


@compiled_queries.prepared
def by_handle(handle):
    return Person.objects.filter(handle=handle).values_list("pk", "given_name")


@compiled_queries.prepared
def counted(organization):
    return totals(
        Hat.objects.filter(organization=organization), all=Count("pk"), coaches=Count("pk", filter=Q(role="coach"))
    )


def test_two_people_of_the_same_shape_see_their_own_and_one_statement_serves_both(cast):
    for person, number in ((cast.coordinator, 9), (cast.other_coordinator, 6), (cast.coordinator, 9)):
        rec = builders.rec(number)
        assert colleagues(person, rec.pk) == list(colleagues.plain(person, rec.pk)) != []
    assert colleagues(cast.other_coordinator, builders.rec(9).pk) == []
    assert len({key[2] for key in compiled_queries._kept if key[0] is colleagues}) == 2  # one's own REC, and another


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


def test_texts_and_totals(cast):
    assert by_handle(cast.coach.handle) == [(cast.coach.pk, "Miguel")]
    assert by_handle("nobody%s") == []
    rec = builders.rec(9)
    assert counted(rec.pk) == {"all": 4, "coaches": 1}
    assert counted(builders.rec(6).pk) == {"all": 1, "coaches": 0}


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

    for one in (by_lineage, by_name):
        with pytest.raises(CannotBePrepared):
            one(cast.coach)


def test_true_and_false_are_no_ids(cast):
    with pytest.raises(TypeError, match="by name"):
        by_handle(True)


def test_turned_off_the_functions_ask_plainly(cast, settings):
    settings.PREPARED = False
    before = len(compiled_queries._kept)

    assert colleagues(cast.coordinator, builders.rec(9).pk) == list(
        colleagues.plain(cast.coordinator, builders.rec(9).pk)
    )
    assert counted(builders.rec(9).pk) == {"all": 4, "coaches": 1}
    assert len(compiled_queries._kept) == before


def test_threads_fill_in_their_own(cloned_db):
    """Statements are shared by the threads of a web process; what is filled in, and the connection, are each one's own."""
    make_cast()
    recs = [builders.rec(number).pk for number in (6, 9)] * 4
    barrier = Barrier(len(recs))

    def ask(rec):
        barrier.wait()
        try:
            return {counted(rec)["all"] for _time in range(25)}
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


def test_yesterdays_statement_is_not_used_today(cast, monkeypatch):
    @compiled_queries.prepared
    def hats_by_day(person):
        return Hat.objects.on(periods.today()).filter(person=person)

    assert hats_by_day(cast.former.pk) == []
    day = builders.LONG_AGO - timedelta(days=60)
    for module in (compiled_queries, periods):
        monkeypatch.setattr(module, "today", lambda: day)
    assert [hat.role for hat in hats_by_day(cast.former.pk)] == ["superintendent"]


def test_a_false_statement_is_noticed(cast):
    @compiled_queries.prepared
    def mine(organization):
        return Hat.objects.filter(organization=organization)

    mine(builders.rec(9).pk)
    (statement,) = [kept for key, kept in compiled_queries._kept.items() if key[0] is mine]
    statement.sql = statement.sql.replace("organization_id", "person_id")
    with pytest.raises(AssertionError):
        mine(builders.rec(6).pk)


def test_the_least_used_are_forgotten(cast, monkeypatch):
    monkeypatch.setattr(compiled_queries, "MOST_KEPT", 3)
    for number in range(1, 7):
        among([builders.rec(9).pk] * number, kind="rec")
    assert len(compiled_queries._kept) == 3


def test_a_list_is_counted_and_cut_as_its_queryset(cast, sign_in):
    client = sign_in(cast.coordinator)
    for query, number in (("?show=1", 89), (f"?rec={builders.rec(9).pk}&show=1", None), ("?size=XS&show=1", None)):
        page = client.get(f"/districts/{query}").context["page_obj"]
        assert isinstance(page.paginator.object_list, Listed)
        rows = District.objects.all()
        if "rec=" in query:
            rows = rows.filter(parent=builders.rec(9))
        if "size=" in query:
            rows = rows.filter(enrollment__gte=0, enrollment__lt=200)
        assert page.paginator.count == rows.count() == (number or rows.count())
        assert list(page.object_list) == list(rows[:25])
    assert DistrictList.prepared


def test_typed_words_are_not_kept(cast, sign_in):
    page = sign_in(cast.coordinator).get("/districts/?words=cloud&show=1").context["page_obj"]
    assert not isinstance(page.paginator.object_list, Listed)
    assert [one.short_name for one in page.object_list] == ["Cloudcroft"]


def test_sums_of_nothing_are_none_as_aggregate_says(cast):
    @compiled_queries.prepared
    def summed(district):
        return totals(District.objects.filter(pk=district), students=Sum("enrollment"))

    assert summed(0) == {"students": None}
