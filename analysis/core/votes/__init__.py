"""Votes alone: ballots, groups of people who vote alike, statements that mark groups out, intervals."""
