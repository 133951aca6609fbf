from django.urls import path

from trainings.schedule.views import drafts, links, publication

urlpatterns = [
    path("new/", drafts.NewTraining.as_view(), name="training-new"),
    path("<int:pk>/subject/", drafts.Subject.as_view(), name="training-subject"),
    path("<int:pk>/audience/", drafts.NameAudience.as_view(), name="training-audience"),
    path("<int:pk>/times/", drafts.Times.as_view(), name="training-times"),
    path("<int:pk>/seats/", drafts.Seats.as_view(), name="training-seats"),
    path("<int:pk>/notice/", drafts.Notice.as_view(), name="training-notice"),
    path("<int:pk>/discard/", drafts.Discard.as_view(), name="training-discard"),
    path("<int:pk>/publish/", publication.Publish.as_view(), name="training-publish"),
    path("<int:pk>/undo-publish/", publication.undo_publish, name="training-undo-publish"),
    path("<int:pk>/move/", publication.move, name="training-move"),
    path("<int:pk>/undo-move/", publication.undo_move, name="training-undo-move"),
    path("<int:pk>/link/", links.OnlineLink.as_view(), name="training-link"),
    path("<int:pk>/cancel/", publication.CancelTraining.as_view(), name="training-cancel"),
    path("<int:pk>/undo-cancel/", publication.undo_cancel, name="training-undo-cancel"),
]
