"""What is checked before a release: the sdist, the wheel, and what they depend on."""
