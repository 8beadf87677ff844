"""Output: tables for commands and exports, the formats they are written in, briefs, files, the clipboard."""
