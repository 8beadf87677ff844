"""The Textual app: theme, key bindings and the widgets under every pane."""
