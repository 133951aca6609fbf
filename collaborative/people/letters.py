from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from collaborative.journal.outbox import letter_kind

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
letter_kind("hat_given", _("you were given a role."))
letter_kind("hat_ended", _("a role of yours ends."))
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
