from django.urls import path

from coaching.views import cycles, visits
from coaching.views.caseload import Caseload
from coaching.views.visit_list import VisitList

urlpatterns = [
    path("follow-up/", Caseload.as_view(), name="follow-ups"),
    path("follow-up/<int:pk>/", cycles.cycle, name="follow-up"),
    path("follow-up/<int:pk>/coach/", cycles.name_coach, name="follow-up-coach"),
    path("follow-up/steps/<int:pk>/done/", cycles.finish, name="step-finish"),
    path("follow-up/steps/<int:pk>/waive/", cycles.waive, name="step-waive"),
    path("follow-up/steps/<int:pk>/move/", cycles.move, name="step-move"),
    path("visits/", VisitList.as_view(), name="visits"),
    path("visits/new/", visits.plan, name="visit-plan"),
    path("visits/log/", visits.log_unplanned, name="visit-log-unplanned"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/log/", visits.log, name="visit-log"),
    path("visits/<int:pk>/correct/", visits.correct, name="visit-correct"),
    path("visits/<int:pk>/cancel/", visits.cancel, name="visit-cancel"),
    path("visits/<int:pk>/note/", visits.note, name="visit-note"),
]
