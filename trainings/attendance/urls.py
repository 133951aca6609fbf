from django.urls import path

from trainings.attendance.views import closing, door

urlpatterns = [
    path("<int:pk>/door/", door.door_page, name="door"),
    path("<int:pk>/door/marks/", door.mark, name="door-marks"),
    path("<int:pk>/door/all-present/", door.mark_rest, name="door-all-present"),
    path("<int:pk>/door/sheet/", door.sheet, name="door-sheet"),
    path("<int:pk>/door/sheet.pdf", door.sheet_as_pdf, name="door-sheet-pdf"),
    path("<int:pk>/door/walk-in/", door.walk_in, name="door-walk-in"),
    path("<int:training>/door/<int:pk>/correct/<int:number>/", door.correct, name="door-correct"),
    path("<int:pk>/close/", closing.close, name="training-close"),
]
