from django.apps import AppConfig


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "Consultations"

    def ready(self):
        from . import checks  # noqa: F401 (checks register themselves)
