from django.utils.translation import gettext_lazy as _

from collaborative.people.policy import allow

allow("recs.view", _("see which RECs and partner agencies there are"))
allow("recs.keep_venues", _("keep the list of venues and rooms"), at=lambda venue: venue.keeper.ancestors, state=False)
