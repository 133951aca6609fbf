from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accountability.demo import views

urlpatterns = [
    path("demo/", views.doors, name="demo"),
    path("demo/enter/<str:handle>/", views.enter, name="demo-enter"),
    path("demo/mailbox/", login_not_required(views.Mailbox.as_view()), name="mailbox"),
    path("demo/mailbox/<int:pk>/", views.letter, name="mailbox-letter"),
]
