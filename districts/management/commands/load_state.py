from django.core.management.base import BaseCommand

from districts.state_data import load_state


class Command(BaseCommand):
    help = "Loads PED, its bureaus, the RECs, the 89 districts and partner agencies from the data files. Safe to run twice."

    def handle(self, **options) -> None:
        counts = load_state()
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()))
