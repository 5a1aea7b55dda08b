from django.urls import include, path

from .views import (
    attachments,
    comments,
    consultations,
    deck,
    digital_identity,
    digits,
    live,
    mine,
    moderation,
    notices,
    official_replies,
    pack,
    questions,
    session,
    unsettled,
    votes,
)

app_name = "consult"

in_one_consultation = [
    path("", consultations.consultation_detail, name="consultation_detail"),
    path("versions/", consultations.version_list, name="version_list"),
    path("versions/<int:number>/", consultations.version_detail, name="version_detail"),
    path("versions/<int:number>/changes/", consultations.version_changes, name="version_changes"),
    path("deck/", deck.deck, name="deck"),
    path("discussion/", comments.whole_draft, name="whole_draft"),
    path("sections/<int:section_pk>/", comments.section_detail, name="section_detail"),
    path("sections/<int:section_pk>/vote/", votes.section_vote, name="section_vote"),
    path("questions/<int:question_pk>/answer/", questions.question_answer, name="question_answer"),
    path("comments/", comments.comment_create, name="comment_create"),
    path("comments/new/", comments.comment_fragments, name="comment_fragments"),
    path("comments/<int:comment_pk>/", comments.comment_detail, name="comment_detail"),
    path("comments/<int:comment_pk>/vote/", votes.comment_vote, name="comment_vote"),
    path("comments/<int:comment_pk>/hide/", moderation.comment_hide, name="comment_hide"),
    path("comments/<int:comment_pk>/restore/", moderation.comment_restore, name="comment_restore"),
    path("comments/<int:comment_pk>/official-reply/", official_replies.official_reply, name="official_reply"),
    path(
        "comments/<int:comment_pk>/official-reply/withdraw/",
        official_replies.official_reply_withdraw,
        name="official_reply_withdraw",
    ),
    path("moderation/", moderation.moderation, name="moderation"),
    path("documents/<str:sha256>/", attachments.attachment_detail, name="attachment_detail"),
    path("facts.json", pack.pack_json, name="pack_json"),
    path("facts.csv", pack.pack_csv, name="pack_csv"),
    path("unsettled/", unsettled.unsettled, name="unsettled"),
    path("live/", live.live_frame, name="live_frame"),
]

urlpatterns = [
    path("", consultations.consultation_list, name="consultation_list"),
    path("mine/", mine.mine, name="mine"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/mail/", notices.mail_choice, name="mail_choice"),
    path("notices/mail/<str:token>/", notices.mail_stop, name="mail_stop"),
    path("session/", session.session, name="session"),
    path("digits/", digits.digits, name="digits"),
    path("digital-id/join/", digital_identity.digital_id_join, name="digital_id_join"),
    path("digital-id/<slug:slug>/", digital_identity.digital_id_begin, name="digital_id_begin"),
    path("digital-id/<slug:slug>/out/", digital_identity.digital_id_out, name="digital_id_out"),
    path("digital-id/<slug:slug>/back/", digital_identity.digital_id_back, name="digital_id_back"),
    path("<int:pk>/", include(in_one_consultation)),
]
