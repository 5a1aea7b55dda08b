"""What narrows the comments of an analyst, all of it in the address. A value that cannot be is refused, never left out."""

from collections.abc import Hashable
from datetime import timedelta
from hashlib import sha256

import django_filters
from django.db.models import Min, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.models import Comment, Level, Section
from consult.models.prepared import Prepared
from consult.views.widgets import QuickSelect, WordsSelect

from ..models import Argument, Assignment
from ..runs.current import CurrentRun
from .day_fields import EraDayFilter, SpanForm, begin

_SECTIONS = Prepared(
    lambda version: Section.objects.filter(version=version).only("anchor", "unit", "number", "heading", "order")
)


class AddressFilter(django_filters.FilterSet):
    """Filters that stand in the address: what of them goes into links, and what is said when one cannot be."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for one in self.filters.values():
            if isinstance(one, django_filters.ChoiceFilter):
                one.extra["error_messages"] = {"invalid_choice": _("This is none of the choices.")}

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(value for name, value in self.form.cleaned_data.items() if name != "sort")

    @property
    def refusal(self) -> str:
        """Which filter holds what cannot be, in one sentence; nothing where all can."""
        names = [str(self.filters[name].label) for name in self.form.errors if name in self.filters]
        told = gettext("The filter “%(names)s” cannot take this value, so nothing is shown. Choose again or empty it.")
        return told % {"names": "”, “".join(names)} if self.form.errors else ""

    @property
    def query(self) -> str:
        """The filters as they stand in the address, without the page."""
        return self._address_without("page", "from", "tick")

    @property
    def as_query(self) -> str:
        """The same as the end of an address that has no other."""
        return f"?{self.query}" if self.query else ""

    @property
    def here(self) -> str:
        """The same with the page: where one is."""
        return self._address_without("tick")

    def _address_without(self, *names: str) -> str:
        data = self.data.copy()
        for name in names:
            data.pop(name, None)
        return data.urlencode()


class SharedFilter(AddressFilter):
    """What the page of themes and the table of comments narrow by alike: when, who, where, which position, which group."""

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
    since = EraDayFilter(label=_("From day"), help_text=_("For example 30/11/2569"), method="from_day")
    until = EraDayFilter(label=_("To day"), help_text=_("That day included"), method="to_day")
    level = django_filters.ChoiceFilter(
        label=_("Who wrote it"),
        choices=[(level.name.lower(), level.label) for level in Level],
        method="at_level",
        empty_label=_("All"),
        widget=QuickSelect,
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=Comment.Channel.choices, empty_label=_("All"), widget=QuickSelect
    )
    group = django_filters.ChoiceFilter(
        label=_("Opinion group"), method="marking_group", empty_label=_("All"), widget=QuickSelect
    )

    copies = django_filters.ChoiceFilter(
        label=_("Copies"),
        choices=[("once", _("one text of each campaign"))],
        method="without_copies",
        empty_label=_("All"),
        widget=QuickSelect,
    )

    #: filters that stand open on the page; the others wait behind a heading until one is used
    FIRST: tuple[str, ...] = ()
    #: filters that are typed and not chosen
    TYPED = ("q", "since", "until", "like")

    class Meta:
        model = Comment
        form = SpanForm
        fields: list[str] = []

    def __init__(self, *args, current: CurrentRun, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current
        self.offered = self.choices()
        for name, choices in self.offered.items():
            self.filters[name].extra["choices"] = choices

    def choices(self) -> dict[str, list]:
        """What can be chosen of this hearing and this run, by filter."""
        draft = self.current.consultation.draft_id
        sections = [(str(section.anchor), section.label) for section in _SECTIONS.models(draft)]
        groups = [
            (key, gettext("marks group %(number)s (%(n)s people)") % {"number": number, "n": item["n"]})
            for number, (key, item) in enumerate(self.current.groups.items(), start=1)
        ]
        return {"section": [("whole", _("the whole draft")), *sections], "group": groups}

    @property
    def content(self) -> Hashable:
        """All that the form of filters tells, by which it is remembered; what somebody typed is shown to them alone."""
        chosen = {name: self.data.get(name, "") for name in self.filters}
        if self.form.errors or any(chosen.get(name) for name in self.TYPED):
            return None
        return sha256(repr((type(self), self.offered, chosen)).encode()).digest()

    @property
    def is_opened(self) -> bool:
        """Whether one of the filters behind the heading is used."""
        return any(self.data.get(name) for name in self.filters if name not in self.FIRST)

    def on_section(self, queryset, name, value):
        if value == "whole":
            return queryset.filter(section=None)
        # Looked up first: through a join, an index on the section's row could not be used.
        rows = Section.objects.filter(version__consultation=self.current.consultation, anchor=value)
        return queryset.filter(section__in=list(rows.order_by().values_list("pk", flat=True)))

    def of_stance(self, queryset, name, value):
        return queryset.filter(stance="" if value == "none" else value)

    def from_day(self, queryset, name, day):
        return queryset.filter(posted_at__gte=begin(day))

    def to_day(self, queryset, name, day):
        return queryset.filter(posted_at__lt=begin(day + timedelta(days=1)))

    def at_level(self, queryset, name, value):
        """Everybody once: by what was said in whose name, else by how surely the author is known now."""
        level = Level[value.upper()]
        if level == Level.JURISTIC:
            return queryset.filter(representation__isnull=False)
        alone = queryset.filter(representation__isnull=True)
        return (
            alone.filter(participant__level__gte=level)
            if level == Level.PERSON
            else alone.filter(participant__level=level)
        )

    def without_copies(self, queryset, name, value):
        """Of each campaign the first comment that may be read."""
        if self.current.run is None:
            return queryset
        sent = Assignment.objects.filter(run=self.current.run, comment__is_visible=True).exclude(campaign="")
        firsts = list(sent.order_by().values("campaign").annotate(first=Min("comment")).values_list("first", flat=True))
        return queryset.filter(Q(campaign="") | Q(campaign=None) | Q(pk__in=firsts))

    def marking_group(self, queryset, name, value):
        marks = (row["statement_id"] for row in self.current.groups[value]["representative"])
        return queryset.filter(pk__in=[int(statement) for statement in marks if statement.isdigit()])


class ArgumentFilter(AddressFilter):
    """Narrow the arguments of analysts by what they are and where they stand."""

    kind = django_filters.ChoiceFilter(
        label=_("What it is"), choices=Argument.Kind.choices, empty_label=_("All"), widget=QuickSelect
    )
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="in_theme", empty_label=_("All"), widget=WordsSelect)

    class Meta:
        model = Argument
        fields: list[str] = []

    def __init__(self, *args, current: CurrentRun, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current
        self.filters["theme"].extra["choices"] = [*current.labels.items(), ("none", _("In no theme of this analysis"))]

    def in_theme(self, queryset, name, value):
        """An argument stands where its comment stands."""
        places = self.current.places(list(queryset.order_by().values_list("comment", flat=True)))
        here = [
            int(comment)
            for comment, place in places.items()
            if (place if place in self.current.labels else "none") == value
        ]
        if value == "none":
            return queryset.exclude(comment__in=[int(one) for one in places if int(one) not in here])
        return queryset.filter(comment__in=here)
