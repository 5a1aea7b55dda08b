"""How everyone watching a consultation hears of changes.

announcements (rows, written with each change) → ticker: once a second, the process that holds the ``lease`` gives the waiting
ones a sequence number and sends one coalesced frame per consultation to the channel layer → ``hub``: one per process, puts
frames in order, fills gaps from the database, and hands each to the watchers of its ``room``. The database is the truth: when
the layer is down, hubs read it there; when a browser missed a number, it asks for everything since the last one it saw
(``frames.frame``).
"""
