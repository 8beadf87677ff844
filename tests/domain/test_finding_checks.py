"""Findings that are alike in all that their rules look at are checked once, and nothing wrong is missed."""

from __future__ import annotations

from typing import Any
from unittest import mock

from bundled_store import load_data
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from icb_tui.domain import validation
from icb_tui.domain.record_sections import RecordSections
from icb_tui.domain.records import FILES, Finding

SECTIONS = [section for kind in FILES.values() for section in kind.__struct_fields__]

FINDING = next(finding for finding in load_data().findings if finding.icb and finding.rating)

changes = st.fixed_dictionaries(
    {},
    optional={
        "icb": st.sampled_from(["QK1", "QOX", "ZZZ", None]),
        "scope": st.sampled_from(["icb", "national", "unresolved"]),
        "named": st.sampled_from(["Wessex", "Mercia"]),
        "candidates": st.sampled_from([("QK1",), ("ZZZ", "QK1")]),
        "year": st.sampled_from(["2023/24", "1999/00"]),
        "aim": st.sampled_from(["leadership", "none", None]),
        "kind": st.sampled_from(["annual-assessment", "context", "none"]),
        "direction": st.sampled_from(["positive", "concern", "neutral"]),
        "rating": st.sampled_from(["strong", "mixed", "concern", "none", None]),
        "source": st.sampled_from(["none", "hcl-2025"]),
    },
)


def lay_out(findings: list[Finding]) -> RecordSections:
    data = load_data()
    return RecordSections.from_records({name: getattr(data, name) for name in SECTIONS} | {"findings": findings})


@given(st.lists(changes, max_size=12))
def test_what_is_wrong_with_many_findings_is_what_is_wrong_with_each(changed: list[dict[str, Any]]) -> None:
    findings = [replace(FINDING, **each) for each in changed] * 2
    data = lay_out(findings)
    each = [
        breach
        for place, finding in enumerate(findings)
        for breach in validation.check_finding(data, ("findings", place), finding)
    ]
    assert list(validation.find_breaches(data)) == each


def test_findings_that_are_alike_are_looked_at_once() -> None:
    data = lay_out([replace(FINDING, id=f"A{number}", summary=f"{number}") for number in range(50)])
    with mock.patch.object(validation, "check_finding", wraps=validation.check_finding) as check:
        assert list(validation.find_breaches(data)) == []
    assert check.call_count == 1
