"""A certificate on paper: who, what, when, how long, by whom, and where anybody can check it."""

from io import BytesIO

import segno
from django.utils.translation import gettext as _

from collaborative.calendar.days import lasting_span, long_day
from collaborative.calendar.hours import in_hours
from collaborative.web.addresses import absolute
from collaborative.web.pdf import make_pdf
from trainings.certificates.hours import hours_by_meeting
from trainings.enums import TrainerPart
from trainings.models import Certificate, ExpertCertification, Training


def certificate_pdf(certificate: Certificate) -> bytes:
    training = certificate.training
    verify_link = absolute(certificate.get_absolute_url())
    return make_pdf(
        "trainings/certificates/certificate.typ",
        {
            "title": _("Certificate of %(name)s: %(training)s")
            % {"name": certificate.name, "training": training.title},
            "product": _("Collegial Learning Collaborative"),
            "host": training.host.name,
            "heading": _("Certificate of participation"),
            "certifies": _("This certifies that"),
            "name": certificate.name,
            "took_part": _("took part in"),
            "training": training.title,
            "facts": facts(certificate),
            "meetings_heading": _("Contact hours by meeting"),
            "meeting": _("Meeting"),
            "hours": _("Hours"),
            "meetings": [(long_day(meeting.date), in_hours(hours)) for meeting, hours in hours_by_meeting(certificate)],
            "total": _("Together"),
            "total_hours": in_hours(certificate.hours),
            "issued": _("Issued on %(day)s by %(host)s.")
            % {"day": long_day(certificate.issued_at), "host": training.host.name},
            "check": _("Anybody can check this certificate here:"),
            "verify_link": verify_link,
            "code_label": _("Code:"),
            "code": certificate.code_in_groups,
            "qr": qr_svg(verify_link),
            "qr_alt": _("QR code that leads to %(link)s") % {"link": verify_link},
        },
    )


def facts(certificate: Certificate) -> list[tuple[str, str]]:
    """What the certificate says of the training: the same on paper and on the page."""
    training = certificate.training
    return [
        (_("Initiative"), training.initiative.title),
        (_("Dates"), lasting_span(*training.span)),
        (_("Held"), _how(training)),
        (_("Contact hours"), in_hours(certificate.hours)),
        (_("Host"), training.host.name),
        (_("Led by"), "; ".join(leaders(training)) or _("not named")),
    ]


def leaders(training: Training) -> list[str]:
    """Who led, and by which session they are certified for the initiative."""
    leads = [one.person for one in training.trainers.filter(part=TrainerPart.LEAD).select_related("person")]
    held = ExpertCertification.objects.filter(
        person__in=leads, initiative=training.initiative_id, valid_from__lte=training.last_day
    )
    sessions = {one.person_id: one.training for one in held.select_related("training").order_by("valid_from")}
    return [
        _("%(name)s (certified by “%(session)s”, %(dates)s)")
        % {
            "name": person,
            "session": sessions[person.pk].title,
            "dates": lasting_span(*sessions[person.pk].span),
        }
        if person.pk in sessions
        else str(person)
        for person in leads
    ]


def qr_svg(link: str) -> str:
    kept = BytesIO()
    segno.make(link, error="m", micro=False).save(kept, kind="svg", border=2, scale=4, xmldecl=False)
    return kept.getvalue().decode()


def _how(training: Training) -> str:
    where = f", {training.venue}" if training.venue_id else ""
    return f"{training.get_mode_display()}{where}"
