"""Data in ASCII: any data that may be there is shown, whatever becomes of its letters."""

from __future__ import annotations

from pathlib import Path

import msgspec
from bundled_store import load_data
from msgspec.structs import replace

from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.domain.dataset import Dataset
from icb_tui.store import cache

OWN = """\
icbs:
- {code: QZZ, gss_code: E54999999, name: NHS Zed ICB, short_name: "\u0301", label: ßßß, region: Y60, opened: 2022-07-01}
"""


def test_what_is_longer_in_ascii_is_cut_to_the_room_there_is(tmp_path: Path) -> None:
    (tmp_path / "icbs.yaml").write_text(OWN, encoding="utf-8")
    for _ in range(2):  # prepared, and from the cache
        store = cache.open_cached_store([tmp_path], ascii_only=True)
        board = store.data.icb["QZZ"]
        assert (board.label, board.short_name) == ("ssss", "?")
        store.close()


def test_every_text_of_the_data_is_ascii_and_as_much_as_may_be_there() -> None:
    data = load_data()
    first, *others = data.ratings
    source = replace(data.sources[0], url="https://example.org/£?é=½")
    plain = convert_to_ascii(replace(data, ratings=(replace(first, letter="½"), *others), sources=(source,)))
    assert msgspec.json.encode(plain).isascii()
    assert plain.ratings[0].letter == "1" and plain.ratings[0].symbol == first.ascii
    assert plain.sources[0].url == "https://example.org/%C2%A3?%C3%A9=%C2%BD"
    assert msgspec.convert(msgspec.to_builtins(plain), Dataset) == plain
