"""Of allauth's pages those that sign in and out. The others (addresses, passwords, sign-up) are not ours: one's address is
changed at /me/address/, where the new one must answer first, and there are no passwords."""

from allauth.account import views
from django.urls import path

from collaborative.people.sign_in.views.sign_in import Login, RequestCode

urlpatterns = [
    path("login/", Login.as_view(), name="account_login"),
    path("login/code/", RequestCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),  # says that it is closed; allauth's sign-in looks the name up
]
