from django.urls import path

from districts.views import district

urlpatterns = [
    path("", district.DistrictList.as_view(), name="districts"),
    path("<int:pk>/", district.district, name="district"),
    path("schools/<int:pk>/", district.school, name="school"),
]
