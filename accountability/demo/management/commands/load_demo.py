import time

from django.core.management.base import BaseCommand, CommandError

from accountability.demo.services import NotADemo, load_demo


class Command(BaseCommand):
    help = "Loads the demo year. Refused where any person exists that the demo did not make; safe to run twice."

    def handle(self, **options) -> None:
        begun = time.monotonic()
        try:
            load_demo(say=self.tell)
        except NotADemo:
            raise CommandError("There are real people here: the demo year is not loaded beside them.") from None
        self.stdout.write(f"Done in {time.monotonic() - begun:.0f} s.")

    def tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()  # whoever waits sees each step as it begins
