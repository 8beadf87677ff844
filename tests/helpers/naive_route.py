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
"""A board, an aim and a year."""


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
EVIDENCE: dict[str, list[str]] = {"all": list(KIND), **{kind: [kind] for kind in KIND}}
"""Whose findings count: all voices, or one alone."""
MISSING = {
    "not-mentioned": ("–", "not mentioned"),
    "said-nationally": ("≈", "said nationally"),
    "not-in-being": ("/", "not in being"),
}


class NaiveCell(NamedTuple):
    """What the files say in one cell: its reading, and the ids of the findings that it comes from."""

    rating: str | None
    nothing: str | None
    findings: list[str]
    fired: list[str]
    later: list[str]
    never_rated: bool


@cache
def list_findings(lens: str) -> list[Record]:
    """The findings of the lens."""
    return [finding for finding in FINDINGS if finding["kind"] in EVIDENCE[lens]]


def is_open(board: Record, year: str) -> bool:
    """Whether the board was open on any day from 1 April to 31 March."""
    first, last = dt.date(int(year[:4]), 4, 1), dt.date(int(year[:4]) + 1, 3, 31)
    if board["opened"] > last:
        return False
    return "closed" not in board or board["closed"] >= first


def list_open_boards(year: str) -> list[str]:
    """The boards in being in the year."""
    return [board["code"] for board in BOARDS if is_open(board, year)]


def rate_findings(said: list[Record]) -> tuple[str | None, list[Record]]:
    """The level by the rule, and the findings that decide it."""
    levels = [(f, RATING[f["rating"]]) for f in said if KIND[f["kind"]]["rated"] and "rating" in f]
    credits = [(f, level) for f, level in levels if level["role"] == "credit"]
    concerns = [f for f, level in levels if level["role"] == "concern"]
    best = max((level["rank"] for _, level in credits), default=None)
    deciding = [f for f, level in credits if level["rank"] == best]
    role = "mixed" if credits and concerns else "concern" if concerns else "credit"
    for level in RATING.values():
        if level["role"] == role and (role != "credit" or level["rank"] == best):
            return level["id"], deciding + concerns
    return None, []


def explain_missing(board: Record, aim: str, year: str, voices: list[Record]) -> str:
    """Which nothing a cell without findings is."""
    if not is_open(board, year):
        return "not-in-being"
    for finding in voices:
        if finding.get("scope") == "national" and finding.get("aim") == aim and finding["year"] == year:
            return "said-nationally"
    return "not-mentioned"


def list_later_steps(board: Record, aim: Record, year: str, voices: list[Record], rating: str | None) -> Iterator[str]:
    """The later steps against a rating, on its aim or, where that is of the whole system, on no aim."""
    against = {"credit": "concern", "concern": "positive"}.get(RATING[rating]["role"] if rating else "")
    about = [aim["id"]] if aim["core_aim"] else [aim["id"], None]
    for finding in voices:
        told = finding.get("icb"), finding.get("aim") in about, finding["direction"]
        if told == (board["code"], True, against) and finding["year"] > year and KIND[finding["kind"]].get("follows"):
            yield finding["id"]


def make_cell(board: Record, aim: Record, year: str, lens: str, voices: list[Record]) -> NaiveCell:
    """What the files say of one board, aim and year in the voices of the lens."""
    place = board["code"], aim["id"], year
    said = [f for f in voices if (f.get("icb"), f.get("aim"), f["year"]) == place]
    rating, fired = rate_findings(said)
    return NaiveCell(
        rating=rating,
        nothing=None if said else explain_missing(board, aim["id"], year, voices),
        findings=[finding["id"] for finding in said],
        fired=[finding["id"] for finding in fired],
        later=list(list_later_steps(board, aim, year, voices, rating)),
        never_rated=not any(KIND[kind]["rated"] for kind in EVIDENCE[lens]),
    )


@cache
def make_cells(lens: str) -> dict[Place, NaiveCell]:
    """What the files say of every board, aim and year."""
    voices = list_findings(lens)
    return {
        (board["code"], aim["id"], year): make_cell(board, aim, year, lens, voices)
        for board in BOARDS
        for aim in AIMS
        for year in YEARS
    }


def make_row(code: str, year: str, lens: str) -> list[NaiveCell]:
    """The cells of one board in one year, aim by aim."""
    return [make_cells(lens)[code, aim["id"], year] for aim in AIMS]


@cache
def list_findings_of(code: str | None, year: str, lens: str) -> list[Record]:
    """The findings of one board (None: of no board) in one year, with those of no aim."""
    return [finding for finding in list_findings(lens) if finding.get("icb") == code and finding["year"] == year]


def write_glyph(told: NaiveCell) -> str:
    if told.rating:
        return f"{RATING[told.rating]['letter']} {RATING[told.rating]['symbol']}{'†' if told.later else ''}"
    return MISSING[told.nothing][0] if told.nothing else f"{'□' if told.never_rated else '·'}{len(told.findings)}"


def write_word(told: NaiveCell) -> str:
    if told.rating:
        return str(RATING[told.rating]["name"])
    if told.nothing:
        return MISSING[told.nothing][1]
    number = len(told.findings)
    return f"{number} finding{'s' if number > 1 else ''}" if told.never_rated else f"not rated ({number})"


def write_level(told: NaiveCell) -> str:
    if told.rating:
        rating = RATING[told.rating]
        return f"{rating['letter']} {rating['symbol']} {rating['name']}"
    if told.nothing:
        return " ".join([MISSING[told.nothing][0], MISSING[told.nothing][1].capitalize()])
    return "□ Said, not rated" if told.never_rated else "· Not rated"


def write_year_cell(told: NaiveCell) -> str:
    if told.rating or told.nothing:
        return write_level(told) + (" †" if told.later else "")
    return f"{write_glyph(told)} Not rated"


def write_code(told: NaiveCell) -> str:
    """A cell in a spreadsheet."""
    return told.rating or told.nothing or "unrated"


def list_evidence_types(lens: str) -> tuple[str, ...]:
    """A lens as the store is asked for it."""
    return () if lens == "all" else (lens,)
