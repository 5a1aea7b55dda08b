"""Review of a draft before it is published: author, legal reviewer, approver, each another person with a role at the agency."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry, Revision, Task, TaskState

from consult import rules
from consult.models import Agency, Membership

Role = Membership.Role


class RoleTask(Task):
    """A step of Wagtail's workflow that people with a role at the page's agency take (ขั้นตรวจร่าง); never who submitted it."""

    role = models.CharField(
        _("role"), max_length=16, choices=[(one.value, one.label) for one in (Role.REVIEWER, Role.APPROVER)]
    )

    admin_form_fields = [*Task.admin_form_fields, "role"]
    admin_form_readonly_on_edit_fields = [*Task.admin_form_readonly_on_edit_fields, "role"]

    class Meta:
        verbose_name = _("review by a role")
        verbose_name_plural = _("reviews by a role")

    @classmethod
    def get_description(cls):
        return _("People with this role at the agency of the page take this step.")

    def user_can_access_editor(self, obj, user):
        return self._takes(obj, user)

    def locked_for_user(self, obj, user):
        """While it is under review nobody changes it unseen; who submitted it takes it back to write on."""
        return not self._takes(obj, user)

    def get_actions(self, obj, user):
        if not self._takes(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        return waiting.filter(
            pk__in=[state.pk for state in waiting if self._takes(state.workflow_state.content_object, user)]
        )

    def _takes(self, obj, user) -> bool:
        agency = Agency.objects.filter(page__pk__in=obj.get_ancestors(inclusive=True).values("pk")).first()
        if agency is None or not rules.may_review(user, agency, self.role):
            return False
        state = obj.current_workflow_state
        return state is None or state.requested_by_id != user.pk


def was_approved(page: Page) -> bool:
    """Whether an approver agreed to the text that is live, in a review it went through."""
    return TaskState.objects.filter(
        workflow_state__object_id=str(page.pk),
        workflow_state__base_content_type=page.get_base_content_type(),
        task__in=RoleTask.objects.filter(role=Role.APPROVER),
        status=TaskState.STATUS_APPROVED,
        finished_at__gte=page.live_revision.created_at,
    ).exists()


def who_scheduled(revision: Revision):
    """Who said that a revision goes live at a later hour: it is their act when the timetable does it."""
    said = PageLogEntry.objects.filter(action="wagtail.publish.schedule", revision=revision).order_by(
        "-timestamp", "-pk"
    )
    line = said.select_related("user").first()
    return line and line.user
