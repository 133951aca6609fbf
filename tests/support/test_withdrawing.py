"""«We no longer need it», and asking again for what did not help."""

import pytest

from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from support import actions
from support.models import SupportRequest
from tests import builders
from tests.support.asked import asked


def withdrawal(client, request, **more):
    return client.post(f"{request.get_absolute_url()}withdraw/", {"once": "w1", **more}, follow=True)


def test_it_works_in_one_step_and_the_owner_is_told(cast, sign_in):
    request = asked(cast)
    client = sign_in(cast.delegate)
    page = client.get(request.get_absolute_url()).content.decode()
    assert "We no longer need it" in page
    assert "Carla Ortiz is told by letter" in client.get(f"{request.get_absolute_url()}withdraw/").content.decode()

    done = withdrawal(client, request).content.decode()

    request.refresh_from_db()
    assert (request.state, request.closed_by, request.first_answer_at) == ("withdrawn", cast.delegate, None)
    assert f"{request.number} is withdrawn." in done and "Cloudcroft no longer needs it." in done
    assert "Say whether it helped" not in done and "has not said yet" not in done
    assert not Duty.objects.open().about(request).exists()
    letter = Letter.objects.get(kind="support_withdrawn")
    assert letter.recipient == cast.coordinator and "You owe nothing for it any more" in letter.body
    assert Entry.objects.about(builders.district()).first().text == f"Cloudcroft no longer needs {request.number}"
    rows = client.get("/requests/?state=withdrawn&show=1").context["page_obj"]
    assert [row.pk for row in rows] == [request.pk]


def test_a_double_click_withdraws_once(cast, sign_in):
    request, client = asked(cast), sign_in(cast.superintendent)
    withdrawal(client, request)
    assert "has ended already" in withdrawal(client, request).content.decode()
    assert Letter.objects.filter(kind="support_withdrawn").count() == 1


def test_the_rec_does_not_withdraw_nor_end_it_so_and_nobody_rates_it(cast, sign_in):
    request = asked(cast)
    page = sign_in(cast.coordinator).get(request.get_absolute_url()).content.decode()
    assert "We no longer need it" not in page
    for person, status in ((cast.coordinator, 403), (cast.coach, 403), (cast.other_superintendent, 404)):
        assert sign_in(person).post(f"{request.get_absolute_url()}withdraw/", {}).status_code == status
    with pytest.raises(ActionError):
        actions.end(request, "withdrawn", by=cast.coordinator)
    actions.withdraw(request, by=cast.superintendent)
    for act in (
        lambda: actions.rate(request, helped=True, by=cast.superintendent),
        lambda: actions.undo_end(request, by=cast.coordinator),
    ):
        with pytest.raises(ActionError):
            act()


def test_the_rec_is_offered_no_undo_of_what_the_district_withdrew(cast, sign_in):
    request = asked(cast)
    actions.withdraw(request, by=cast.superintendent)

    page = sign_in(cast.coordinator).get(request.get_absolute_url()).content.decode()

    assert request.number in page and "Undo the end" not in page


@pytest.mark.parametrize("number", ["²", "9" * 25])
def test_nonsense_in_the_address_is_passed_over(cast, sign_in, number):
    assert sign_in(cast.superintendent).get("/requests/ask/", {"again": number}).status_code == 200


def test_what_did_not_help_is_asked_again_prefilled_and_linked(cast, sign_in):
    request = asked(cast)
    actions.end(request, "no", words="Nobody is free.", by=cast.coordinator)
    client = sign_in(cast.superintendent)
    rated = client.post(f"{request.get_absolute_url()}rate/", {"helped": "no", "once": "r1"}, follow=True)
    again = f"/requests/ask/?again={request.pk}"
    assert "If you still need help, ask again." in rated.content.decode()
    assert again in rated.content.decode()

    form = client.get(again).context["form"]
    assert (form["what"].value(), form["topic"].value()) == (request.what, request.topic)
    said = {name: form[name].value() or "" for name in form.fields}
    page = client.post(again, said, follow=True).content.decode()

    new = SupportRequest.objects.get(before=request)
    assert f'<a href="{request.get_absolute_url()}">{request.number}</a>' in page
    old = client.get(request.get_absolute_url()).content.decode()
    assert f'<a href="{new.get_absolute_url()}">{new.number}</a>' in old and again not in old


def test_only_ones_own_and_only_what_brought_no_help_is_asked_again(cast, sign_in):
    request = asked(cast)
    with pytest.raises(ActionError):
        asked(cast, before=request)
    actions.withdraw(request, by=cast.superintendent)
    page = sign_in(cast.superintendent).get(f"/requests/ask/?again={request.pk}")
    assert request.number in page.content.decode()
    other = sign_in(cast.other_superintendent).get(f"/requests/ask/?again={request.pk}")
    assert request.what not in other.content.decode()


def test_who_is_late_is_said(cast, sign_in):
    request = asked(cast)
    SupportRequest.objects.filter(pk=request.pk).update(answer_by="2020-01-01")
    page = sign_in(cast.superintendent).get(request.get_absolute_url()).content.decode()
    assert "Answer overdue" in page
