"""Data files: YAML and CSV read into records, checked, explained and written."""
