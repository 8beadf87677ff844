"""The bundled data, and one store of them that all tests of a run share."""

from __future__ import annotations

from functools import cache

from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.dataset import Dataset
from icb_tui.store.store import Store


@cache
def load_data() -> Dataset:
    return load_dataset()


class RememberingStore(Store):
    """A store that works out each answer once: the tests start the app hundreds of times on the same data."""

    def __init__(self, data: Dataset) -> None:
        super().__init__(data)
        for name in (
            "match_boards",
            "count_options",
            "year_cells",
            "list_evidence",
            "glimpse_evidence",
            "board_cells",
            "list_series",
            "open_ahead",
        ):
            setattr(self, name, cache(getattr(self, name)))


@cache
def open_test_store() -> Store:
    return RememberingStore(load_data())


_last: list[Store] = []


def open_store_of(data: Dataset) -> Store:
    """A store of other data, the same one as long as a test asks for the same data."""
    if not (_last and _last[0].data is data):
        _last[:] = [RememberingStore(data)]
    return _last[0]


@cache
def load_ascii_data() -> Dataset:
    return convert_to_ascii(load_data())
