from django.conf import settings
from django.core.management.base import BaseCommand

from accountability.demo.cast import CAST
from collaborative.people.models import Person
from collaborative.people.roles import ROLES


class Command(BaseCommand):
    help = "Prints who to sign in as: the demo's cast, or how to make the first person."

    def handle(self, **options) -> None:
        if settings.DEMO and Person.objects.filter(is_demo=True).exists():
            self.stdout.write("Sign in with one click at /demo/ as:")
            names = [f"{part.given_name} {part.family_name}" for part in CAST]
            for part, name in zip(CAST, names, strict=True):
                roles = (
                    ", ".join(f"{ROLES[role].title}, {place}" for role, _kind, place in part.hats)
                    or "Teacher, Cloudcroft"
                )
                self.stdout.write(f"  {name:<{max(map(len, names))}}  {roles}")
            return
        self.stdout.write(
            "Make the first person: manage.py add_person --given Ana --family Baca --email ana@ped.example --role ped_leader"
        )
