from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.days import lasting_span, long_day
from collaborative.calendar.hours import in_hours
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.permissions import public, requires, signed_in
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import Link, path_to
from trainings.certificates import actions
from trainings.certificates.forms import CodeForm, ReasonForm
from trainings.certificates.hours import hours_by_meeting
from trainings.certificates.pdf import certificate_pdf, facts
from trainings.certificates.services import code_of_link, typed
from trainings.models import Certificate

RELATED = ("person", "training__host", "training__venue", "training__initiative__lead")


@signed_in
def certificate(request: PersonRequest, code: str) -> HttpResponse:
    """The page of the person, of whoever answers for the seat, and of the host."""
    within = Certificate.objects.visible_to(request.user).select_related(*RELATED)
    certificate = get_object_or_404(within, code=code)
    may_run = request.user.has_perm("trainings.run", certificate)
    context = {
        "title": _("Certificate of %(name)s") % {"name": certificate.name},
        "subtitle": certificate.training.title,
        "breadcrumbs": [(certificate.training.title, certificate.training.get_absolute_url())],
        "certificate": certificate,
        "facts": facts(certificate),
        "meetings": [(meeting, in_hours(hours)) for meeting, hours in hours_by_meeting(certificate)],
        "action": None if certificate.is_revoked else Link(_("Download as PDF"), certificate.pdf_url),
        "may_run": may_run,
        "history": history_of(certificate, request),
    }
    response = render(request, "trainings/certificates/certificate.html", context)
    if request.user.pk not in (certificate.person_id, certificate.person.merged_into_id):
        looked_at(response, request, about=certificate)
    return response


@signed_in
def certificate_as_pdf(request: PersonRequest, code: str) -> HttpResponse:
    within = Certificate.objects.standing().visible_to(request.user).select_related(*RELATED)
    certificate = get_object_or_404(within, code=code)
    response = _pdf(certificate)
    if request.user.pk not in (certificate.person_id, certificate.person.merged_into_id):
        looked_at(response, request, kind="export", about=certificate)
    return response


@public
def certificate_from_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: this one certificate and nothing else, for as long as the letter says."""
    certificate = Certificate.objects.filter(code=code_of_link(token)).select_related(*RELATED).first()
    if certificate is None:
        context = {
            "title": _("This link no longer works"),
            "words": _(
                "It has expired, it was not copied whole, or your address has changed since. Sign in to find the certificate "
                "on your page."
            ),
        }
        return render(request, "trainings/certificates/told.html", context, status=404)
    if certificate.is_revoked:
        return redirect(certificate)
    return _pdf(certificate)


class CertificatePage(ActPage[Certificate]):
    form_class = ReasonForm
    template_name = "generic/confirm.html"
    subtitle = "%(training.title)s"

    def breadcrumbs(self) -> Breadcrumbs:
        return [(_("Certificate of %(name)s") % {"name": self.object.name}, self.object.page_url)]

    def success_url(self, done: Certificate) -> str:
        return done.page_url


@requires("trainings.run", Certificate, related=RELATED)
class Revoke(CertificatePage):
    action = actions.revoke_certificate
    title = gettext_lazy("Revoke the certificate of %(name)s")
    loss = gettext_lazy(
        "Whoever checks this certificate will read that it no longer holds. The hours stay in the ledger: correct "
        "them on the roster where they are wrong."
    )
    submit_label = gettext_lazy("Revoke the certificate")
    message = gettext_lazy("The certificate is revoked.")
    next_text = gettext_lazy("The verify page says so from now on.")


@requires("trainings.run", Certificate, related=RELATED)
class IssueAgain(CertificatePage):
    action = actions.issue_again
    title = gettext_lazy("Issue the certificate of %(person)s again")
    loss = gettext_lazy("It gets a new code and the name “%(person)s”. The one before no longer holds.")
    submit_label = gettext_lazy("Issue it again")
    message = gettext_lazy("A new certificate is issued.")
    next_text = gettext_lazy("It is sent to the person.")


@public
def verify(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid() and (code := typed(form.cleaned_data["code"])):
        return redirect("verify-code", code=code)
    context = {
        "title": _("Verify a certificate"),
        "subtitle": _("For anybody to whom a certificate of a training is shown."),
        "form": form,
    }
    return render(request, "generic/form.html", context)


@public
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What any citizen may know of a certificate: whether it holds, whose it is, for what, when and how long."""
    certificate = Certificate.objects.filter(code=typed(code)).select_related("training__host").first()
    if certificate is None:
        context = {
            "title": _("No certificate has this code"),
            "words": _(
                "Compare the code with the one at the foot of the certificate. It has twelve letters and figures; there "
                "is no letter O, I, L or U and no figure 0 or 1 in it."
            ),
            "link": Link(_("Enter the code again"), path_to("verify")),
        }
        return render(request, "trainings/certificates/told.html", context, status=404)
    training = certificate.training
    context = {
        "title": _("This certificate no longer holds") if certificate.is_revoked else _("This certificate is valid"),
        "certificate": certificate,
        "facts": [
            (_("Name"), certificate.name),
            (_("Training"), training.title),
            (_("Dates"), lasting_span(*training.span)),
            (_("Contact hours"), in_hours(certificate.hours)),
            (_("Host"), training.host.name),
            (_("Issued on"), long_day(certificate.issued_at)),
            *([(_("Revoked on"), long_day(certificate.revoked_at))] if certificate.revoked_at else []),
            (_("Code"), certificate.code_in_groups),
        ],
    }
    return render(request, "trainings/certificates/verify.html", context)


def _pdf(certificate: Certificate) -> HttpResponse:
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = sure(content_disposition_header(False, f"certificate-{certificate.code}.pdf"))
    return response
