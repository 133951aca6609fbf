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
    "merge_asked",
    _("somebody says that two records with your name are one person."),
    secret=True,
    good_for=timedelta(days=30),
)
letter_kind("merge_done", _("two records of yours became one."))
letter_kind("merge_refused", _("you asked whether two records are one person."))
