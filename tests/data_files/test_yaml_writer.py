"""Records put into a section of a file: everything else stays as it is, whatever stands there."""

from __future__ import annotations

from difflib import ndiff
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.yaml_writer import merge_records, write_records

SECTIONS = {
    "years": "years: [2025/26, 2026/27]   # both\n",
    "sources": "sources:\n  # one\n  - id: a\n    publisher: A  # who\n\n  - {id: b, publisher: 'B # b'}\n",
    "findings": "findings:\n- id: x\n  words: [u,\n    v]\n  # inside\n- id: y\n"
    "  note: |\n    # not a comment\n    z\n",
    "kinds": "kinds:\n    - id: k\n      rated: false\n",
}

COMMENTS = ["", "\n", "# about what follows\n", "\n# one\n\n# two\n\n"]


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of some of the sections in any order, with comments and blank lines between them."""
    names = draw(st.permutations(list(SECTIONS)))[: draw(st.integers(0, 4))]
    return "".join(draw(st.sampled_from(COMMENTS)) + SECTIONS[name] for name in names) + draw(st.sampled_from(COMMENTS))


records = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "x", "new", "k", "other"])},
        optional={
            "text": st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1).map(str.strip),
            "words": st.lists(st.sampled_from(["no", "a, b", "2025", "- c"]), min_size=1, max_size=3),
            "figure": st.just({"value": 1.5, "unit": "%", "what": "all: of them"}),
        },
    ),
    max_size=3,
    unique_by=lambda record: str(record["id"]),
)


@given(files(), records, st.sampled_from(["sources", "findings", "kinds"]))
def test_only_the_records_that_are_put_in_change(text: str, new: list[dict[str, Any]], section: str) -> None:
    new = [{key: value for key, value in record.items() if value != ""} for record in new]
    try:
        merged, expected = merge_records(text, new, section)
    except FileError:  # a text that YAML reads otherwise
        return
    before = yaml_reader.read_yaml(text)[0] or {}
    after = yaml_reader.read_yaml(merged)[0] or {}
    assert after == before | ({section: expected} if expected else {})
    ids = [record["id"] for record in new]
    assert [record for record in expected if record["id"] in ids] == sorted(
        new, key=lambda record: [each["id"] for each in expected].index(record["id"])
    )
    gone = [line[2:] for line in ndiff(text.splitlines(), merged.splitlines()) if line.startswith("- ")]
    replaced = set(ids) & {record["id"] for record in before.get(section, [])}
    assert bool(gone) <= bool(replaced)
    assert merged.count("# about what follows") == text.count("# about what follows")


def test_a_section_that_is_not_there_comes_last() -> None:
    merged, _ = merge_records("years: [2025/26]", [{"id": "a", "words": ["b", "c"]}], "findings")
    assert merged == "years: [2025/26]\n\nfindings:\n  - id: a\n    words: [b, c]\n"
    assert write_records([{"id": "a"}], "sources") == "sources:\n  - id: a\n"


def test_nothing_to_put_in_changes_nothing() -> None:
    for text in ("", "# mine\n", SECTIONS["findings"], "findings: []\n"):
        assert merge_records(text, [], "findings")[0] == text


@pytest.mark.parametrize("text", ["findings: []", "findings: [{id: a}]", "{findings: [{id: a}]}", "sources: []\n...\n"])
def test_a_file_that_nothing_can_be_put_into_is_refused(text: str) -> None:
    with pytest.raises(FileError, match="nothing can be added to this file; expected `findings:` with each entry"):
        merge_records(text, [{"id": "new"}], "findings")


def test_a_record_that_holds_too_much_for_any_file_is_refused_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_PLAIN_VALUES", 9)
    record = {"id": "waits", "values": {str(1990 + number): {"QK1": 1.0} for number in range(10)}}
    with pytest.raises(FileError) as caught:
        merge_records("indicators:\n  - id: a\n", [record])
    assert str(caught.value) == "“waits” holds more than 9 keys in one mapping; expected fewer"
