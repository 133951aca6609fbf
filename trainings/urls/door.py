from django.urls import path

from trainings.views import certificates, closing, door, experts

urlpatterns = [
    path("<int:pk>/door/", door.door_page, name="door"),
    path("<int:pk>/door/marks/", door.mark, name="door-marks"),
    path("<int:pk>/door/all-present/", door.mark_rest, name="door-all-present"),
    path("<int:pk>/door/sheet/", door.sheet, name="door-sheet"),
    path("<int:pk>/door/sheet.pdf", door.sheet_as_pdf, name="door-sheet-pdf"),
    path("<int:pk>/door/walk-in/", door.walk_in, name="door-walk-in"),
    path("<int:training>/door/<int:pk>/correct/<int:number>/", door.correct, name="door-correct"),
    path("<int:pk>/close/", closing.close, name="training-close"),
    path("certificates/<int:pk>/revoke/", certificates.revoke, name="certificate-revoke"),
    path("certificates/<int:pk>/again/", certificates.issue_again, name="certificate-again"),
    path("certificates/from-letter/<str:token>/", certificates.certificate_from_letter, name="certificate-from-letter"),
    path("certificates/<str:code>.pdf", certificates.certificate_as_pdf, name="certificate-pdf"),
    path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("experts/", experts.ExpertList.as_view(), name="experts"),
    path("experts/gaps/", experts.GapList.as_view(), name="expert-gaps"),
    path("experts/<int:pk>/", experts.expert, name="expert"),
    path("experts/<int:pk>/revoke/", experts.revoke, name="expert-revoke"),
]
