"""Two analysts in the same moment, each on a connection of her own."""

import threading

import pytest
from django.db import connection

from analysis import actions
from analysis.errors import ChangedMeanwhile
from analysis.models import Argument, ArgumentVerdict
from tests.support.analyses import talked_about
from tests.support.makers import make_staff


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_or_judge_in_the_same_moment_one_wins_and_the_other_is_told():
    """Two connections; on PostgreSQL both are in their transaction at once."""
    consultation = talked_about()
    analysts = [make_staff(consultation.agency, "analyst") for _ in range(2)]
    said, comment = consultation.comments.order_by("pk")[:2]
    words = said.public_text
    argument = actions.make_argument(consultation=consultation, by=analysts[0], comment=said, words=words, kind="ask")
    start, told = threading.Barrier(2), []

    def act(by, kind: str, belongs: bool) -> None:
        try:
            for verb, wish in (
                (actions.change_argument, {"kind": kind, "words": words, "seen": 1}),
                (actions.judge_member, {"comment": comment, "belongs": belongs}),
            ):
                start.wait(20)
                try:
                    verb(argument=argument, by=by, **wish)
                except ChangedMeanwhile as error:
                    told.append((verb.__name__, str(error)))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=(by, kind, belongs))
        for by, kind, belongs in zip(analysts, ("for", "against"), (True, False), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(name for name, _text in told) == ["change_argument", "judge_member"]
    assert Argument.objects.get(pk=argument.pk).version == 2
    assert ArgumentVerdict.objects.filter(argument=argument, comment=comment).count() == 1
