from django.urls import path

from .views import comments, dashboard, jobs

app_name = "analysis"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("jobs/", jobs.job_create, name="job_create"),
    path("jobs/<int:job_pk>/", jobs.job_detail, name="job_detail"),
    path("comments/", comments.comment_table, name="comment_table"),
    path("comments.csv", comments.comment_export, name="comment_export"),
    path("comments/<int:comment_pk>/", comments.comment_detail, name="comment_detail"),
]
