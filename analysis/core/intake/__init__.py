"""Intake: CSV files, comments as rows, copies found by their letters, deduplicated texts, the section each speaks of."""
