"""Addresses of the meter of hearings, beside those of hearings themselves."""

from django.urls import path

from .views import meter

app_name = "meter"

urlpatterns = [
    path("", meter.meter, name="meter"),
    path("meter.csv", meter.meter_csv, name="meter_csv"),
    path("meter.json", meter.meter_json, name="meter_json"),
]
