from django.urls import path

from trainings.schedule.views import drafts, links, publication

urlpatterns = [
    path("new/", drafts.new, name="training-new"),
    path("<int:pk>/subject/", drafts.subject, name="training-subject"),
    path("<int:pk>/audience/", drafts.audience, name="training-audience"),
    path("<int:pk>/times/", drafts.times, name="training-times"),
    path("<int:pk>/seats/", drafts.seats, name="training-seats"),
    path("<int:pk>/notice/", drafts.notice, name="training-notice"),
    path("<int:pk>/discard/", drafts.discard, name="training-discard"),
    path("<int:pk>/publish/", publication.publish, name="training-publish"),
    path("<int:pk>/undo-publish/", publication.undo_publish, name="training-undo-publish"),
    path("<int:pk>/move/", publication.move, name="training-move"),
    path("<int:pk>/undo-move/", publication.undo_move, name="training-undo-move"),
    path("<int:pk>/link/", links.link, name="training-link"),
    path("<int:pk>/cancel/", publication.cancel, name="training-cancel"),
    path("<int:pk>/undo-cancel/", publication.undo_cancel, name="training-undo-cancel"),
]
