"""Fuzzers of everything that reads what others wrote; `make fuzz` runs them, tests/test_fuzz.py a short run of each."""
