"""Addresses of the live doors; config/asgi.py mounts them."""

from django.urls import path, re_path, register_converter

from ..views.ids import RowIdConverter
from .sockets import live_events, live_socket, no_such_socket

register_converter(RowIdConverter, "row")

websocket_urlpatterns = [path("live/<row:pk>/socket", live_socket), re_path("", no_such_socket)]
http_urlpatterns = [path("live/<row:pk>/events", live_events)]
