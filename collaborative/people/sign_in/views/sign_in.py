"""allauth's two pages that ask for an address."""

from allauth.account import views
from allauth.account.stages import LoginStage
from django.http import HttpRequest

from collaborative.people.permissions import AccessRule


class FirstStep:
    """Opens also while a code is waited for, so that «Use another address» begins anew. Looking changes nothing."""

    access_rule = AccessRule("public")

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        return None


class Login(FirstStep, views.LoginView):
    pass


class RequestCode(FirstStep, views.RequestLoginCodeView):
    pass
