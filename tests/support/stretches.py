"""Limits count within stretches of the clock; a test of one must not stand across two of them."""

from time import sleep, time


def room_in_the_minute(seconds: int = 15) -> None:
    """Wait for the next minute where less than ``seconds`` of this one is left."""
    left = 60 - time() % 60
    if left < seconds:
        sleep(left + 0.1)
