"""Signals of single texts or a few, beside themes: stance, tone, insults, campaigns, small views."""
