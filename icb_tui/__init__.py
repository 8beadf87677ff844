"""icb-tui: a terminal explorer of England's NHS integrated care boards."""

__version__ = "0.2.0"
