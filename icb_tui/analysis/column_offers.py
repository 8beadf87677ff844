"""What can be put beside the others in a comparison: regions, England, similar boards and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from icb_tui.analysis.board_groups import group_name, list_group_boards, list_groups_beside
from icb_tui.analysis.similar import describe_similar, find_similar
from icb_tui.domain.answers import IndicatorSeries
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fold_name
from icb_tui.domain.phrases import format_count
from icb_tui.domain.records import Icb


class ColumnOffer(NamedTuple):
    """Something that can be added: what a list says of it, and the columns that it adds."""

    kind: str
    name: str
    detail: str
    icbs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def list_near_offers(icbs: Sequence[str], groups: Sequence[str], data: Dataset) -> list[ColumnOffer]:
    """Return the regions of the boards compared, and England, as far as they are not compared already."""
    return [_offer_group(group, data) for group in list_groups_beside(icbs, data) if group not in groups]


def list_similar_offers(
    like: str, icbs: Sequence[str], data: Dataset, series: Iterable[IndicatorSeries]
) -> list[ColumnOffer]:
    """Return the boards most like one, with what makes them so, as far as they are not compared already."""
    found = find_similar(data.icb[like], data, series)
    return [
        _offer_board("similar", data.icb[each.icb], describe_similar(each))
        for each in found.nearest
        if each.icb not in icbs
    ]


def list_other_offers(
    offered: Sequence[ColumnOffer], icbs: Sequence[str], groups: Sequence[str], data: Dataset
) -> Iterator[ColumnOffer]:
    """Yield all other regions and boards, which are found when they are typed."""
    seen_groups = {*groups, *list_groups_beside(icbs, data)}
    seen_boards = {*icbs, *(icb for offer in offered for icb in offer.icbs)}
    yield from (_offer_group(region, data) for region in data.region if region not in seen_groups)
    yield from (
        _offer_board("board", icb, f"{icb.label} · {icb.code}") for icb in data.icbs if icb.code not in seen_boards
    )


def has_words(offer: ColumnOffer, words: Iterable[str]) -> bool:
    """Whether an offer has each of some folded words, in its name or, of a board, in what stands beside it."""
    text = fold_name(f"{offer.name} {offer.detail if offer.kind == 'board' else ''}")
    return all(word in text for word in words)


def _offer_board(kind: str, icb: Icb, detail: str) -> ColumnOffer:
    return ColumnOffer(kind, icb.short_name, detail, icbs=(icb.code,))


def _offer_group(group: str, data: Dataset) -> ColumnOffer:
    boards = format_count(len(list_group_boards(group, data)), "board")
    return ColumnOffer("region", group_name(group, data), boards, groups=(group,))
