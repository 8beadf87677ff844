"""Pages of HTML: what people read in a browser, with headings, lists and tables, and no script."""
