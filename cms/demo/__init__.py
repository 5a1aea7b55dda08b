"""Invented demonstration data (CC0; see README.md) and the logins that go with it."""
