"""What each page says: pure functions from facts to lines, for the screens and the command line alike."""
