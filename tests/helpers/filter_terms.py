"""Terms and filters to try, each of them and by chance."""

from __future__ import annotations

from itertools import cycle

from hypothesis import strategies as st

from icb_tui.data_files import loader
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import list_board_names
from icb_tui.domain.records import UNRATED, Indicator
from icb_tui.filters.conditions import OPERATORS, read_number
from icb_tui.filters.terms import Facet, Term
from icb_tui.text.cells import clean

DATA = loader.load_dataset()


def choose_number(indicator: Indicator) -> str:
    """Return one of the newest values of an indicator, as it is typed, so that it is met with and without equality."""
    values = sorted(list(indicator.values.values())[-1].values())
    return read_number(repr(values[len(values) // 3]), indicator)


def list_facet_values(data: Dataset) -> dict[Facet, list[str]]:
    """Return every value of each facet, but for text."""
    levels, operators = [*data.rating, UNRATED], cycle(OPERATORS)
    return {
        "region": list(data.region),
        "status": ["open", "closed"],
        "aim": list(data.aim),
        "rating": levels,
        "name": sorted({name.split()[-1][:4] for icb in data.icbs for name in list_board_names(icb)}),
        "cell": [f"{aim}:{level}" for aim in data.aim for level in levels],
        "indicator": [f"{each.id}{next(operators)}{choose_number(each)}" for each in data.indicators],
        "evidence": list(data.kind),
    }


PLAIN_TERMS = [
    Term(facet, value, negated)
    for facet, values in list_facet_values(DATA).items()
    for value in values
    for negated in (True, False)
]
ANYTHING = st.text(st.characters())  # with lone surrogates, as a command line may hand them on
TEXTS = ANYTHING.map(clean).filter(str.strip)


@st.composite
def draw_name_term(draw: st.DrawFn) -> Term:
    """Any part of any name of a board, from the beginning of a word on."""
    words = draw(st.sampled_from(draw(st.sampled_from(list(DATA.board_names.values()))))).split()
    part = " ".join(words[draw(st.integers(0, len(words) - 1)) :])
    return Term("name", part[: draw(st.integers(1, len(part)))].strip(), draw(st.booleans()))


@st.composite
def draw_condition(draw: st.DrawFn) -> Term:
    """Any indicator compared with any number, among them its own values."""
    indicator, operator = draw(st.sampled_from(DATA.indicators)), draw(st.sampled_from(list(OPERATORS)))
    own = st.sampled_from(list(list(indicator.values.values())[-1].values()))
    number = draw(st.one_of(st.decimals(-(10**6), 10**6, places=3).map("{:f}".format), own.map(repr)))
    return Term("indicator", f"{indicator.id}{operator}{read_number(number, indicator)}", draw(st.booleans()))


TERMS = st.one_of(
    st.sampled_from(PLAIN_TERMS),
    st.builds(Term, st.just("text"), TEXTS, st.booleans()),
    draw_name_term(),
    draw_condition(),
)
