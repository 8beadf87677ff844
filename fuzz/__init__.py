"""Fuzzers of everything that reads what others wrote: `make fuzz` runs them, tests/project/test_fuzz.py a few cases."""
