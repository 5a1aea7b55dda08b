from django.urls import path

from .views import data_requests, demographics, names, own_data, processing, sessions

app_name = "people"

urlpatterns = [
    path("name/", names.own_name, name="own_name"),
    path("names/", names.name_history, name="name_history"),
    path("about/", demographics.own_demographics, name="own_demographics"),
    path("sessions/", sessions.own_sessions, name="own_sessions"),
    path("data/", own_data.own_data, name="own_data"),
    path("data/copy/", own_data.data_copy, name="data_copy"),
    path("data/request/", own_data.data_request, name="data_request"),
    path("data/consent/", own_data.consent_withdraw, name="consent_withdraw"),
    path("erasure/", own_data.erasure, name="erasure"),
    path("erased/", own_data.erased, name="erased"),
    path("processing/", processing.processing, name="processing"),
    path("requests/", data_requests.request_list, name="request_list"),
    path("requests/<int:request_pk>/", data_requests.request_detail, name="request_detail"),
]
