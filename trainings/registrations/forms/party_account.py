"""Of each line of a pasted list: what becomes of it when the party is registered."""

from django.utils.translation import gettext as _

from collaborative.database.sure import sure
from collaborative.lists.line_account import ListAccount, account_for
from collaborative.lists.list_reader import Listed
from trainings.registrations.forms.registration import LEAVE_OUT, NEW, DetailsForm, PartyRow


def account_of(details: DetailsForm) -> ListAccount:
    rows = {id(row.found.line): row for row in details.party.rows if row.found}
    said = getattr(details, "cleaned_data", None)
    return account_for(details.party.reading, lambda line: _fate(rows.get(id(line)), line, said))


def _fate(row: PartyRow | None, line: Listed, said: dict | None) -> str:
    if row is None:
        return _("Named before: counted once.")
    if said is None:
        return _("Asked on this page.") if row.is_open or row.needs_yes else _settled(row)
    who = said.get(f"who_{row.key}", "")
    if who == LEAVE_OUT:
        return _("Left out: you said so.")
    if row.needs_yes and not said.get(f"yes_{row.key}"):
        return _("Left out: new, without an address, and not ticked.")
    if who and who != NEW:
        known = next((one for one in sure(row.found).candidates if str(one.pk) == who), row.person)
        return _("Taken as %(name)s.") % {"name": known}
    return _settled(row)


def _settled(row: PartyRow) -> str:
    if row.person:
        return _("Taken as %(name)s.") % {"name": row.person}
    return _("New to our records: added to the roster.")
