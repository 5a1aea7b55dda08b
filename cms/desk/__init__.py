"""The officers' desk on top of Wagtail: what its doors refuse, what an officer sees, drafts and versions, dates of hearings."""
