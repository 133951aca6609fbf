from initiatives.forms.drafts import DiscardForm, DocumentForm, OutlineForm, RevisionForm
from initiatives.forms.plan import PlanForm
from initiatives.forms.publication import PublishForm

__all__ = ["DiscardForm", "DocumentForm", "OutlineForm", "PlanForm", "PublishForm", "RevisionForm"]
