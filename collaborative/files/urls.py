from django.urls import path

from collaborative.files import views

urlpatterns = [path("<int:pk>/", views.upload, name="file")]
