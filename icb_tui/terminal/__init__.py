"""The terminal: Textual's driver, the filter on what a terminal sends, and only changed cells sent to it."""
