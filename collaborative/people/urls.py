from django.urls import path

from collaborative.people.views import account, changes, claims, hats, person, words

urlpatterns = [
    path("people/", person.PersonList.as_view(), name="people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/sign-in/", person.correct, name="person-sign-in"),
    path("people/changes/", changes.ChangeList.as_view(), name="changes"),
    path("people/changes/<int:pk>/", changes.change, name="change"),
    path("people/changes/<int:pk>/yes/", changes.say_yes, name="change-yes"),
    path("people/changes/<int:pk>/no/", changes.refuse, name="change-no"),
    path("changes/answer/<str:token>/", changes.answer, name="change-answer"),
    path("changes/stop/<str:token>/", changes.stop, name="change-stop"),
    path("people/hats/new/", hats.give_hat, name="hat-give"),
    path("people/hats/<int:pk>/end/", hats.end_hat, name="hat-end"),
    path("people/claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<str:token>/", claims.answer_by_link, name="claim-answer"),
    path("me/", person.me, name="me"),
    path("me/name/", account.name, name="my-name"),
    path("me/address/", account.address, name="address"),
    path("me/address/<str:token>/", account.confirm_address, name="address-confirm"),
    path("me/sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("search/", words.find, name="search"),
    path("help/", words.help_page, name="help"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
]
