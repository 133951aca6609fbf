from django.urls import path

from districts.views import district, imports, places, region, roster

urlpatterns = [
    path("", district.DistrictList.as_view(), name="districts"),
    path("<int:pk>/", district.district, name="district"),
    path("<int:pk>/region/", region.region, name="district-region"),
    path("schools/<int:pk>/", district.school, name="school"),
    path("<int:pk>/staff/", roster.StaffList.as_view(), name="roster"),
    path("<int:pk>/staff/add/", places.Add.as_view(), name="roster-add"),
    path("<int:pk>/staff/paste/", places.paste, name="roster-paste"),
    path("<int:pk>/staff/upload/", imports.upload, name="import-upload"),
    path("<int:pk>/staff/imports/<int:upload>/", imports.ImportRows.as_view(), name="import"),
    path("<int:pk>/staff/imports/<int:upload>/apply/", imports.apply, name="import-apply"),
    path("<int:pk>/staff/imports/<int:upload>/discard/", imports.discard, name="import-discard"),
    path("<int:pk>/staff/imports/<int:upload>/questions/", imports.decide_all, name="import-questions"),
    path("<int:pk>/staff/imports/<int:upload>/places/", imports.places, name="import-places"),
    path("<int:pk>/staff/imports/<int:upload>/rows/<int:row>/", imports.decide, name="import-row"),
    path("<int:pk>/staff/<int:hat>/correct/", places.Correct.as_view(), name="roster-correct"),
    path("<int:pk>/staff/<int:hat>/end/", places.EndPlace.as_view(), name="roster-end"),
]
