"""Analysis: what follows from the records of several boards: standing on an indicator, comparison, groups of boards."""
