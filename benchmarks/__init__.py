"""How fast icb-tui is, seen from outside, beside other programs: `make bench`."""
