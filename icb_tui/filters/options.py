"""What a filter can choose from in a dataset: the values of each facet, and the options in the order they are shown."""

from __future__ import annotations

from collections.abc import Collection

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import begins_word
from icb_tui.domain.records import UNRATED
from icb_tui.filters.conditions import parse_condition
from icb_tui.filters.terms import STATUSES, Facet, Filter, Term, make_filter


def list_values(data: Dataset) -> dict[Facet, Collection[str]]:
    """Return the values of each facet that offers some, in the order in which they are shown; a text can be any."""
    return {
        "region": data.region,
        "aim": data.aim,
        "rating": (*data.rating, UNRATED),
        "status": STATUSES,
        "evidence": data.kind,
    }


def list_options(data: Dataset) -> list[Term]:
    """Return a term for each value of each facet."""
    return [Term(facet, value) for facet, values in list_values(data).items() for value in values]


def toggle_option(wanted_filter: Filter, option: Term, data: Dataset) -> Filter:
    """Return the filter with an option chosen, or taken away; an evidence type counts then, or counts no more."""
    if option.facet == "evidence":
        return wanted_filter.toggle_evidence_type(option.value, data.kind)
    return wanted_filter.toggle(option)


def drop_unknown_terms(wanted_filter: Filter, data: Dataset) -> Filter:
    """Return the filter without the terms whose values the data does not have."""
    values = list_values(data)
    values["cell"] = {f"{aim}:{rating}" for aim in values["aim"] for rating in values["rating"]}

    def is_known(term: Term) -> bool:
        match term.facet:
            case "text":
                return True
            case "name":
                return is_board_word(term.value, data)
            case "indicator":
                return parse_condition(term.value).indicator in data.indicator
        return term.value in values[term.facet]

    return make_filter(filter(is_known, wanted_filter.terms))


def is_board_word(folded: str, data: Dataset) -> bool:
    """Whether some board's name or code has a word that begins so."""
    return any(begins_word(folded, names) for names in data.board_names.values())
