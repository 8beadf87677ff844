"""Columns: what the header of a table and its first rows say of each column."""
