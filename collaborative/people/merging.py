"""How the rows of this room, and of the journal's, move when two records become one."""

from datetime import date, timedelta
from typing import cast

from allauth.account.models import EmailAddress
from django.db.models import Field, Q
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import today
from collaborative.letters.models import Letter
from collaborative.people.merges.movers import Facts, Joining, back_again, moves, repoint, special, stays
from collaborative.people.models import Claim, FreshCode, Hat, Person, RecordChange, RoleProposal
from collaborative.people.models.merge import Merge, MergeAnswer, TwoPeople

ROLES = _("Roles and places of work")
WHEN = ("starts_on", "ends_on", "begins_at", "ended_at")


def _move_hats(joining: Joining) -> Facts:
    """A role that both hold at one place is held once, from the earlier first day to the later last one; the second row ends."""
    day = today(joining.now)
    own = {(hat.role, hat.organization_id): hat for hat in _not_over(joining.kept, day)}
    twice: Facts = {}
    for hat in _not_over(joining.gone, day):
        same = own.get((hat.role, hat.organization_id))
        if same and not _apart(hat, same):
            twice[str(hat.pk)] = {"kept": same.pk, "gone_was": _when(hat), "kept_was": _when(same)}
            if hat.begins < same.begins:
                same.starts_on, same.begins_at = hat.starts_on, hat.begins_at
            if same.ends and (hat.ends is None or hat.ends > same.ends):
                same.ends_on, same.ended_at = hat.ends_on, hat.ended_at
            if hat.ends_on != (last := max(hat.starts_on, day - timedelta(days=1))):
                hat.ends_on, hat.ended_at = last, None
            twice[str(hat.pk)] |= {"gone_is": _when(hat), "kept_is": _when(same)}
            for one in (hat, same):
                one.save(update_fields=WHEN)
    ids = list(joining.gone.hats.exclude(pk__in=[int(pk) for pk in twice]).values_list("pk", flat=True))
    facts = repoint(Hat, "person", ids, to=joining.kept)
    return facts | ({"twice": twice} if twice else {})


def _put_hats_back(joining: Joining, facts: Facts) -> list[str]:
    told = back_again(Hat, "person", ROLES, joining, facts)
    for pk, was in facts.get("twice", {}).items():
        for one, which in ((was["kept"], "kept"), (int(pk), "gone")):
            hat = Hat.objects.filter(pk=one).select_related("organization").first()
            left = was[f"{which}_is"]  # the days alone, where it was written before the instants were
            if hat is None or _when(hat)[: len(left)] != left:
                told.append(_("%(hat)s was changed since and stays as it is.") % {"hat": hat or ROLES})
                continue
            for name, said in zip(WHEN, was[f"{which}_was"], strict=False):
                setattr(hat, name, cast(Field, hat._meta.get_field(name)).to_python(said or None))
            hat.save(update_fields=WHEN)
    return told


def _not_over(person: Person, day: date) -> list[Hat]:
    hats = person.hats.select_related("organization").order_by("id")
    return [hat for hat in hats if hat.ends_on is None or hat.ends_on >= day]


def _apart(one: Hat, other: Hat) -> bool:
    """One follows the other: whoever was named as the own successor."""
    return bool((one.ends and one.ends <= other.begins) or (other.ends and other.ends <= one.begins))


def _when(hat: Hat) -> list[str]:
    return [value.isoformat() if (value := getattr(hat, name)) else "" for name in WHEN]


special(
    Hat,
    "person",
    ROLES,
    find=lambda person: Hat.objects.filter(person=person.pk),
    move=_move_hats,
    put_back=_put_hats_back,
    left_behind=lambda: Hat.objects.filter(person__merged_into__isnull=False, ends_on__isnull=True),
)
moves(
    Claim,
    "person",
    _("Questions of other organizations"),
    only=Q(ended_at__isnull=True),
    unique=("organization", "role"),
    among=Q(ended_at__isnull=True),
)
stays(Hat, "given_by")
stays(Claim, "claimed_by", "ended_by")
stays(RecordChange, "person", "asked_by", "first_yes_by", "confirmed_by", "refused_by", "stopped_by")
stays(FreshCode, "person")  # a second code; it is good for minutes
stays(RoleProposal, "person", "proposed_by", "answered_by")
stays(Person, "locked_by")
stays(Person, "merged_into")  # the act itself writes it: the records that led to the one that goes lead on
stays(Merge, "kept", "gone", "asked_by", "undone_by")
stays(MergeAnswer, "person")
stays(TwoPeople, "first", "second", "said_by")
stays(Letter, "recipient")
stays(EmailAddress, "user")  # the sign-in library keeps it; ours is on the person
