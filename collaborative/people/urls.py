from django.urls import path

from collaborative.people.views import account, claims, hats, person, words

urlpatterns = [
    path("people/", person.PersonList.as_view(), name="people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/sign-in/", person.correct_sign_in, name="person-sign-in"),
    path("people/hats/new/", hats.give_hat, name="hat-give"),
    path("people/hats/<int:pk>/end/", hats.end_hat, name="hat-end"),
    path("people/claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<str:token>/", claims.answer_by_link, name="claim-answer"),
    path("me/", person.me, name="me"),
    path("me/address/", account.address, name="address"),
    path("me/address/<str:token>/", account.confirm_address, name="address-confirm"),
    path("me/sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("search/", words.find, name="search"),
    path("help/", words.help_page, name="help"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
]
