"""The early frame: what the last start painted first, kept, and shown before anything is imported that draws."""
