"""The kind of a file by its first bytes, and a sentence where its name says something else."""

from __future__ import annotations

from pathlib import PurePath

from icb_tui.data_files.problems import FileError
from icb_tui.sheets.sheet import Sheet
from icb_tui.sheets.sheet_file import EXPECTED, SheetFile
from icb_tui.text.cells import clean, cut

GZIP, ZIP, OLD_OFFICE, PARQUET = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"

REFUSED = {
    b"%PDF": "a PDF, not a table; look for the Excel or CSV file beside it",
    b"7z\xbc\xaf": "a 7z archive; unpack it, and give one of its files",
    b"Rar!": "a RAR archive; unpack it, and give one of its files",
    b"ARROW1": "an Arrow file; save it as Parquet or CSV",
    b"SQLite format 3": "an SQLite database; save its table as CSV",
}
"""How files begin that people may take for tables → what is said of them."""

WEB_PAGE = "a web page (HTML), not a workbook; open it in Excel or LibreOffice, and save it as .xlsx or as CSV"
OLD_XML = "a workbook in the XML of Excel 2003; open it in Excel or LibreOffice, and save it as .xlsx or as CSV"

ENDINGS = {
    "CSV": (".csv", ".tsv", ".tab", ".txt", ".psv", ".dat", ".asc"),
    "text": (".csv", ".tsv", ".tab", ".txt", ".psv", ".dat", ".asc"),
    "Excel": (".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xltm", ".xlt"),
    "OpenDocument": (".ods", ".ots"),
    "Parquet": (".parquet", ".pq"),
    "JSON": (".json", ".geojson"),
    "JSON lines": (".jsonl", ".ndjson", ".json"),
}
"""How the names of files of each kind end."""

NAMES = {
    "CSV": "a text file (CSV)",
    "text": "a text file",
    "Excel": "an Excel workbook",
    "OpenDocument": "an OpenDocument spreadsheet",
    "Parquet": "a Parquet file",
    "JSON": "a JSON file",
    "JSON lines": "a file of JSON lines",
}


def refuse_other_kinds(start: bytes) -> None:
    """Raise FileError where a file begins as one of a kind that is no table."""
    for beginning, message in REFUSED.items():
        if start.startswith(beginning):
            raise FileError(message)


def refuse_markup(start: str) -> None:
    """Raise FileError where a text is a web page or other XML, as many ".xls" files of the web are."""
    text = start.lstrip("\ufeff \t\r\n").lower()
    if not text.startswith("<"):
        return
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise FileError(OLD_XML)
    if any(tag in text for tag in ("<html", "<!doctype html", "<table", "<head", "<body")):
        raise FileError(WEB_PAGE)
    if text.startswith("<?xml"):
        raise FileError(f"an XML file; {EXPECTED}")


def name_other_kind(file: SheetFile, sheet: Sheet) -> tuple[str, ...]:
    """Return a sentence where the name of a file ends as one of another kind does; none where it does not."""
    known = {ending for endings in ENDINGS.values() for ending in endings}
    if file.ending not in known or file.ending in ENDINGS[sheet.kind]:
        return ()
    name = cut(clean(PurePath(file.name).name), 60)
    return (f"{name} is {NAMES[sheet.kind]}, and was read as one, though its name ends in {file.ending}.",)
