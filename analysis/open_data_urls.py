"""Addresses of open data: a list of all of it, and the data of each hearing beside its other pages."""

from django.urls import path

from .views import open_data

app_name = "open_data"

urlpatterns = [
    path("open-data/", open_data.open_data_list, name="list"),
    path("open-data/datasets.json", open_data.dataset_list, name="datasets"),
    path("open-data/catalog.jsonld", open_data.catalogue, name="catalogue"),
    path("consultations/<int:pk>/open-data/", open_data.open_data_detail, name="detail"),
    path("consultations/<int:pk>/open-data/levels/", open_data.level_list, name="levels"),
    path("consultations/<int:pk>/open-data/dcat.jsonld", open_data.dataset_catalogue, name="dataset"),
    path("consultations/<int:pk>/open-data/<str:name>", open_data.open_data_file, name="file"),
]
