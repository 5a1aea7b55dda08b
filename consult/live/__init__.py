"""How everyone watching a consultation hears of changes.

announcements (rows, written with each change) → ``ticker``: once a second, any process gives the waiting ones a sequence
number and sends one coalesced frame per consultation to the channel layer → ``hub``: one per process, hands the newest
frame to every socket and event stream. The database is the truth: when the layer is down, hubs read it there; when a
browser missed a number, it asks for everything since the last one it saw (``frames.frame``).
"""
