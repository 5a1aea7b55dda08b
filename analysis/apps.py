from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"
    verbose_name = "Analysis"

    def ready(self):
        from consult import events

        from .tasks import theme_posted_comment

        events.listen(events.CommentPosted, theme_posted_comment)
