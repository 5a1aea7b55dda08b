"""Pages about the site itself; Wagtail serves those officers write."""

from django.urls import path

from .patterns import patterns
from .views import agency

urlpatterns = [
    path("agencies/<str:slug>/", agency, name="agency"),
    path("patterns/", patterns, name="patterns"),
]
