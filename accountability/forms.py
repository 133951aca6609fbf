from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.web.forms import BaseForm, LongTextField, UploadField


class EvidenceForm(BaseForm):
    acts = True
    submit_label = _("Attach the file")
    said = {"file": {"required": _("Choose a file.")}}

    file = UploadField(
        label=_("Evidence"),
        kinds=(".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".txt"),
    )


class SubmitForm(BaseForm):
    """The check page of submitting; `counted` is the figure that the person saw."""

    acts = True

    note = LongTextField(
        label=_("Note to PED"),
        required=False,
        max_length=2000,
        help_text=_("What the figure does not tell. No names of students."),
    )
    counted = forms.DecimalField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, counted: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = counted
        self.initial["counted"] = counted

    def refuse(self, refused: Exception) -> None:
        """What was refused is told; the figure then shown is the one that the next click submits."""
        super().refuse(refused)
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form was sent
        data["counted"] = "" if self.now is None else str(self.now)
        self.data = data


class ReturnForm(BaseForm):
    acts = True
    submit_label = _("Return it to the REC")
    said = {"reason": {"required": _("Say what is missing, so that the REC knows what to do.")}}

    reason = LongTextField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("What is missing and what would do, in the words the REC will read."),
    )


class AcceptForm(BaseForm):
    acts = True


class RemoveForm(BaseForm):
    acts = True
    submit_label = _("Remove the file")
