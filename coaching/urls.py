from django.urls import path

from coaching.views import cycles, planning, visits
from coaching.views.caseload import Caseload
from coaching.views.visit_list import VisitList

urlpatterns = [
    path("follow-up/", Caseload.as_view(), name="follow-ups"),
    path("follow-up/<int:pk>/", cycles.cycle, name="follow-up"),
    path("follow-up/<int:pk>/coach/", cycles.NameCoach.as_view(), name="follow-up-coach"),
    path("follow-up/steps/<int:pk>/done/", cycles.Finish.as_view(), name="step-finish"),
    path("follow-up/steps/<int:pk>/waive/", cycles.Waive.as_view(), name="step-waive"),
    path("follow-up/steps/<int:pk>/move/", cycles.Move.as_view(), name="step-move"),
    path("visits/", VisitList.as_view(), name="visits"),
    path("visits/new/", planning.PlanVisit.as_view(), name="visit-plan"),
    path("visits/log/", planning.LogUnplanned.as_view(), name="visit-log-unplanned"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/log/", visits.LogVisit.as_view(), name="visit-log"),
    path("visits/<int:pk>/correct/", visits.CorrectVisit.as_view(), name="visit-correct"),
    path("visits/<int:pk>/cancel/", visits.CancelVisit.as_view(), name="visit-cancel"),
    path("visits/<int:pk>/note/", visits.WriteNote.as_view(), name="visit-note"),
]
