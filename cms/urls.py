"""Pages about the site itself; Wagtail serves those officers write."""

from django.urls import path

from .patterns import patterns

urlpatterns = [path("patterns/", patterns, name="patterns")]
