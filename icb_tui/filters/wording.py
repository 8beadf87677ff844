"""What a filter says in English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.phrases import explain_rating_effect
from icb_tui.domain.records import UNRATED
from icb_tui.filters.conditions import parse_condition
from icb_tui.filters.terms import FACETS, STATUSES, Filter, Term
from icb_tui.text.cells import join_names


def order_terms(wanted_filter: Filter, data: Dataset) -> list[Term]:
    """Return the terms of a filter in the order of the wording: that of the facets, then of the data."""
    places = {"region": list(data.region), "aim": list(data.aim), "rating": [*data.rating, UNRATED]}

    def place(term: Term) -> tuple[int, bool, int, str]:
        known = places.get(term.facet, [])
        return FACETS.index(term.facet), term.negated, known.index(term.value) if term.value in known else 0, term.value

    return sorted(wanted_filter.terms, key=place)


def label_term(term: Term, data: Dataset) -> str:
    """Return a term in a word or two: “Midlands”, “not Strong”, “Inequalities: Strong”."""
    if term == Term("rating", UNRATED, negated=True):
        return "rated"
    return ("not " if term.negated else "") + _label_value(term, data)


def quote_term(term: Term, data: Dataset) -> str:
    """Return a term in quotation marks, which a text has already: “Midlands”, “not Strong”."""
    label = label_term(term, data)
    return label if term.facet == "text" else f"“{label}”"


def _label_value(term: Term, data: Dataset) -> str:
    match term.facet:
        case "region":
            return data.region[term.value].name
        case "aim":
            return data.aim[term.value].short_name
        case "rating":
            return name_rating(term.value, data)
        case "cell":
            aim, rating = term.value.split(":")
            return f"{data.aim[aim].short_name}: {name_rating(rating, data)}"
        case "evidence":
            return data.kind[term.value].name
        case "indicator":
            indicator, operator, number = parse_condition(term.value)
            return f"{data.indicator[indicator].name} {operator} {number}"
        case "name":
            return f"named {term.value}"
        case "text":
            return f"“{term.value}”"
    return term.value


def name_rating(rating: str | None, data: Dataset) -> str:
    """Return the name of a level, or “not rated”."""
    return data.rating[rating].name if rating in data.rating else "not rated"


def name_evidence_types(wanted_filter: Filter, data: Dataset) -> str:
    """Return which evidence types count, for a title: “all evidence”, “Self-report”, “all evidence but Context”."""
    counted = _join_labels(wanted_filter, "evidence", data, "and") or "all evidence"
    excluded = _join_labels(wanted_filter, "evidence", data, "and", negated=True)
    return f"{counted} but {excluded}" if excluded else counted


def summarise_evidence_types(wanted_filter: Filter, data: Dataset) -> str:
    """Return which evidence types count in the fewest words: “all evidence”, “Self-report”, “3 of 8 evidence types”."""
    kinds = [kind for kind in wanted_filter.counted_kinds(data.kind) if kind in data.kind]
    if len(kinds) == 1:
        return data.kind[kinds[0]].name
    every = len(data.kinds)
    return "all evidence" if len(kinds) == every else f"{len(kinds)} of {every} evidence types"


def describe_filter(wanted_filter: Filter, data: Dataset, indicator_year: str = ALL_YEARS) -> str:
    """Return what the filter asks for: “ICBs in Midlands, rated Strong on Inequalities”.

    `indicator_year` is the year whose periods of indicators it compares.
    """
    parts = [
        _describe_regions(wanted_filter, data),
        _describe_names(wanted_filter, "and"),
        _describe_ratings(wanted_filter, data),
        *_describe_cells(wanted_filter, data),
        *(f"with {_describe_condition(value, data, indicator_year)}" for value in wanted_filter.values_of("indicator")),
        *_describe_exclusions(wanted_filter, data, indicator_year),
    ]
    parts += (
        [f"with {join_names([f'“{text}”' for text in texts], 99, 'and')} in the findings"]
        if (texts := wanted_filter.values_of("text"))
        else []
    )
    where, *rest = dict.fromkeys(part for part in parts if part)
    return f"{where}{' ' if where == 'ICBs' else ', '}{', '.join(rest)}" if rest else where


def describe_matches(
    wanted_filter: Filter,
    data: Dataset,
    when: str,
    found: int,
    boards: int,
    without_value: int = 0,
    indicator_year: str = ALL_YEARS,
) -> str:
    """Return what a filter asks for, how many of all the boards it finds, and which evidence counts if not all.

    For example “ICBs in London, 2023/24: 5 of 42. Evidence that counts: Self-report. No rating comes from it.”
    `without_value` boards have no value of an indicator that it asks for: they are not found, whatever it asks.
    """
    missing = f" ({without_value} with no value)" if without_value else ""
    matches = f"{describe_filter(wanted_filter, data, indicator_year)}, {when}: {found} of {boards}{missing}"
    kinds = wanted_filter.counted_kinds(data.kind)
    if len(kinds) == len(data.kinds):
        return matches
    return f"{matches}. {describe_evidence_types(wanted_filter, data)} {explain_rating_effect(kinds, data)}"


def describe_evidence_types(wanted_filter: Filter, data: Dataset) -> str:
    """Return which evidence types count, as a sentence."""
    return f"Evidence that counts: {name_evidence_types(wanted_filter, data)}."


def _join_labels(
    wanted_filter: Filter, facet: str, data: Dataset, conjunction: str = "or", *, negated: bool = False
) -> str:
    terms = [term for term in order_terms(wanted_filter, data) if (term.facet, term.negated) == (facet, negated)]
    return join_names([_label_value(term, data) for term in terms], 99, conjunction)


def _describe_regions(wanted_filter: Filter, data: Dataset) -> str:
    status = join_names([STATUSES[value] for value in wanted_filter.values_of("status")])
    regions = f" in {_join_labels(wanted_filter, 'region', data)}" if wanted_filter.values_of("region") else ""
    return f"ICBs{f' {status},' if status and regions else f' {status}' if status else ''}{regions}"


def _describe_names(wanted_filter: Filter, conjunction: str, *, negated: bool = False) -> str:
    words = [f"“{word}”" for word in wanted_filter.values_of("name", negated)]
    return f"named {join_names(words, 99, conjunction)}" if words else ""


def _describe_condition(value: str, data: Dataset, year: str, *, negated: bool = False) -> str:
    condition = parse_condition(value)
    return condition.describe(data.indicator[condition.indicator], year, negated=negated)


def _describe_ratings(wanted_filter: Filter, data: Dataset) -> str:
    """What the chosen ratings and aims ask for together."""
    ratings = [rating for rating in data.rating if rating in wanted_filter.values_of("rating")]
    aims = _join_labels(wanted_filter, "aim", data)
    parts = []
    if ratings:
        parts.append(f"rated {join_names([name_rating(r, data) for r in ratings], 99)} on {aims or 'any aim'}")
    elif aims and UNRATED not in wanted_filter.values_of("rating"):
        parts.append(f"rated on {aims}")
    if UNRATED in wanted_filter.values_of("rating"):
        parts.append(f"not rated on {aims or 'any aim'}")
    return " or ".join(parts)


def _describe_cells(wanted_filter: Filter, data: Dataset) -> Iterator[str]:
    by_aim: dict[str, list[str]] = defaultdict(list)
    for cell in wanted_filter.values_of("cell"):
        aim, rating = cell.split(":")
        by_aim[aim].append(rating)
    for aim, ratings in by_aim.items():
        names = [name_rating(rating, data) for rating in data.rating if rating in ratings]
        parts = [f"rated {join_names(names, 99)}"] * bool(names) + ["not rated"] * (UNRATED in ratings)
        yield f"{' or '.join(parts)} on {data.aim[aim].short_name}"


def _describe_exclusions(wanted_filter: Filter, data: Dataset, indicator_year: str) -> Iterator[str]:
    """What the excluded terms leave out, each facet in one part."""
    by_facet: dict[str, list[Term]] = defaultdict(list)
    for term in (term for term in order_terms(wanted_filter, data) if term.negated and term.facet != "evidence"):
        by_facet["rated" if term == Term("rating", UNRATED, negated=True) else term.facet].append(term)
    aims = _join_labels(wanted_filter, "aim", data) or "any aim"
    for facet, terms in by_facet.items():
        names = [_label_value(term, data) for term in terms]
        yield {
            "region": f"outside {join_names(names, 99, 'and')}",
            "status": join_names([f"not {STATUSES.get(term.value)}" for term in terms], 99, "and"),
            "name": f"not {_describe_names(wanted_filter, 'or', negated=True)}",
            "indicator": " and ".join(
                f"with {_describe_condition(term.value, data, indicator_year, negated=True)}"
                for term in terms
                if facet == "indicator"
            ),
            "aim": f"not rated on {join_names(names, 99)}",
            "rated": f"rated on {aims}",
            "rating": f"not rated {join_names(names, 99)} on {aims}",
            "cell": join_names([_describe_excluded_cell(term, data) for term in terms if facet == "cell"], 99, "and"),
            "text": f"without {join_names(names, 99)} in the findings",
        }[facet]


def _describe_excluded_cell(term: Term, data: Dataset) -> str:
    aim, rating = term.value.split(":")
    name = data.aim[aim].short_name
    return f"rated on {name}" if rating == UNRATED else f"not rated {name_rating(rating, data)} on {name}"
