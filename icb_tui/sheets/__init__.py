"""Sheets: any file that an analyst has, read as sheets of rows whose cells are texts."""
