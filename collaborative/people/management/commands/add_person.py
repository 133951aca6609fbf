from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collaborative.errors import ActionError
from collaborative.people.hats.actions.hats import give_hat_by_command
from collaborative.people.models import Organization, Person
from collaborative.people.roles import ROLES


class Command(BaseCommand):
    help = "Makes a person with a first role, so that somebody can sign in and give the others theirs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--given", required=True)
        parser.add_argument("--family", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--role", choices=list(ROLES), default="ped_leader")
        parser.add_argument(
            "--at", default="PED", help="Short name of the organization, for example «PED» or «Cloudcroft»"
        )

    def handle(self, given, family, email, role, at, **options) -> None:
        organization = Organization.objects.filter(short_name=at).order_by("id").first()
        if organization is None:
            raise CommandError(f"No organization has the short name «{at}».")
        names = {"given_name": given, "family_name": family, "is_demo": False, "made_for": organization}
        try:
            with transaction.atomic():  # who gets no role is not made
                person, made = Person.objects.get_or_create(email=email.strip().lower(), defaults=names)
                worn = person.hats.today().filter(role=role, organization=organization).exists()
                if not worn:
                    give_hat_by_command(organization, role=role, to=person)
        except ActionError as refused:
            raise CommandError(refused.message) from None
        known = "new" if made else "known, with this role already" if worn else "known"
        self.stdout.write(f"{person} ({known}): {ROLES[role].title}, {organization}")
