"""Runs: what they read, how they read now, and when they are out of date."""
