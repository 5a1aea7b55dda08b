from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Publishing"

    def ready(self):
        from . import checks, models  # noqa: F401 (checks register themselves)
        from .desk import guards, rights

        guards.put_up(models.AgencyPage)
        rights.follow_membership()
