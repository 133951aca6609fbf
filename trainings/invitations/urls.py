from django.urls import path

from trainings.invitations.views import invitation, ledger

urlpatterns = [
    path("answer/<str:token>/", invitation.answer_by_link, name="invitation-answer"),
    path("<int:pk>/ledger/", ledger.Ledger.as_view(), name="training-ledger"),
    path("<int:training>/invitations/<int:pk>/", invitation.invitation, name="invitation"),
    path("<int:training>/invitations/<int:pk>/accept/", invitation.accept, name="invitation-accept"),
    path("<int:training>/invitations/<int:pk>/decline/", invitation.Decline.as_view(), name="invitation-decline"),
    path("<int:training>/invitations/<int:pk>/phoned/", ledger.LogCall.as_view(), name="invitation-phoned"),
]
