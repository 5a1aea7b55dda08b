from django.urls import path, register_converter

from .views import (
    answers,
    arguments,
    comments,
    dashboard,
    edits,
    issues,
    jobs,
    runs,
    second_verdicts,
    table_exports,
    themes,
    votes,
)
from .views.table_files import FileForm

app_name = "analysis"
register_converter(FileForm, "file_form")

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("jobs/", jobs.job_create, name="job_create"),
    path("jobs/<int:job_pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:job_pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("runs/<int:run_pk>/choose/", runs.run_choose, name="run_choose"),
    path("comments/", comments.comment_table, name="comment_table"),
    path("comments/place/", edits.comments_place, name="comments_place"),
    path("answers/", answers.answer_table, name="answer_table"),
    path("answers.<file_form:form>", answers.answer_export, name="answer_export"),
    path("votes/", votes.vote_table, name="vote_table"),
    path("votes.<file_form:form>", votes.vote_export, name="vote_export"),
    path("arguments/", arguments.argument_list, name="argument_list"),
    path("arguments/<int:argument_pk>/", arguments.argument_detail, name="argument_detail"),
    path("arguments/again/", second_verdicts.second_queue, name="second_queue"),
    path(
        "arguments/<int:argument_pk>/verdicts/<int:comment_pk>/again/",
        second_verdicts.verdict_again,
        name="verdict_again",
    ),
    path("arguments/<int:argument_pk>/change/", arguments.argument_change, name="argument_change"),
    path("arguments/<int:argument_pk>/drop/", arguments.argument_drop, name="argument_drop"),
    path("arguments/<int:argument_pk>/restore/", arguments.argument_restore, name="argument_restore"),
    path("arguments/<int:argument_pk>/verdicts/<int:comment_pk>/", arguments.verdict_create, name="verdict_create"),
    path(
        "arguments/<int:argument_pk>/verdicts/<int:comment_pk>/take-back/",
        arguments.verdict_take_back,
        name="verdict_take_back",
    ),
    path("arguments.<file_form:form>", table_exports.argument_export, name="argument_export"),
    path("comments/<int:comment_pk>/argument/", arguments.argument_create, name="argument_create"),
    path("runs/", dashboard.run_list, name="run_list"),
    path("groups/", dashboard.group_detail, name="group_detail"),
    path("groups.<file_form:form>", table_exports.group_export, name="group_export"),
    path("aside/", dashboard.aside_detail, name="aside_detail"),
    path("themes/", themes.theme_list, name="theme_list"),
    path("themes.<file_form:form>", table_exports.theme_export, name="theme_export"),
    path("themes/<slug:theme>/", themes.theme_detail, name="theme_detail"),
    path("themes/<slug:theme>/rename/", edits.theme_rename, name="theme_rename"),
    path("themes/<slug:theme>/merge/", edits.theme_merge, name="theme_merge"),
    path("themes/<slug:theme>/issue/", issues.theme_issue, name="theme_issue"),
    path("edits/", edits.edit_list, name="edit_list"),
    path("edits/<int:edit_pk>/revert/", edits.edit_revert, name="edit_revert"),
    path("comments.csv", comments.comment_export, name="comment_export"),
    path("comments/<int:comment_pk>/", comments.comment_detail, name="comment_detail"),
]
