"""Pages: the view, and pure functions from facts to lines of text, for screens and commands alike."""
