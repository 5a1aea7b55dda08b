import re

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.models.prepared import Prepared
from consult.models.search import comments_with
from consult.pages.order import SORTS
from consult.people.demographics import provinces
from consult.views.filters import WordsFilter
from consult.views.ids import row_id
from consult.views.widgets import QuickSelect, WordsSelect

from ..models import REASONS, Argument, ArgumentVerdict, in_no_argument
from ..runs.named_provinces import comments_naming
from ..runs.suggestions import likest
from .shared_filters import SharedFilter

_ORDERS = {
    **{sort.key: (sort.label, sort.by) for sort in SORTS if not sort.narrows},
    "replies": (_("most replies"), ("-replies", "-comment_id")),
}


_STANDING = Prepared(lambda hearing: Argument.objects.filter(consultation=hearing).standing())


class CommentFilter(SharedFilter):
    """Narrow an analyst's table of comments. Themes, their parts, campaigns and groups come from the run."""

    FIRST = ("q", "theme", "section", "stance", "sort")

    q = WordsFilter(label=_("Words in the comment"), method="with_words")
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="in_theme", empty_label=_("All"), widget=WordsSelect)
    subtheme = django_filters.ChoiceFilter(
        label=_("Sub-theme"), method="in_subtheme", empty_label=_("All"), widget=WordsSelect
    )
    campaign = django_filters.ChoiceFilter(
        label=_("Campaign"), method="in_campaign", empty_label=_("All"), widget=QuickSelect
    )
    argument = django_filters.ChoiceFilter(
        label=_("Argument"), method="behind_argument", empty_label=_("All"), widget=WordsSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("What it says, as confirmed"),
        choices=Argument.Kind.choices,
        method="of_kind",
        empty_label=_("All"),
        widget=QuickSelect,
        help_text=_("Behind an argument of this kind"),
    )
    province = django_filters.ChoiceFilter(
        label=_("Province it names"),
        choices=[(name, name) for name in provinces()],
        method="naming_province",
        empty_label=_("All"),
        widget=WordsSelect,
        help_text=_("In the words of the comment, not where its author lives"),
    )
    official = django_filters.ChoiceFilter(
        label=_("Official answer"),
        choices=[("yes", _("answered")), ("no", _("not answered"))],
        method="with_official_reply",
        empty_label=_("All"),
        widget=QuickSelect,
    )
    like = django_filters.NumberFilter(
        label=_("Like comment number"), method="like_comment", help_text=_("The 50 of its theme that are likest")
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[(key, label) for key, (label, _by) in _ORDERS.items()],
        method="ordered",
        empty_label=None,
        widget=QuickSelect,
    )

    def choices(self) -> dict[str, list]:
        current, labels = self.current, self.current.labels
        reasons = [(f"reason:{code}", label) for code, label in REASONS.items() if code != "withheld"]
        standing = _STANDING.models(current.consultation.pk)
        return super().choices() | {
            "theme": [*labels.items(), *reasons],
            "subtheme": [
                (labels[theme], [(part["id"], part["label"]) for part in held])
                for theme, held in current.subthemes.items()
            ],
            "campaign": [("any", _("in any campaign")), *current.campaign_labels.items()],
            "argument": [("none", _("behind none")), *((str(one.pk), one.words or f"#{one.pk}") for one in standing)],
        }

    @property
    def by(self) -> tuple[str, ...]:
        """Columns of the order that was asked for, newest first where none was."""
        asked = self.form.cleaned_data.get("sort") if self.form.is_valid() else ""
        _label, columns = _ORDERS[asked or SORTS[0].key]
        at_comment = (re.sub(r"^(-?)(?=\w)", r"\1reception__", column) for column in columns)
        return tuple(column.replace("reception__comment_id", "pk") for column in at_comment)

    def with_words(self, queryset, name, value):
        return queryset.filter(comments_with(value))

    def in_theme(self, queryset, name, value):
        return self.current.in_theme(queryset, value)

    def in_subtheme(self, queryset, name, value):
        """Those at home in the part, and its guests."""
        return queryset.filter(Q(subtheme=value) | Q(second_subtheme=value))

    def with_official_reply(self, queryset, name, value):
        return queryset.answered() if value == "yes" else queryset.unanswered()

    def in_campaign(self, queryset, name, value):
        if value == "any":
            return queryset.exclude(campaign="").exclude(campaign=None)
        return queryset.filter(campaign=value)

    def behind_argument(self, queryset, name, value):
        if value == "none":
            return in_no_argument(queryset)
        return queryset.filter(verdicts__argument=value, verdicts__belongs=True)

    def of_kind(self, queryset, name, value):
        """Comments an analyst confirmed behind an argument of this kind that stands; one may be behind several kinds."""
        confirmed = ArgumentVerdict.objects.filter(
            argument__consultation=self.current.consultation, argument__kind=value, belongs=True
        )
        return queryset.filter(pk__in=confirmed.filter(argument__dropped_at=None).values("comment"))

    def naming_province(self, queryset, name, value):
        return queryset.filter(comments_naming(value))

    def like_comment(self, queryset, name, value):
        """The likest of its theme and the comment itself; a number no comment has finds none."""
        comment = self.current.comments().filter(pk=row_id(str(value))).first()
        return queryset.filter(pk__in=likest(self.current, comment)) if comment else queryset.none()

    def ordered(self, queryset, name, value):
        """The table orders by its page (``by``), a file by this."""
        return queryset.order_by(*self.by)
