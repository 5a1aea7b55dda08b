"""Checking a folder of open data against the log nobody can rewrite, from the published files alone; `folder.verify` is where to begin."""
