"""The store: the records in DuckDB, its questions, and what of its answers is prepared."""
