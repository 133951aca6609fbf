from django.urls import path

from trainings.views import calendar, invitation, ledger, linking, list, page, publishing, schedule

urlpatterns = [
    path("", list.training_list, name="trainings"),
    path("calendar/", calendar.month, name="training-calendar"),
    path("feed.ics", calendar.public_feed, name="training-feed"),
    path("mine/<str:token>.ics", calendar.own_feed, name="training-own-feed"),
    path("new/", schedule.new, name="training-new"),
    path("answer/<str:token>/", invitation.answer_by_link, name="invitation-answer"),
    path("<int:pk>/", page.training, name="training"),
    path("<int:pk>/subject/", schedule.subject, name="training-subject"),
    path("<int:pk>/audience/", schedule.audience, name="training-audience"),
    path("<int:pk>/times/", schedule.times, name="training-times"),
    path("<int:pk>/seats/", schedule.seats, name="training-seats"),
    path("<int:pk>/notice/", schedule.notice, name="training-notice"),
    path("<int:pk>/discard/", schedule.discard, name="training-discard"),
    path("<int:pk>/publish/", publishing.publish, name="training-publish"),
    path("<int:pk>/undo-publish/", publishing.undo_publish, name="training-undo-publish"),
    path("<int:pk>/move/", publishing.move, name="training-move"),
    path("<int:pk>/undo-move/", publishing.undo_move, name="training-undo-move"),
    path("<int:pk>/link/", linking.link, name="training-link"),
    path("<int:pk>/cancel/", publishing.cancel, name="training-cancel"),
    path("<int:pk>/undo-cancel/", publishing.undo_cancel, name="training-undo-cancel"),
    path("<int:pk>/ledger/", ledger.Ledger.as_view(), name="training-ledger"),
    path("<int:training>/invitations/<int:pk>/", invitation.invitation, name="invitation"),
    path("<int:training>/invitations/<int:pk>/accept/", invitation.accept, name="invitation-accept"),
    path("<int:training>/invitations/<int:pk>/decline/", invitation.decline, name="invitation-decline"),
    path("<int:training>/invitations/<int:pk>/phoned/", ledger.log_call, name="invitation-phoned"),
]
