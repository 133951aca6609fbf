from django.urls import path

from districts.views import district, region, roster

urlpatterns = [
    path("", district.DistrictList.as_view(), name="districts"),
    path("<int:pk>/", district.district, name="district"),
    path("<int:pk>/region/", region.region, name="district-region"),
    path("schools/<int:pk>/", district.school, name="school"),
    path("<int:pk>/staff/", roster.StaffList.as_view(), name="roster"),
    path("<int:pk>/staff/add/", roster.add, name="roster-add"),
    path("<int:pk>/staff/paste/", roster.paste, name="roster-paste"),
    path("<int:pk>/staff/<int:hat>/correct/", roster.correct, name="roster-correct"),
    path("<int:pk>/staff/<int:hat>/end/", roster.end_place, name="roster-end"),
]
