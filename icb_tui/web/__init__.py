"""The web: the explorer served to browsers, with its page, its access, its sessions and links to a view."""
