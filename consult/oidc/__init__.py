"""OpenID Connect, the side of the site that people are sent back to: plain Python on Authlib and joserfc, below everything.

``signing_in.begin`` and ``signing_in.complete`` are the way through it. What a provider says of a person leaves this package
only as a ``person.DigitalPerson``: a keyed hash, a level and at most a year of birth.
"""
