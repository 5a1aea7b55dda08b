import django_filters
from django.utils.translation import gettext_lazy as _

from consult.models import Comment, Section
from consult.models.search import comments_with
from consult.views.filters import WordsFilter
from consult.views.widgets import QuickSelect, WordsSelect

from ..models import REASONS, Argument, in_no_argument
from ..runs.current import CurrentRun


class CommentFilter(django_filters.FilterSet):
    """Narrow an analyst's table of comments. Themes, their parts and campaigns come from the run."""

    q = WordsFilter(label=_("Words in the comment"), method="with_words")
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="in_theme", empty_label=_("All"), widget=WordsSelect)
    subtheme = django_filters.ChoiceFilter(label=_("Sub-theme"), empty_label=_("All"), widget=WordsSelect)
    section = django_filters.ChoiceFilter(
        label=_("Section"), method="on_section", empty_label=_("All"), widget=WordsSelect
    )
    stance = django_filters.ChoiceFilter(
        label=_("Position"),
        choices=[*Comment.Stance.choices, ("none", _("not stated"))],
        method="of_stance",
        empty_label=_("All"),
        widget=QuickSelect,
    )
    campaign = django_filters.ChoiceFilter(
        label=_("Campaign"), method="in_campaign", empty_label=_("All"), widget=QuickSelect
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=Comment.Channel.choices, empty_label=_("All"), widget=QuickSelect
    )
    argument = django_filters.ChoiceFilter(
        label=_("Argument"), method="behind_argument", empty_label=_("All"), widget=WordsSelect
    )
    official = django_filters.ChoiceFilter(
        label=_("Official answer"),
        choices=[("yes", _("answered")), ("no", _("not answered"))],
        method="with_official_reply",
        empty_label=_("All"),
        widget=QuickSelect,
    )

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, *args, current: CurrentRun, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current
        labels, parts = current.labels, current.subthemes
        reasons = [(f"reason:{code}", label) for code, label in REASONS.items() if code != "withheld"]
        self.filters["theme"].extra["choices"] = [*labels.items(), *reasons]
        self.filters["subtheme"].extra["choices"] = [
            (labels[theme], [(part["id"], part["label"]) for part in held]) for theme, held in parts.items()
        ]
        campaigns = current.campaign_labels.items()
        self.filters["campaign"].extra["choices"] = [("any", _("in any campaign")), *campaigns]
        standing = Argument.objects.filter(consultation=current.consultation).standing()
        arguments = [(str(one.pk), one.words or f"#{one.pk}") for one in standing]
        self.filters["argument"].extra["choices"] = [("none", _("behind none")), *arguments]
        sections = [(str(section.anchor), section.label) for section in current.consultation.draft.sections.all()]
        self.filters["section"].extra["choices"] = [("whole", _("the whole draft")), *sections]

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(self.form.cleaned_data.values())

    @property
    def query(self) -> str:
        """The filters as they stand in the address, without the page."""
        data = self.data.copy()
        for name in ("page", "from"):
            data.pop(name, None)
        return data.urlencode()

    def with_words(self, queryset, name, value):
        return queryset.filter(comments_with(value))

    def in_theme(self, queryset, name, value):
        return self.current.in_theme(queryset, value)

    def on_section(self, queryset, name, value):
        if value == "whole":
            return queryset.filter(section=None)
        # Looked up first: through a join, an index on the section's row could not be used.
        rows = Section.objects.filter(version__consultation=self.current.consultation, anchor=value)
        return queryset.filter(section__in=list(rows.order_by().values_list("pk", flat=True)))

    def of_stance(self, queryset, name, value):
        return queryset.filter(stance="" if value == "none" else value)

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
