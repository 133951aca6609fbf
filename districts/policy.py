from django.utils.translation import gettext_lazy as _

from collaborative.people.policy import allow, itself

allow("districts.view", _("see which districts and schools there are"))
allow("districts.view_roster", _("see the staff of a district"), at=itself)
allow("districts.change_region", _("say which REC invites a district from a day on"), at=itself)
allow("districts.keep_roster", _("add staff, correct their names and end their places"), at=itself, state=False)
