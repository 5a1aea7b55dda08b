"""A closed hearing as open data: one file a table, declared once; `tables` lists them, `folder` writes them."""
