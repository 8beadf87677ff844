"""What screens are built on: bars, prompts, copying and exporting, filters, a page to read."""
