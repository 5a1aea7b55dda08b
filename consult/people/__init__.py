"""Who takes part: what is kept of people beside their account, and what they may do with it. Above the record, which knows none of it."""
