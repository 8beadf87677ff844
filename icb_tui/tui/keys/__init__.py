"""Keys: the bindings of the screens, and what each action does in the words that people use for it."""
