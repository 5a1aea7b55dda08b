"""Addresses of the live doors; config/asgi.py mounts them."""

from django.urls import path

from .sockets import live_events, live_socket

websocket_urlpatterns = [path("live/<int:pk>/socket", live_socket)]
http_urlpatterns = [path("live/<int:pk>/events", live_events)]
