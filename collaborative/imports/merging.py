"""The numbers that other programs have for somebody lead to the record that is kept; what a file said stays as it was."""

from django.utils.translation import gettext_lazy as _

from collaborative.imports.models import ExternalId, Import, ImportRow
from collaborative.people.merges.movers import moves, stays

moves(ExternalId, "person", _("Numbers that other programs have"))
stays(ImportRow, "person")
stays(Import, "uploaded_by", "applied_by")
