"""Findings from a sheet: columns recognised, rows made findings, sources joined, and the template to fill in."""
