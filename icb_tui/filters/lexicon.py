"""The words of the filter language in a dataset: which terms they mean, and what is wrong with one that means none."""

from __future__ import annotations

from functools import cached_property

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.errors import UserError
from icb_tui.domain.names import begins_word, fold_name, list_filter_words
from icb_tui.domain.records import UNRATED, Indicator
from icb_tui.filters.options import is_board_word
from icb_tui.filters.terms import STATUSES, Term
from icb_tui.filters.wording import label_term
from icb_tui.text.cells import clean, join_names

NEGATION, CONNECTIVE = "not", "and"
"""Words that mean no term: the first excludes what follows, the second may stand between two terms."""

QUOTES = '"“”„‟«»＂'
"""What may stand around a text, however a word processor or another language writes it."""

SINGLE_QUOTES = "‘’‚‛‹›"
"""What may stand around a text as well, and may be an apostrophe. Straight ones mean nothing: cmd.exe leaves them."""

ANY_WORD = "word"
"""What a message calls a word that may be of any kind."""

FACET_NAMES = {"region": "region", "aim": "aim", "rating": "rating", "evidence": "evidence type", "status": "today"}
"""What a word of the vocabulary is, by its facet."""

WORD_KINDS = "a region, aim, rating, evidence type, board, open, closed, or a condition such as a&e<70"
"""What a word of the filter can be."""


def strip_quotes(text: str) -> str:
    """Return a text without the quotation marks around it, where it stands in some."""
    ends = text[:1], text[1:][-1:]
    return text[1:-1] if any(all(end and end in marks for end in ends) for marks in (QUOTES, SINGLE_QUOTES)) else text


class UnknownFilterWord(UserError):
    """A word of a filter that cannot be read; `start` is where it stands in the text, from 0."""

    def __init__(self, word: str, start: int, message: str, before: str = "") -> None:
        super().__init__(f"{before}“{clean(word)}”{message}")
        self.word, self.start = word, start


class AmbiguousFilterWord(UnknownFilterWord):
    """A word of a filter that can mean several things; each of `candidates` can be typed in its place."""

    def __init__(self, word: str, start: int, candidates: list[str]) -> None:
        super().__init__(word, start, f" can mean {join_names(candidates)}; type one of them")
        self.candidates = candidates


class Lexicon:
    """Which words mean which terms in a dataset."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.aims: dict[str, Term] = {}
        self.ratings = {UNRATED: Term("rating", UNRATED), "not rated": Term("rating", UNRATED)}
        self.ratings["rated"] = Term("rating", UNRATED, negated=True)
        self.rest = {word: Term("status", word) for word in STATUSES}
        for place, aim in enumerate(data.aims, 1):
            self.aims |= dict.fromkeys([str(place), *list_filter_words(aim)], Term("aim", aim.id))
        for rating in data.ratings:
            self.ratings |= dict.fromkeys(list_filter_words(rating), Term("rating", rating.id))
        for region in data.regions:
            self.rest |= dict.fromkeys(list_filter_words(region), Term("region", region.code))
        self.evidence_types = {
            word: Term("evidence", kind.id) for kind in data.kinds for word in list_filter_words(kind)
        }
        self.rest |= self.evidence_types
        self.all = self.rest | self.ratings | self.aims
        self.longest = max(len(word.split()) for word in self.all)
        self.labels = {term: label_term(term, data) for term in set(self.all.values())}

    def label(self, term: Term) -> str:
        """A term in a word or two."""
        return self.labels.get(term) or label_term(term, self.data)

    @cached_property
    def board_words(self) -> dict[str, str]:
        """The words of the boards' names, with what they mean."""
        words = sorted({word for icb in self.data.icbs for word in fold_name(icb.short_name).split()} - {CONNECTIVE})
        return {word: label_term(Term("name", word), self.data) for word in words}

    @cached_property
    def indicator_names(self) -> dict[str, list[str]]:
        """Indicator's id → its id and name, folded."""
        return {each.id: [fold_name(each.id), fold_name(each.name)] for each in self.data.indicators}

    def find_term(self, phrase: str, start: int, among: dict[str, Term] | None = None, kind: str = ANY_WORD) -> Term:
        """The term of a word or its unambiguous beginning; raise UnknownFilterWord, with `kind` in its message."""
        words = self.all if among is None else among
        folded = fold_name(phrase)
        if term := self.find_exact(folded, words):
            return term
        terms = self.find_by_prefix(folded, words)
        if len(terms) == 1:
            return terms[0]
        if terms:
            raise AmbiguousFilterWord(phrase, start, [self._describe_choice(term, folded, words) for term in terms])
        if among is None and folded not in ("", CONNECTIVE) and is_board_word(folded, self.data):
            return Term("name", folded)
        raise UnknownFilterWord(phrase, start, f"; {self._make_hint(folded, words, kind)}", f"unknown {kind} ")

    def find_exact(self, folded: str, words: dict[str, Term]) -> Term | None:
        """The term of a whole word; none where the word only abbreviates its name, and begins another's name too.

        For example “lead”, an alias of the aim Leadership, begins the rating Leading as well.
        """
        term = words.get(folded)
        if term is None or folded.isdigit():  # the number of an aim abbreviates nothing
            return term
        longer = {words[word] for word in words if word != folded and word.startswith(folded)}
        return None if term in longer and len(longer) > 1 else term

    def _describe_choice(self, term: Term, folded: str, words: dict[str, Term]) -> str:
        """A word that can be typed for one of several terms that a word begins, and what kind it is of."""
        typed = (word for word in words if words[word] == term and word.startswith(folded))
        word = next((word for word in typed if self.find_exact(word, words)), folded)
        label = self.label(term)
        return f"{word} ({FACET_NAMES[term.facet] if fold_name(label) == word else label})"

    def _make_hint(self, folded: str, words: dict[str, Term], kind: str) -> str:
        import difflib

        if kind != ANY_WORD:
            spelt = {word: self.label(term) for word, term in words.items()}
            expected = f"one of {join_names(list(dict.fromkeys(spelt.values())), 99)}"
        elif len(folded) > 2 and folded != CONNECTIVE and (indicators := self.find_indicators(folded)):
            return f"to filter by an indicator, compare it with a number: {indicators[0].id}<70"
        else:
            spelt = {word: word for word in self.board_words} | {w: self.label(term) for w, term in words.items()}
            expected = WORD_KINDS
        close = difflib.get_close_matches(folded, spelt, n=3, cutoff=0.7)
        near = join_names(list(dict.fromkeys(spelt[word] for word in close)))
        return f"did you mean {near}?" if near else f"expected {expected}"

    def find_by_prefix(self, folded: str, words: dict[str, Term] | None = None) -> list[Term]:
        """The terms of which some word begins so."""
        found = (term for word, term in (words or self.all).items() if folded and word.startswith(folded))
        return list(dict.fromkeys(found))

    def find_names(self, folded: str) -> dict[str, str]:
        """The ids of indicators and the words of board names that a text can become, with what they mean."""
        indicators = {each.id: each.name for each in self.find_indicators(folded)}
        words = (word for word in self.board_words if folded and word.startswith(folded))
        return indicators | {word: self.board_words[word] for word in words if not self.find_by_prefix(word)}

    def find_indicators(self, folded: str) -> list[Indicator]:
        """The indicators that a text means: by its id, else its whole name, else from the beginning of a word on."""
        names, by_id = self.indicator_names, self.data.indicator
        if not folded:
            return []
        fits = (
            [id for id, (own, _) in names.items() if own == folded],
            [id for id, (_, name) in names.items() if name == folded],
            [id for id in names if begins_word(folded, names[id])],
        )
        return [by_id[id] for id in next(filter(None, fits), [])]

    def find_indicator(self, phrase: str, start: int) -> Indicator:
        """The one indicator that a text means; raise UnknownFilterWord."""
        folded = fold_name(phrase)
        found = self.find_indicators(folded)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousFilterWord(phrase, start, [each.id for each in found])
        import difflib

        near = join_names(difflib.get_close_matches(folded.replace(" ", "-"), self.indicator_names, n=3))
        hint = f"did you mean {near}?" if near else "expected part of its name, such as a&e or rtt-within-18-weeks"
        raise UnknownFilterWord(phrase, start, f"; {hint}", "unknown indicator ")


def find_lexicon(data: Dataset) -> Lexicon:
    """Return the words of a dataset, which are worked out once: each key of a filter that is typed asks for them."""
    # Kept where the dataset keeps what it works out itself: it cannot be the key of a dictionary.
    if "lexicon" not in vars(data):
        vars(data)["lexicon"] = Lexicon(data)
    lexicon: Lexicon = vars(data)["lexicon"]
    return lexicon
