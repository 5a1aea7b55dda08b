"""Who takes the next step of a review is told by mail; Wagtail tells only groups, and steps here are taken by roles of an agency."""

from django.db import transaction
from wagtail.admin.mail import EmailNotificationMixin, Notifier
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from consult.models import Agency, User

from .review import RoleTask


class StepMail(EmailNotificationMixin, Notifier):
    """To people of the step's role at the agency of the page, never to who asked for the review; sent once the step is on record."""

    notification = "submitted"

    def __init__(self):
        super().__init__((TaskState,))

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and isinstance(instance.task.specific, RoleTask)

    def get_recipient_users(self, instance, **kwargs):
        state = instance.workflow_state
        above = state.content_object.get_ancestors(inclusive=True).values("pk")
        agency = Agency.objects.filter(page__pk__in=above).first()
        members = User.objects.filter(
            memberships__agency=agency, memberships__role=instance.task.specific.role, is_active=True
        )
        return members.exclude(pk=state.requested_by_id).distinct()

    def get_context(self, instance, **kwargs):
        page = instance.workflow_state.content_object.specific
        named = {"task": instance.task.specific, "object": page, "page": page, "model_name": page._meta.verbose_name}
        return super().get_context(instance, **kwargs) | named

    def send_notifications(self, template_set, context, recipients, **kwargs):
        transaction.on_commit(lambda: self.send_emails(template_set, context, recipients), robust=True)
        return True


_step_mail = StepMail()


def tell_who_is_next() -> None:
    task_submitted.connect(_step_mail, dispatch_uid="review_step_mail")
