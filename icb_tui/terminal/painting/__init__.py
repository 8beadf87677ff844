"""Painting: what the app draws as cells, compared with what the terminal shows, and sent in few bytes."""
