"""Reports: what each command tells, as a table with notes, from the words of a command line or of an address."""
