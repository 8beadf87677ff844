"""A second, naive route from the YAML to every rating, count and missing cell, which asks the program for nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import yaml

from icb_tui.data_files.bundled import find_bundled_folder

Record = dict[str, Any]
Place = tuple[str, str, str]
"""A board, an aim and a year, or all years."""

ALL_YEARS = "all years"


def read_data_file(name: str) -> dict[str, list[Any]]:
    """A data file as plain lists and dicts."""
    text = (find_bundled_folder() / name).read_text(encoding="utf-8")
    sections: dict[str, list[Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return sections


ASSESSMENTS = read_data_file("assessments.yaml")
BOARDS: list[Record] = read_data_file("icbs.yaml")["icbs"]
YEARS: list[str] = ASSESSMENTS["years"]
AIMS: list[Record] = ASSESSMENTS["aims"]
FINDINGS: list[Record] = ASSESSMENTS["findings"]
RATING: dict[str, Record] = {rating["id"]: rating for rating in ASSESSMENTS["ratings"]}
KIND: dict[str, Record] = {kind["id"]: kind for kind in ASSESSMENTS["kinds"]}
PUBLISHER: dict[str, str] = {source["id"]: source["publisher"] for source in ASSESSMENTS["sources"]}
EVIDENCE: dict[str, list[str]] = {"all": list(KIND), **{kind: [kind] for kind in KIND}}
"""The evidence types that count: all, or one alone."""
MISSING = {
    "not-mentioned": ("–", "no finding"),
    "said-nationally": ("≈", "England-wide only"),
    "not-in-being": ("/", "not open"),
}


class NaiveCell(NamedTuple):
    """What the files say in one cell: its rating, and the ids of its findings; of all years the year of its rating."""

    rating: str | None
    missing: str | None
    findings: list[str]
    fired: list[str]
    later: list[str]
    never_rated: bool
    rating_year: str = ""


@cache
def list_findings(evidence: str) -> list[Record]:
    """The findings of the evidence types that count."""
    return [finding for finding in FINDINGS if finding["kind"] in EVIDENCE[evidence]]


def is_open(board: Record, year: str) -> bool:
    """Whether the board was open on any day from 1 April to 31 March."""
    first, last = dt.date(int(year[:4]), 4, 1), dt.date(int(year[:4]) + 1, 3, 31)
    if board["opened"] > last:
        return False
    return "closed" not in board or board["closed"] >= first


def list_open_boards(year: str) -> list[str]:
    """The boards that were open in the year, or in any."""
    years = YEARS if year == ALL_YEARS else [year]
    return [board["code"] for board in BOARDS if any(is_open(board, each) for each in years)]


def list_predecessors(code: str) -> list[str]:
    """The boards that name a board among their successors."""
    return [board["code"] for board in BOARDS if any(each["code"] == code for each in board.get("successors", []))]


def rate_findings(findings: list[Record]) -> tuple[str | None, list[Record]]:
    """The rating by the rule, and the findings that decide it."""
    levels = [(f, RATING[f["rating"]]) for f in findings if KIND[f["kind"]]["rated"] and "rating" in f]
    credits = [(f, level) for f, level in levels if level["role"] == "credit"]
    concerns = [f for f, level in levels if level["role"] == "concern"]
    best = max((level["rank"] for _, level in credits), default=None)
    deciding = [f for f, level in credits if level["rank"] == best]
    role = "mixed" if credits and concerns else "concern" if concerns else "credit"
    for level in RATING.values():
        if level["role"] == role and (role != "credit" or level["rank"] == best):
            return level["id"], deciding + concerns
    return None, []


def explain_missing(board: Record, aim: str, year: str, findings: list[Record]) -> str:
    """Why a cell has no findings."""
    if not is_open(board, year):
        return "not-in-being"
    for finding in findings:
        if finding.get("scope") == "national" and finding.get("aim") == aim and finding["year"] == year:
            return "said-nationally"
    return "not-mentioned"


def list_later_steps(
    board: Record, aim: Record, year: str, findings: list[Record], rating: str | None
) -> Iterator[str]:
    """The later steps that contradict a rating: on its aim or, if that is not a core aim, on no aim."""
    against = {"credit": "concern", "concern": "positive"}.get(RATING[rating]["role"] if rating else "")
    about = [aim["id"]] if aim["core_aim"] else [aim["id"], None]
    for finding in findings:
        step = finding.get("icb"), finding.get("aim") in about, finding["direction"]
        if step == (board["code"], True, against) and finding["year"] > year and KIND[finding["kind"]].get("follows"):
            yield finding["id"]


def make_cell(board: Record, aim: Record, year: str, evidence: str, findings: list[Record]) -> NaiveCell:
    """What the files say of one board, aim and year in the findings that count."""
    place = board["code"], aim["id"], year
    own = [f for f in findings if (f.get("icb"), f.get("aim"), f["year"]) == place]
    rating, fired = rate_findings(own)
    return NaiveCell(
        rating=rating,
        missing=None if own else explain_missing(board, aim["id"], year, findings),
        findings=[finding["id"] for finding in own],
        fired=[finding["id"] for finding in fired],
        later=list(list_later_steps(board, aim, year, findings, rating)),
        never_rated=not any(KIND[kind]["rated"] for kind in EVIDENCE[evidence]),
    )


@cache
def make_cells(evidence: str) -> dict[Place, NaiveCell]:
    """What the files say of every board, aim and year, and of all years."""
    findings = list_findings(evidence)
    cells = {
        (board["code"], aim["id"], year): make_cell(board, aim, year, evidence, findings)
        for board in BOARDS
        for aim in AIMS
        for year in YEARS
    }
    for code, aim in [(board["code"], aim["id"]) for board in BOARDS for aim in AIMS]:
        cells[code, aim, ALL_YEARS] = add_years({year: cells[code, aim, year] for year in YEARS})
    return cells


def add_years(cells: dict[str, NaiveCell]) -> NaiveCell:
    """The cell of all years: the newest rating with its year, and the findings of every year."""
    rated = [year for year in YEARS if cells[year].rating]
    newest = cells[rated[-1]] if rated else None
    findings = [id for cell in cells.values() for id in cell.findings]
    missing = None
    if not findings:
        reasons = [cell.missing for cell in cells.values()]
        missing = "not-in-being" if set(reasons) == {"not-in-being"} else "not-mentioned"
        missing = "said-nationally" if "said-nationally" in reasons else missing
    return NaiveCell(
        rating=newest.rating if newest else None,
        missing=missing,
        findings=findings,
        fired=newest.fired if newest else [],
        later=newest.later if newest else [],
        never_rated=cells[YEARS[0]].never_rated,
        rating_year=rated[-1] if rated else "",
    )


def make_row(code: str, year: str, evidence: str) -> list[NaiveCell]:
    """The cells of one board in one year, aim by aim."""
    return [make_cells(evidence)[code, aim["id"], year] for aim in AIMS]


@cache
def list_findings_of(code: str | None, year: str, evidence: str) -> list[Record]:
    """The findings of one board (None: of no board) in one year, or in all, with those of no aim."""
    return [f for f in list_findings(evidence) if f.get("icb") == code and year in (f["year"], ALL_YEARS)]


def write_speaker(finding: Record) -> str:
    """Whose words a finding holds, and who reports them: only of a speaker that publishes documents itself."""
    speaker, publisher = KIND[finding["kind"]]["voice"], PUBLISHER[finding["source"]]
    if speaker == "the ICB" and finding.get("scope") == "national":
        return "ICBs"
    if publisher == speaker or speaker not in PUBLISHER.values():
        return str(speaker)
    return f"{speaker}, as reported by {publisher}"


# How a cell is written: in the matrix, by the commands, in the sections of a page and in its years.


def write_glyph(cell: NaiveCell) -> str:
    if cell.rating:
        year = f" {cell.rating_year[2:]}" if cell.rating_year else ""
        return f"{RATING[cell.rating]['letter']} {RATING[cell.rating]['symbol']}{year}{'†' if cell.later else ''}"
    return MISSING[cell.missing][0] if cell.missing else f"{'□' if cell.never_rated else '·'}{len(cell.findings)}"


def write_word(cell: NaiveCell) -> str:
    if cell.rating:
        return str(RATING[cell.rating]["name"]) + (f" ({cell.rating_year})" if cell.rating_year else "")
    if cell.missing:
        return MISSING[cell.missing][1]
    return f"not rated ({len(cell.findings)})"


def write_level(cell: NaiveCell) -> str:
    if cell.rating:
        rating = RATING[cell.rating]
        return f"{rating['letter']} {rating['symbol']} {write_word(cell)}"
    if cell.missing:
        glyph, word = MISSING[cell.missing]
        return f"{glyph} {word[:1].upper()}{word[1:]}"
    return f"{write_glyph(cell)} Not rated"


def write_year_cell(cell: NaiveCell) -> str:
    return write_level(cell) + (" †" if cell.later else "")


def write_code(cell: NaiveCell) -> str:
    """A cell in a spreadsheet."""
    return cell.rating or cell.missing or "unrated"


def list_evidence_types(evidence: str) -> tuple[str, ...]:
    """The evidence types as the store wants them."""
    return () if evidence == "all" else (evidence,)
