from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "accountability.demo"
    verbose_name = "The demo year"
