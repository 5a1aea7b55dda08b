"""Doors of consult over HTTP: parse, call one action or query, answer."""
