"""Addresses of the live doors; config/asgi.py mounts them. A number of more digits is no row's id."""

from django.urls import re_path

from .sockets import live_events, live_socket, no_socket

websocket_urlpatterns = [re_path(r"^live/(?P<pk>[0-9]{1,18})/socket$", live_socket), re_path(r"", no_socket)]
http_urlpatterns = [re_path(r"^live/(?P<pk>[0-9]{1,18})/events$", live_events)]
