"""The Celery application: finds each room's tasks.py; settings prefixed CELERY_ in config/settings.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("rabfang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
