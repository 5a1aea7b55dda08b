"""Analysis of a public consultation: comments and votes in, a document of figures out.

Plain Python: no Django, no clock, no network. Same comments, options and code give the same
bytes. Importing this package costs nothing; models load when the first text is read.

    from analysis.core.types import CommentText, Options
    from analysis.core.pipeline import analyse

Rooms, each of which imports only those after it: report (what is told), themes, signals and votes (what is found; none knows
another), space (where texts lie), intake (what is read). `types` is what goes in, `contract` what comes out.
"""
