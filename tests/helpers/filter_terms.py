"""Terms and filters to try, each of them and by chance."""

from __future__ import annotations

from hypothesis import strategies as st

from icb_tui.data_files import loader
from icb_tui.domain.records import UNRATED
from icb_tui.filters.terms import Facet, Term
from icb_tui.text.cells import clean

DATA = loader.load_dataset()
LEVELS = [*DATA.rating, UNRATED]
VALUES: dict[Facet, list[str]] = {
    "region": list(DATA.region),
    "status": ["open", "closed"],
    "aim": list(DATA.aim),
    "rating": LEVELS,
    "cell": [f"{aim}:{level}" for aim in DATA.aim for level in LEVELS],
    "evidence": list(DATA.kind),
}
PLAIN_TERMS = [
    Term(facet, value, negated) for facet, values in VALUES.items() for value in values for negated in (True, False)
]
ANYTHING = st.text(st.characters())  # with lone surrogates, as a command line may hand them on
TEXTS = ANYTHING.map(clean).filter(str.strip)
TERMS = st.one_of(st.sampled_from(PLAIN_TERMS), st.builds(Term, st.just("text"), TEXTS, st.booleans()))
