"""What an import changes in a file that is there: what joins what, which ids are taken, and that nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.importing.indicator_homes import MergeError, MergePolicy
from icb_tui.importing.merging import MergedIndicator, ValueChange, merge_indicators

Values = dict[str, dict[str, float]]

MARCH: Values = {"March 2025": {"QKS": 81.8}}


def make_record(values: Values = MARCH, **fields: Any) -> dict[str, Any]:
    usual = {"id": "waits", "name": "Waits", "aim": "productivity", "unit": "%", "decimals": 1, "better": "neither"}
    return {**usual, "source": "NHS England, A&E, March 2025", **fields, "values": values}


def merge_one(new: dict[str, Any], *there: dict[str, Any], **options: Any) -> MergedIndicator:
    (merged,) = merge_indicators([new], there, {"smoking": "the bundled data"}, **options)
    return merged


def test_a_new_period_joins_the_indicator_that_is_there() -> None:
    june = make_record({"June 2025": {"QKS": 82.5}}, source="NHS England, A&E, June 2025")
    merged = merge_one(june, make_record(note="Mine"))
    assert merged.record["values"] == {"March 2025": {"QKS": 81.8}, "June 2025": {"QKS": 82.5}}
    assert merged.record["source"] == "NHS England, A&E, March 2025; NHS England, A&E, June 2025"
    assert merged.record["note"] == "Mine"
    assert (merged.joined, merged.new_periods, merged.new_values, merged.changes) == (True, ("June 2025",), 1, ())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("NHS England, RTT, 9 July 2026", "nhs england, RTT, 13 Aug. 2026", True),
        ("ONS 2024/25", "ONS 2025/26", True),
        ("ONS, 2026-07-01", "ONS, 01/08/2026", True),
        ("ONS, table 5", "ONS, table 6", False),
        ("Marginal decisions", "Decisive margins", False),
        ("June 2026", "July 2026", False),
    ],
)
def test_sources_are_the_same_where_only_their_dates_differ(one: str, other: str, same: bool) -> None:
    assert merge_one(make_record(source=one), make_record(source=other)).joined == same


def test_what_adds_nothing_changes_nothing() -> None:
    for policy in ("ask", "add", "replace"):
        merged = merge_one(make_record(source="NHS England, A&E, May 2025"), make_record(), policy=policy)
        assert merged.joined and merged.record == make_record()


def test_dates_begin_with_the_day() -> None:
    merged = merge_one(make_record({"01/02/2025": {"QKS": 1}}), make_record({"02/01/2025": {"QKS": 2}}))
    assert list(merged.record["values"]) == ["02/01/2025", "01/02/2025"] and merged.ordered


def test_a_direction_that_is_not_said_stays() -> None:
    for policy in ("ask", "add", "replace"):
        merged = merge_one(make_record(), make_record(better="lower"), policy=policy)
        assert merged.record["better"] == "lower" and not merged.kept and not merged.replaced


def test_an_older_period_is_put_before_the_newer_ones() -> None:
    merged = merge_one(make_record({"Feb 2025": {"QKS": 1}}), make_record({"Jan 2025": {}, "Mar 2025": {"QKS": 2}}))
    assert list(merged.record["values"]) == ["Jan 2025", "Feb 2025", "Mar 2025"] and merged.ordered


@pytest.mark.parametrize(
    ("there", "new", "joined"),
    [
        ("wave a|wave c", "wave a|wave b", "wave a|wave b|wave c"),
        ("wave b", "wave a|wave b", "wave a|wave b"),
        ("wave a", "wave b|wave c", "wave a|wave b|wave c"),
    ],
)
def test_where_no_order_is_sure_both_orders_are_kept(there: str, new: str, joined: str) -> None:
    values = [{period: {"QKS": 1.0} for period in text.split("|")} for text in (new, there)]
    merged = merge_one(make_record(values[0]), make_record(values[1]))
    assert "|".join(merged.record["values"]) == joined and not merged.ordered


def test_a_value_that_differs_is_listed_and_stays_until_it_is_replaced() -> None:
    new = make_record({"March 2025": {"QK1": 75.3, "QKS": 82.0}})
    merged = merge_one(new, make_record())
    assert merged.changes == (ValueChange("March 2025", "QKS", 81.8, 82.0),)
    assert merged.record["values"] == {"March 2025": {"QK1": 75.3, "QKS": 81.8}}
    assert merged.replace_values()["values"] == {"March 2025": {"QK1": 75.3, "QKS": 82.0}}


@pytest.mark.parametrize("other", [{"unit": "days"}, {"source": "Mine"}, {"name": "Waits (all)"}])
def test_what_does_not_agree_gets_an_id_of_its_own(other: dict[str, Any]) -> None:
    merged = merge_one(make_record(**other), make_record())
    assert (merged.record["id"], merged.wanted_id, merged.joined) == ("waits-2", "waits", False)
    assert "“Waits” in %" in merged.taken_by


def test_an_id_of_the_bundled_data_is_never_taken_by_itself() -> None:
    own = make_record(id="smoking", name="Smoking")
    for policy in ("ask", "add", "replace"):
        merged = merge_one(own, policy=policy)
        assert (merged.record["id"], merged.taken_by) == ("smoking-2", "the bundled data")


def test_the_second_import_of_a_bundled_name_joins_the_first() -> None:
    first = merge_one(make_record(id="smoking", name="Smoking"))
    again = merge_one(make_record({"June 2025": {"QKS": 1}}, id="smoking", name="Smoking"), first.record)
    assert again.record["id"] == "smoking-2" and list(again.record["values"]) == ["March 2025", "June 2025"]


def test_two_indicators_of_one_file_never_share_an_id() -> None:
    names = ["Beds (overnight)", "Beds (day)", "Beds"]
    merged = merge_indicators([make_record(id="beds", name=name) for name in names], [], {"beds-2": "my-data"})
    assert [each.record["id"] for each in merged] == ["beds", "beds-3", "beds-4"]


def test_an_id_that_was_given_is_used_or_refused() -> None:
    asked = {"id_is_given": True}
    with pytest.raises(MergeError, match="the bundled data"):
        merge_one(make_record(id="smoking"), **asked)
    assert merge_one(make_record(id="smoking"), policy="replace", **asked).record["id"] == "smoking"
    with pytest.raises(MergeError, match="--add or --replace"):
        merge_one(make_record(source="Mine"), make_record(), **asked)
    assert merge_one(make_record(name="New name"), make_record(), **asked).kept == ("name",)
    renamed = merge_one(make_record(name="New name"), make_record(), policy="replace", **asked)
    assert renamed.record["name"] == "New name" and not renamed.kept
    assert renamed.replaced == {"name": ("Waits", "New name")}


def test_add_joins_where_the_source_is_another() -> None:
    merged = merge_one(make_record({"2026": {"QKS": 1}}, source="Mine"), make_record(), policy="add")
    assert merged.joined and merged.record["source"].endswith("; Mine")


def test_values_of_two_units_never_stand_in_one_indicator() -> None:
    there = make_record({"2024": {"QKS": 1}, "2025": {"QKS": 2}})
    days = make_record({"2025": {"QKS": 3}}, unit="days")
    for policy in ("add", "replace"):
        with pytest.raises(MergeError, match="in %, and the values to add are in days"):
            merge_one(days, there, policy=policy, id_is_given=True)
    whole = make_record({"2024": {"QKS": 3}, "2025": {"QKS": 3}}, unit="days")
    merged = merge_one(whole, there, policy="replace")
    assert merged.record["unit"] == "days" and merged.replace_values()["values"] == whole["values"]


PERIODS = ("2023", "2024", "March 2025", "2023/24", "wave b", "wave a", "01/02/2024")

VALUES = st.dictionaries(
    st.sampled_from(PERIODS),
    st.dictionaries(st.sampled_from(("QKS", "QK1", "QE1")), st.sampled_from((0.0, 1.5, 2.0)), min_size=1),
    min_size=1,
)

NAMES = ("Waits", "Smoking", "waits", "Waits (all)")

RECORDS = st.builds(
    lambda name, unit, source, values: make_record(
        values, id=name.casefold().partition(" ")[0], name=name, unit=unit, source=source
    ),
    st.sampled_from(NAMES),
    st.sampled_from(("%", "days")),
    st.sampled_from(("NHS, June 2025", "NHS, May 2024", "Mine")),
    VALUES,
)


def list_values(records: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(r["id"], period, code) for r in records for period, row in r["values"].items() for code in row}


@given(
    st.lists(RECORDS, max_size=3, unique_by=lambda record: record["id"]),
    st.lists(RECORDS, min_size=1, max_size=3),
    st.sampled_from(("ask", "add", "replace")),
)
def test_nothing_that_is_there_is_lost_but_what_is_listed_as_changed(
    there: list[dict[str, Any]], imported: list[dict[str, Any]], policy: MergePolicy
) -> None:
    try:
        merged = merge_indicators(imported, there, {"smoking": "the bundled data"}, policy=policy)
    except MergeError:
        assert policy == "replace"
        return
    ids = [each.record["id"] for each in merged]
    assert len(set(ids)) == len(ids)
    old = {record["id"]: record for record in there}
    assert "smoking" not in set(ids) - set(old)
    kept = [each.record for each in merged]
    assert list_values([old[id] for id in ids if id in old]) <= list_values(kept)
    for each, new in zip(merged, imported, strict=True):
        before = old.get(each.record["id"], {"values": {}})["values"]
        changed = {(change.period, change.code) for change in each.changes}
        for record, taken in ((each.record, False), (each.replace_values(), True)):
            for period, row in record["values"].items():
                for code, value in row.items():
                    is_new = code not in before.get(period, {}) or (taken and (period, code) in changed)
                    assert value == (new["values"] if is_new else before)[period][code]
        assert {(p, c) for p, row in new["values"].items() for c in row} <= {
            (p, c) for p, row in each.record["values"].items() for c in row
        }
