"""The screens: each owns its state, asks the store and wires the panes."""
