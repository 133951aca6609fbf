"""A box for a list, read by the one reader: for every form that takes names and addresses."""

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from collaborative.lists.list_reader import FAMILY_FIRST, GIVEN_FIRST, Reading, read_text
from collaborative.lists.results import Remark

SHOWN_PROBLEMS = 12
SWAP = "order:"  # the button's value, with the order that is wanted behind it


class ListFormMixin(forms.Form):
    """Holds how names without headings are read, and tells each line that must be put right."""

    order = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_order(self) -> str:
        order = self.cleaned_data["order"]
        return order if order in (GIVEN_FIRST, FAMILY_FIRST) else ""

    def read(self, text: str) -> Reading:
        order = self.data.get(self.add_prefix("order"), "")
        return read_text(text, order=order if order in (GIVEN_FIRST, FAMILY_FIRST) else "")


def tell_problems(problems: list[str]) -> None:
    """One message for each line, the first dozen of them."""
    if not problems:
        return
    more = len(problems) - SHOWN_PROBLEMS
    if more > 0:
        problems = [*problems[:SHOWN_PROBLEMS], _("… and %(more)s more lines like these.") % {"more": more}]
    raise forms.ValidationError(problems)


def problem_text(remark: Remark) -> str:
    if remark.why.startswith("“"):  # the sentence says the words itself
        return _("Line %(number)s: %(why)s") % {"number": remark.number, "why": remark.why}
    said = {"number": remark.number, "text": remark.text, "why": remark.why}
    return _("Line %(number)s, “%(text)s”: %(why)s") % said


def with_order(request: HttpRequest) -> QueryDict | None:
    """What was sent, with the order that the button asks for. Names typed for the old reading give way to the new."""
    if request.method != "POST":
        return None
    asked = request.POST.get("go", "")
    if not asked.startswith(SWAP):
        return request.POST
    data = request.POST.copy()
    data["order"] = asked.removeprefix(SWAP)
    for name in [name for name in data if name.startswith(("given_", "family_"))]:
        del data[name]
    return data
