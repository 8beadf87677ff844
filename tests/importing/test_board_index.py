"""What a cell in a column of areas is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_sheets import BOARDS, DATA

from icb_tui.domain.records import Icb
from icb_tui.importing.board_index import Area, AreaKind, holds_local_authority

ANY_BOARD = st.sampled_from(DATA.icbs)

BARE = {icb.code: icb.name.removeprefix("NHS ").removesuffix(" Integrated Care Board") for icb in DATA.icbs}

ANY_NAME = ANY_BOARD.flatmap(lambda icb: st.tuples(st.just(icb), st.sampled_from([BARE[icb.code], icb.short_name])))


@given(
    ANY_NAME,
    st.sampled_from(["", "NHS ", "nhs "]),
    st.sampled_from(["", " ICB", " Integrated Care Board", " Integrated Care System", " ICS", " STP"]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from([" and ", " & ", " AND "]),
    st.sampled_from(["-", " ", "–"]),
    st.booleans(),
)
def test_a_boards_name_is_known_however_it_is_written(
    board: tuple[Icb, str], nhs: str, ending: str, case: object, joined: str, hyphen: str, with_code: bool
) -> None:
    icb, name = board
    text = f"{nhs}{name}{ending}".replace(" and ", joined)
    if hyphen != "-":
        text = text.replace("-", hyphen)
    assert callable(case)
    text = case(text)
    area = BOARDS.identify(f"{text} - {icb.code}" if with_code else f"  {text} ")
    assert (area.kind, area.code) == (AreaKind.BOARD, icb.code)


@given(ANY_BOARD, st.sampled_from(["", "n"]), st.booleans())
def test_gss_codes_of_any_year_are_boards_and_those_of_fingertips(icb: Icb, n: str, lower: bool) -> None:
    for code in (icb.gss_code, *icb.other_gss_codes):
        text = f"{n}{code.lower() if lower else code}"
        assert BOARDS.identify(text) == Area(AreaKind.BOARD, icb.code, has_code=True)


def test_the_boards_of_2026_and_those_they_followed_have_each_their_own_code() -> None:
    new = [icb for icb in DATA.icbs if len(icb.code) == 5]
    assert len(new) == 6
    for icb in DATA.icbs:
        assert BOARDS.identify(icb.code).code == BOARDS.identify(icb.name).code == icb.code


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (AreaKind.ENGLAND, "E92000001|England|ENGLAND|NHS England"),
        (AreaKind.REGION, "E40000003|London|Y56|NORTH WEST|South East Region|NHS England London"),
        (AreaKind.SUB_ICB, "E38000237|nE38000237|91Q|00L|W2U3Z|NHS Kent and Medway ICB - 91Q"),
        (AreaKind.LOCAL_AUTHORITY, "E06000016|E07000105|E08000025|E09000002|E10000016|County Durham|Barnsley"),
        (AreaKind.LOCAL_AUTHORITY, "Bristol, City of|Cumberland|Leicester - E06000016"),
        (AreaKind.PROVIDER, "R1H|RJ1|RXX|R1H12|NLX"),
        (AreaKind.PRACTICE, "Y00001|A81001|U12345"),
        (AreaKind.UNKNOWN, "UNKNOWN|-|Unallocated|*|None"),
        (AreaKind.NOTE, "|  |Source: NHS England|1. A footnote|(2) Another note|Notes|© Crown copyright"),
        (AreaKind.OTHER, "E47000001|W92000004|K02000001|E05000001"),
        (AreaKind.UNMATCHED, "QZZ|E54999999|NHS Nowhere Integrated Care Board|Atlantis|X9X9X"),
        (AreaKind.DISAGREEING, "NHS Kent and Medway Integrated Care Board - QRV|QRV: NHS Kent and Medway ICB"),
        (AreaKind.DISAGREEING, "NHS Kent and Medwai Integrated Care Board - QKS"),
    ],
)
def test_what_is_no_board_is_told_by_its_kind(kind: AreaKind, cells: str) -> None:
    assert {cell: str(BOARDS.identify(cell).kind) for cell in cells.split("|")} == dict.fromkeys(
        cells.split("|"), str(kind)
    )


def test_a_name_and_a_code_that_disagree_are_told() -> None:
    assert "QRV" in BOARDS.identify("NHS Kent and Medway Integrated Care Board - QRV").problem


@pytest.mark.parametrize("text", ["E54000005", "nE54000005", "West Yorkshire and Harrogate - E54000005"])
def test_the_code_of_an_stp_with_other_boundaries_is_no_board_but_says_which_followed(text: str) -> None:
    area = BOARDS.identify(text)
    assert area.kind == AreaKind.UNMATCHED and area.code == ""
    assert "QWO followed" in area.problem or " - " in text


def test_the_name_of_a_board_that_is_a_local_authoritys_too_is_marked() -> None:
    assert BOARDS.identify("Leicester").is_local_authority and BOARDS.identify("Dorset").is_local_authority
    assert not BOARDS.identify("NHS Dorset").is_local_authority
    assert not BOARDS.identify("Dorset ICB").is_local_authority


@given(st.text(max_size=20))
def test_no_chance_text_is_a_board_with_a_code(text: str) -> None:
    area = BOARDS.identify(text)
    if area.kind == AreaKind.BOARD and area.has_code:
        bare = text.strip().upper()
        assert any(code in bare for code in BOARDS.codes)


@pytest.mark.parametrize("code", ["E06000016", " E07000105 ", "nE08000025", "e09000002", "E10000016"])
def test_a_code_of_a_local_authority_is_seen_anywhere_in_a_row(code: str) -> None:
    assert holds_local_authority(["Dorset", "2024", code, "1"])
    assert not holds_local_authority(["Dorset", "2024", "E54000041", f"{code}1"])
