from initiatives.forms.drafting import DiscardForm, DocumentForm, OutlineForm, RevisionForm
from initiatives.forms.plan import PlanForm
from initiatives.forms.publishing import PublishForm

__all__ = ["DiscardForm", "DocumentForm", "OutlineForm", "PlanForm", "PublishForm", "RevisionForm"]
