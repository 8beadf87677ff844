"""Importing: rows of cells made into indicators or findings, with questions about what they do not tell."""
