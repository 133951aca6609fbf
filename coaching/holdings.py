from django.utils.translation import gettext_lazy as _

from coaching.models import PrivateNote
from collaborative.people.records.holdings import holding, named_in

holding("private notes", _("private notes"), find=named_in(PrivateNote, "coached", "coach"), is_private=True)
