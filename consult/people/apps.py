from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "consult.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from .listening import connect

        connect()
