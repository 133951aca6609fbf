from django.urls import path

from support.views import assistance, outcomes, queue, requests, thread

urlpatterns = [
    path("", queue.RequestList.as_view(), name="requests"),
    path("ask/", requests.Ask.as_view(), name="request-ask"),
    path("assistance/", assistance.AssistanceList.as_view(), name="assistance"),
    path("assistance/new/", assistance.LogAssistance.as_view(), name="assistance-log"),
    path("assistance/<int:pk>/", assistance.entry, name="assistance-entry"),
    path("<int:pk>/", thread.thread, name="request"),
    path("<int:pk>/answer/", thread.answer, name="request-answer"),
    path("<int:pk>/add/", thread.add_words, name="request-add"),
    path("<int:pk>/hand-over/", thread.HandOver.as_view(), name="request-hand-over"),
    path("<int:pk>/end/", outcomes.ways, name="request-end"),
    path("<int:pk>/end/<slug:outcome>/", outcomes.End.as_view(), name="request-end-with"),
    path("<int:pk>/undo-end/", outcomes.undo_end, name="request-undo-end"),
    path("<int:pk>/withdraw/", thread.Withdraw.as_view(), name="request-withdraw"),
    path("<int:pk>/rate/", thread.rate, name="request-rate"),
]
