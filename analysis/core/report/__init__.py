"""The report of a run: citations, quotes, summaries and their checker, theme entries, the document and its schema, edits laid over it."""
