"""Spoken: what a screen reader is given: a row as one line, a page as lines, keys in sentences, and no signs."""
