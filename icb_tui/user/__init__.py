"""The user's own: folders, settings, sets of boards, and what the locale can show."""
