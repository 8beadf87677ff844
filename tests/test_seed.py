"""The data files: what is read of them, and what is said of everything that is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from icb_tui.seed import SeedError, load

ICBS = """\
regions:
  - {code: Y60, gss_code: E40000011, name: Midlands, aliases: [Mids]}
  - {code: Y56, gss_code: E40000003, name: London}
icbs:
  - code: QK1
    gss_code: E54000015
    name: NHS Leicester Integrated Care Board
    short_name: Leicester
    label: LLR
    aliases: [Leics]
    region: Y60
    opened: 2022-07-01
    closed: 2026-03-31
    successors: [{code: D7T5G, percent: 100}]
    tile: {column: 1, row: 2}
    population: {2022: 1000, 2023: 1100}
  - code: D7T5G
    gss_code: E54000070
    name: NHS Leicester and Rutland Integrated Care Board
    short_name: Leicester and Rutland
    label: L&R
    region: Y60
    opened: 2026-04-01
    tile: {column: 1, row: 2}
  - code: QMF
    gss_code: E54000029
    name: NHS North East London Integrated Care Board
    short_name: North East London
    label: NEL
    region: Y56
    opened: 2022-07-01
    tile: {column: 2, row: 2}
"""

ASSESSMENTS = """\
years: [2022/23, 2023/24]
aims:
  - {id: lead, name: System leadership, short_name: Leadership, core_aim: false, aliases: [governance]}
  - {id: health, name: Population health, short_name: Health, core_aim: true}
ratings:
  - {id: strong, name: Strong, letter: S, symbol: △, ascii: "'", dark: '#8CC8FA', light: '#005EB8', role: credit, rank: 3,
      meaning: Credit and no concern.}
  - {id: mixed, name: Mixed, letter: M, symbol: ◆, ascii: '*', dark: '#FFDD00', light: '#6F5300', role: mixed, rank: 2,
      meaning: Both at once.}
  - {id: concern, name: Concern, letter: C, symbol: ▼, ascii: v, dark: '#F46A25', light: '#942514', role: concern, rank: 1,
      meaning: Only concerns.}
kinds:
  - {id: assessment, name: Annual assessment, aliases: [assessed], voice: NHS England, rated: true, meaning: The letter.}
  - {id: self-report, name: Self-reported, voice: the ICB, rated: false, meaning: What the ICB says of itself.}
sources:
  - {id: report, publisher: NHS England, published: 2025-01-16, url: 'https://example.org/report'}
findings:
  - id: A1
    icb: QK1
    year: 2023/24
    aim: health
    kind: assessment
    direction: positive
    rating: strong
    words: [robust]
    summary: Credited with a robust plan.
    figure: {value: 3, unit: places, what: hubs opened}
    source: report
    paragraph: 14
  - id: A2
    icb: QMF
    year: 2022/23
    aim: lead
    kind: assessment
    direction: concern
    rating: concern
    summary: Asked for a plan.
    source: report
  - id: S1
    icb: QMF
    year: 2022/23
    aim: lead
    kind: self-report
    direction: neutral
    summary: Says that it has a plan.
    source: report
  - id: N1
    scope: unresolved
    candidates: [QK1, QMF]
    year: 2023/24
    kind: assessment
    direction: neutral
    summary: Named no board.
    source: report
"""

INDICATORS = """\
indicators:
  - id: waiting
    name: People waiting
    aim: health
    unit: percent
    decimals: 1
    better: lower
    source: NHS England
    values:
      '2022': {QK1: 7.5, QMF: 8}
      '2023': {QK1: 7.0}
"""

TINY = {"icbs": ICBS, "assessments": ASSESSMENTS, "indicators": INDICATORS}
"""A small world that is right in every way; each test breaks one thing in it."""

Edit = tuple[str, str, str]
"""Which file, the text that stands in it exactly once, and what to write instead."""


def tiny(folder: Path, *edits: Edit) -> Path:
    """Write the small data files with some texts replaced, and return their folder."""
    texts = dict(TINY)
    for name, old, new in edits:
        assert texts[name].count(old) == 1, f"{old!r} stands {texts[name].count(old)} times in {name}"
        texts[name] = texts[name].replace(old, new)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="")
    return folder


def complaints(folder: Path) -> list[str]:
    """Return what the user sees of the faults in a folder, line by line, without the folder's own name."""
    with pytest.raises(SeedError) as caught:
        load(folder)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).split("\n")]


def test_the_small_world_is_right(tmp_path: Path) -> None:
    data = load(tiny(tmp_path))
    assert [icb.code for icb in data.icbs] == ["QK1", "D7T5G", "QMF"]
