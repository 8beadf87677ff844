"""The store: the records in DuckDB, its questions, its cache, and the guard on SQL from outside."""
