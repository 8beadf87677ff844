"""Terms and filters to try, each of them and by chance."""

from __future__ import annotations

from hypothesis import strategies as st

from icb_tui.data_files import loader
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import UNRATED
from icb_tui.filters.terms import Facet, Term
from icb_tui.text.cells import clean

DATA = loader.load_dataset()


def list_facet_values(data: Dataset) -> dict[Facet, list[str]]:
    """Return every value of each facet, but for text."""
    levels = [*data.rating, UNRATED]
    return {
        "region": list(data.region),
        "status": ["open", "closed"],
        "aim": list(data.aim),
        "rating": levels,
        "cell": [f"{aim}:{level}" for aim in data.aim for level in levels],
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
TERMS = st.one_of(st.sampled_from(PLAIN_TERMS), st.builds(Term, st.just("text"), TEXTS, st.booleans()))
