"""Filters: their terms, the language they are typed in, their wording, and which boards they match."""
