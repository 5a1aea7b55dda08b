from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Publishing"

    def ready(self):
        from . import checks, models  # noqa: F401 (checks register themselves)
        from .desk import buddhist_years, compare, guards, link_form, review_mail, rights, trail

        guards.put_up(models.AgencyPage)
        rights.follow_membership()
        link_form.choose_links_with_it()
        trail.keep()
        review_mail.tell_who_is_next()
        compare.compare_in_words()
        buddhist_years.show_buddhist_years()
