"""Panes: each draws a view and posts what the person asked for; none asks the store."""
