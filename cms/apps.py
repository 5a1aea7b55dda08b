from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Publishing"

    def ready(self):
        from . import checks, guards, models, rights  # noqa: F401 (checks register themselves)

        guards.put_up(models.AgencyPage)
        rights.follow_membership()
