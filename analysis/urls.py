from django.urls import path

from .views import answers, comments, dashboard, edits, jobs, runs, votes

app_name = "analysis"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("jobs/", jobs.job_create, name="job_create"),
    path("jobs/<int:job_pk>/", jobs.job_detail, name="job_detail"),
    path("runs/<int:run_pk>/choose/", runs.run_choose, name="run_choose"),
    path("comments/", comments.comment_table, name="comment_table"),
    path("comments/place/", edits.comments_place, name="comments_place"),
    path("answers/", answers.answer_table, name="answer_table"),
    path("answers.csv", answers.answer_export, name="answer_export"),
    path("votes/", votes.vote_table, name="vote_table"),
    path("votes.csv", votes.vote_export, name="vote_export"),
    path("themes/<slug:theme>/rename/", edits.theme_rename, name="theme_rename"),
    path("themes/<slug:theme>/merge/", edits.theme_merge, name="theme_merge"),
    path("edits/", edits.edit_list, name="edit_list"),
    path("edits/<int:edit_pk>/revert/", edits.edit_revert, name="edit_revert"),
    path("comments.csv", comments.comment_export, name="comment_export"),
    path("comments/<int:comment_pk>/", comments.comment_detail, name="comment_detail"),
]
