"""Screens: each asks the store and wires the panes."""
