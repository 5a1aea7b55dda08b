"""Addresses: each room's own, then Wagtail's pages for the rest. What people read has one in each language: ``/en/…`` is English."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.desk.door import door_of_the_desk
from cms.views import home
from consult.people.views.processing import privacy
from consult.urls import log_patterns

from .authentication import SignUpView, no_shared_passwords, to_password_reset, to_sign_in
from .codes import ConfirmCodeView
from .health import health
from .passkeys import passkey_again

handler500 = "config.faults.server_error"

EDITOR = settings.EDITOR_URL_PREFIX.lstrip("/")
#: Doors of libraries that lead to the one door, or nowhere; before the libraries' own, so that these answer
other_doors = [
    path(f"{EDITOR}login/", to_sign_in, name="wagtailadmin_login"),
    path(f"{EDITOR}password_reset/", to_password_reset, name="wagtailadmin_password_reset"),
    path(f"{EDITOR}password_reset/<path:rest>", to_password_reset),
    path("documents/authenticate_with_password/<path:rest>", no_shared_passwords),
]
#: What is read in a language
pages = [
    path("", home, name="home"),
    path("consultations/", include("consult.urls")),
    path("meter/", include("consult.meter_urls")),
    path("people/", include("consult.people.urls")),
    path("log/", include((log_patterns, "log"))),
    path("consultations/<int:pk>/analysis/", include("analysis.urls")),
    path("", include("analysis.open_data_urls")),
    path("accounts/login/code/confirm/", ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("accounts/signup/", SignUpView.as_view(), name="account_signup"),
    path("accounts/2fa/webauthn/reauthenticate/", passkey_again, name="mfa_reauthenticate_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("help/", TemplateView.as_view(template_name="site/help.html"), name="help"),
    path("privacy/", privacy, name="privacy"),
    path("accessibility/", TemplateView.as_view(template_name="site/accessibility.html"), name="accessibility"),
    path("", include("cms.urls")),
    path("_util/login/", to_sign_in, name="wagtailcore_login"),
    path("_util/authenticate_with_password/<path:rest>", no_shared_passwords),
    path("", include(wagtail_urls)),
]
urlpatterns = [
    *other_doors,
    path(EDITOR, include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, door_of_the_desk))),
    path("documents/", include(wagtaildocs_urls)),
    path("health", health, name="health"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    *i18n_patterns(*pages, prefix_default_language=False),
]
