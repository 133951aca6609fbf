from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from collaborative.journal.refs import parse
from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind
from collaborative.people.models.claim import STANDS_FOR, Claim

LINK_GOOD_FOR = timedelta(days=1)  # of the link that confirms an address

letter_kind(
    "sign_in_code",
    _("somebody, most likely you, asked for a code to sign in."),
    secret=True,
    good_for=timedelta(minutes=15),
)
letter_kind("address_changed", _("your sign-in address was changed."))
letter_kind(
    "confirm_address",
    _("somebody, most likely you, wants to sign in with this address."),
    secret=True,
    good_for=LINK_GOOD_FOR,
)
letter_kind("address_in_use", _("somebody wanted to use your address."), secret=True, good_for=LINK_GOOD_FOR)
letter_kind("record_change_asked", _("somebody asks to change your record."))
letter_kind("record_change_waits", _("somebody else changes an address of yours."))
letter_kind("record_changed", _("your record was changed."))
letter_kind("record_change_ended", _("you asked for a change of a record."))
letter_kind("hat_given", _("you were given a role."))
letter_kind("hat_ended", _("a role of yours ends."))


def _still_open(letter: Letter) -> bool:
    return Claim.objects.open().filter(pk=parse(letter.about)[1]).exists()


letter_kind(
    "claim_asked",
    _("an organization asks for your yes."),
    secret=True,
    wanted=_still_open,
    good_for=STANDS_FOR,
)
letter_kind(
    "claim_to_answer",
    _("you keep the roster of the place that this person has."),
    wanted=_still_open,
    good_for=STANDS_FOR,
)
letter_kind("claim_ended", _("you were asked, you asked, or you keep the roster of the place that this person has."))
letter_kind(
    "merge_asked",
    _("somebody says that two records with your name are one person."),
    secret=True,
    good_for=timedelta(days=30),
)
letter_kind("merge_done", _("two records of yours became one."))
letter_kind("merge_refused", _("you asked whether two records are one person."))
letter_kind(
    "confirm_it_is_you",
    _("somebody, most likely you, is about to do something that asks for a second code."),
    secret=True,
    good_for=timedelta(minutes=15),
)
letter_kind("successor_named", _("a role that concerns you goes on to somebody else."))
letter_kind("role_proposed", _("a role is proposed that counts with your yes."))
letter_kind("proposal_refused", _("a role that you proposed was not given."))
letter_kind("succession_stopped", _("a role that concerns you stays with who has it."))
