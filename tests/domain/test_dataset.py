"""What is worked out of the records of the data."""

from __future__ import annotations

from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.domain.records import Icb, Succession


class CountedBoard(Icb, frozen=True, kw_only=True):
    """A board that notes each look at its successors."""

    looks: list[str]

    def __getattribute__(self, name: str) -> object:
        if name == "successors":
            self.looks.append(self.code)
        return super().__getattribute__(name)


def test_the_boards_before_each_are_found_in_one_look_at_all() -> None:
    looks: list[str] = []
    first, *_ = load_data().icbs
    known = {name: getattr(first, name) for name in Icb.__struct_fields__}
    shares = (Succession("QA3", 40), Succession("QA3", 60), Succession("QX9"))
    boards = [
        CountedBoard(**known | {"code": f"QA{number}", "successors": shares if number < 2 else ()}, looks=looks)
        for number in range(4)
    ]
    before = replace(load_data(), icbs=tuple(boards)).predecessors
    looked = len(looks)
    assert {code: [old.code for old in olds] for code, olds in before.items()} == {
        "QA0": [],
        "QA1": [],
        "QA2": [],
        "QA3": ["QA0", "QA1"],
    }
    assert looked == len(boards)
