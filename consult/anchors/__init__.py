"""Which section is which from version to version, and where the words inside it stand: pure functions, no database."""
