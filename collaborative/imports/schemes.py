"""The numbers and ids by which other programs know people and schools, and how far each scheme is good."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from collaborative.web.text import Words


@dataclass(frozen=True)
class Scheme:
    """A `statewide` one is given by the state and comes by PED's own imports alone: nobody else may say whose it is."""

    code: str
    words: Words
    statewide: bool = False


ONEROSTER = "oneroster"
EMPLOYEE = "employee id"
ONEROSTER_ORG = "oneroster org"
PLACE = "place"  # a school as a list writes it
LINE = "line"  # name and address as a list writes them, where somebody had to say who that is

SCHEMES = {
    scheme.code: scheme
    for scheme in (
        Scheme(ONEROSTER, _("OneRoster id")),
        Scheme(EMPLOYEE, _("employee ID")),
        Scheme(ONEROSTER_ORG, _("OneRoster id of a school")),
        Scheme(PLACE, _("name of a school in a list")),
        Scheme(LINE, _("name and address in a list")),
        Scheme("state staff id", _("the state’s staff ID"), statewide=True),
    )
}
