"""Who owns an open request owns it on under the record that is kept; who asked, answered and closed is history."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaborative.people.merges.movers import moves, stays
from support.models import Assistance, SupportMessage, SupportRequest

moves(SupportRequest, "owner", _("Support requests that are open"), only=Q(closed_at__isnull=True))
moves(Assistance, "by", _("Assistance given"))
stays(SupportRequest, "asked_by", "closed_by")
stays(SupportMessage, "by")
