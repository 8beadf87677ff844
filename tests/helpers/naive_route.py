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


def read(name: str) -> dict[str, list[Any]]:
    """A data file as plain lists and dicts."""
    text = (find_bundled_folder() / name).read_text(encoding="utf-8")
    sections: dict[str, list[Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return sections


SAID = read("assessments.yaml")
BOARDS: list[Record] = read("icbs.yaml")["icbs"]
YEARS: list[str] = SAID["years"]
AIMS: list[Record] = SAID["aims"]
FINDINGS: list[Record] = SAID["findings"]
RATING: dict[str, Record] = {rating["id"]: rating for rating in SAID["ratings"]}
KIND: dict[str, Record] = {kind["id"]: kind for kind in SAID["kinds"]}
LENSES: dict[str, list[str]] = {"all": list(KIND), **{kind: [kind] for kind in KIND}}
"""Whose findings count: all voices, or one alone."""
SILENCE = {
    "not-mentioned": ("–", "not mentioned"),
    "said-nationally": ("≈", "said nationally"),
    "not-in-being": ("/", "not in being"),
}


class Told(NamedTuple):
    """What the files say in one cell: its reading, and the ids of the findings that it comes from."""

    rating: str | None
    nothing: str | None
    findings: list[str]
    fired: list[str]
    later: list[str]
    never_rated: bool


@cache
def heard(lens: str) -> list[Record]:
    """The findings of the lens."""
    return [finding for finding in FINDINGS if finding["kind"] in LENSES[lens]]


def in_being(board: Record, year: str) -> bool:
    """Whether the board was open on any day from 1 April to 31 March."""
    first, last = dt.date(int(year[:4]), 4, 1), dt.date(int(year[:4]) + 1, 3, 31)
    if board["opened"] > last:
        return False
    return "closed" not in board or board["closed"] >= first


def there(year: str) -> list[str]:
    """The boards in being in the year."""
    return [board["code"] for board in BOARDS if in_being(board, year)]


def reading(said: list[Record]) -> tuple[str | None, list[Record]]:
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


def nothing(board: Record, aim: str, year: str, voices: list[Record]) -> str:
    """Which nothing a cell without findings is."""
    if not in_being(board, year):
        return "not-in-being"
    for finding in voices:
        if finding.get("scope") == "national" and finding.get("aim") == aim and finding["year"] == year:
            return "said-nationally"
    return "not-mentioned"


def later(board: Record, aim: Record, year: str, voices: list[Record], rating: str | None) -> Iterator[str]:
    """The later steps against a rating, on its aim or, where that is of the whole system, on no aim."""
    against = {"credit": "concern", "concern": "positive"}.get(RATING[rating]["role"] if rating else "")
    about = [aim["id"]] if aim["core_aim"] else [aim["id"], None]
    for finding in voices:
        told = finding.get("icb"), finding.get("aim") in about, finding["direction"]
        if told == (board["code"], True, against) and finding["year"] > year and KIND[finding["kind"]].get("follows"):
            yield finding["id"]


def cell(board: Record, aim: Record, year: str, lens: str, voices: list[Record]) -> Told:
    """What the files say of one board, aim and year in the voices of the lens."""
    place = board["code"], aim["id"], year
    said = [f for f in voices if (f.get("icb"), f.get("aim"), f["year"]) == place]
    rating, fired = reading(said)
    return Told(
        rating=rating,
        nothing=None if said else nothing(board, aim["id"], year, voices),
        findings=[finding["id"] for finding in said],
        fired=[finding["id"] for finding in fired],
        later=list(later(board, aim, year, voices, rating)),
        never_rated=not any(KIND[kind]["rated"] for kind in LENSES[lens]),
    )


@cache
def cells(lens: str) -> dict[Place, Told]:
    """What the files say of every board, aim and year."""
    voices = heard(lens)
    return {
        (board["code"], aim["id"], year): cell(board, aim, year, lens, voices)
        for board in BOARDS
        for aim in AIMS
        for year in YEARS
    }


def row(code: str, year: str, lens: str) -> list[Told]:
    """The cells of one board in one year, aim by aim."""
    return [cells(lens)[code, aim["id"], year] for aim in AIMS]


@cache
def said_of(code: str | None, year: str, lens: str) -> list[Record]:
    """The findings of one board (None: of no board) in one year, with those of no aim."""
    return [finding for finding in heard(lens) if finding.get("icb") == code and finding["year"] == year]


def glyph(told: Told) -> str:
    if told.rating:
        return f"{RATING[told.rating]['letter']} {RATING[told.rating]['symbol']}{'†' if told.later else ''}"
    return SILENCE[told.nothing][0] if told.nothing else f"{'□' if told.never_rated else '·'}{len(told.findings)}"


def word(told: Told) -> str:
    if told.rating:
        return str(RATING[told.rating]["name"])
    if told.nothing:
        return SILENCE[told.nothing][1]
    number = len(told.findings)
    return f"{number} finding{'s' if number > 1 else ''}" if told.never_rated else f"not rated ({number})"


def level(told: Told) -> str:
    if told.rating:
        rating = RATING[told.rating]
        return f"{rating['letter']} {rating['symbol']} {rating['name']}"
    if told.nothing:
        return " ".join([SILENCE[told.nothing][0], SILENCE[told.nothing][1].capitalize()])
    return "□ Said, not rated" if told.never_rated else "· Not rated"


def in_year(told: Told) -> str:
    if told.rating or told.nothing:
        return level(told) + (" †" if told.later else "")
    return f"{glyph(told)} Not rated"


def coded(told: Told) -> str:
    """A cell in a spreadsheet."""
    return told.rating or told.nothing or "unrated"


def voices_of(lens: str) -> tuple[str, ...]:
    """A lens as the store is asked for it."""
    return () if lens == "all" else (lens,)
