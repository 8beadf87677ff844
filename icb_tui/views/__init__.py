"""Views: what the explorer shows, as one immutable value, and the steps from one view to the next."""
