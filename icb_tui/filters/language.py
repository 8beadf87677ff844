"""The filter language: text to filter, filter to text, and completion of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.errors import UserError
from icb_tui.domain.names import fold_name, list_filter_words
from icb_tui.domain.records import UNRATED
from icb_tui.filters.terms import STATUSES, Filter, Term, make_filter
from icb_tui.filters.wording import label_term, order_terms
from icb_tui.text.cells import clean, join_names

_TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<text>(?:[^"]|"")*)"|(?P<open>")|(?P<word>[^\s"]+))')


ANY_WORD = "word"
"""What a message calls a word that may be of any kind."""

WORD_KINDS = "a region, an aim, a rating, an evidence type, open or closed"
"""What a word of the filter can be."""


class UnknownFilterWord(UserError):
    """A word of a filter that cannot be read; `start` is where it stands in the text, from 0."""

    def __init__(self, word: str, start: int, message: str, before: str = "") -> None:
        super().__init__(f"{before}“{clean(word)}”{message}")
        self.word, self.start = word, start


class _Token(NamedTuple):
    word: str
    start: int
    negated: bool
    quoted: bool


def parse_filter(text: str, data: Dataset) -> Filter:
    """Return the filter that a text means; raise UnknownFilterWord at the first word that it does not know."""
    return make_filter(_read_terms(list(_split_tokens(text)), find_lexicon(data)))


def parse_aim(text: str, data: Dataset) -> str:
    """Return the id of the aim that a word or its number means; raise UnknownFilterWord."""
    lexicon = find_lexicon(data)
    return lexicon.find_term(text, 0, lexicon.aims, "aim").value


def parse_evidence_type(text: str, data: Dataset) -> str | None:
    """Return the id of the evidence type that a word means, or None for “all”; raise UnknownFilterWord."""
    lexicon = find_lexicon(data)
    return (
        None if fold_name(text) == "all" else lexicon.find_term(text, 0, lexicon.evidence_types, "evidence type").value
    )


def complete_filter(text: str, data: Dataset) -> tuple[str, list[str]]:
    """Return a filter text with its last word completed as far as it is clear, and what else it can mean."""
    if text.count('"') % 2:
        return text, []
    lexicon, words = find_lexicon(data), text.split(" ")
    others: list[str] = []
    for taken in range(min(len(words), lexicon.longest), 0, -1):
        head, phrase = words[:-taken], " ".join(words[-taken:])
        before = re.match("-?(?:[^:]*:)?", phrase)[0] if taken == 1 else ""  # type: ignore[index]
        among = lexicon.ratings if before.endswith(":") else lexicon.all
        terms = lexicon.find_by_prefix(fold_name(phrase.removeprefix(before)), among)
        if len(terms) == 1:
            return " ".join([*head, f"{before}{_word_to_insert(terms[0], among, data)} "]), []
        others = others or [lexicon.labels[term] for term in terms]
    return text, others


def _word_to_insert(term: Term, among: dict[str, Term], data: Dataset) -> str:
    """The word that is put in for a term: what excludes something by its own word keeps that word."""
    return _term_word(term, data) if not term.negated else next(word for word, each in among.items() if each == term)


def list_completions(text: str, data: Dataset, facet: str = "") -> list[tuple[str, str]]:
    """Return the words of the filter language (or of one facet) that begin so, one a meaning, each with its meaning.

    A minus sign and an aim with a colon stay before them; single words come before phrases.
    """
    before = re.match("-?(?:[^:]*:)?", text)[0]  # type: ignore[index]
    lexicon, folded = find_lexicon(data), fold_name(text.removeprefix(before))
    among = lexicon.ratings if before.endswith(":") else lexicon.all
    found: dict[Term, str] = {}
    for term in dict.fromkeys(among.values()):
        words = [_word_to_insert(term, among, data), *(w for w in among if among[w] == term and " " not in w), *among]
        word = next((w for w in words if among.get(w) == term and w.startswith(folded)), None)
        if word and facet in ("", term.facet):
            found[term] = word
    return [(before + word, lexicon.labels[term]) for term, word in found.items()]


def _split_tokens(text: str) -> Iterator[_Token]:
    """Words, quoted texts (a quote inside is doubled) and what `-` or `not` before them makes of them."""
    negated, dangling = False, -1
    for found in _TOKEN.finditer(text):
        start, minus = found.start(), bool(found["minus"])
        if found["open"]:
            raise UnknownFilterWord(text[start:], start, " has no closing quotation mark")
        if minus and found["word"] and found["word"].startswith("-"):
            raise UnknownFilterWord(found[0], start, " begins with more than one minus sign")
        if found["word"] and found["word"].casefold() == "not":
            negated, dangling = negated ^ (not minus), start
            continue
        quoted = found["text"] is not None
        word = found["text"].replace('""', '"') if quoted else found["word"]
        yield _Token(word, start, negated ^ minus, quoted)
        negated, dangling = False, -1
    if dangling >= 0:
        raise UnknownFilterWord("not", dangling, " is the last word; expected a word after it")


class Lexicon:
    """Which words mean which terms in a dataset."""

    def __init__(self, data: Dataset) -> None:
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

    def find_term(self, phrase: str, start: int, among: dict[str, Term] | None = None, kind: str = ANY_WORD) -> Term:
        """The term of a word or its unambiguous beginning; raise UnknownFilterWord, with `kind` in its message."""
        words = self.all if among is None else among
        folded = fold_name(phrase)
        if folded in words:
            return words[folded]
        terms = self.find_by_prefix(folded, words)
        if len(terms) == 1:
            return terms[0]
        if terms:
            names = join_names([self.labels[term] for term in terms])
            raise UnknownFilterWord(phrase, start, f" can mean {names}; type more of the word")
        import difflib

        close = difflib.get_close_matches(folded, words, n=3, cutoff=0.7)
        near = join_names(list(dict.fromkeys(self.labels[words[word]] for word in close)))
        expected = WORD_KINDS if kind == ANY_WORD else f"one of {self._list_names(words)}"
        hint = f"did you mean {near}?" if near else f"expected {expected}"
        raise UnknownFilterWord(phrase, start, f"; {hint}", f"unknown {kind} ")

    def _list_names(self, words: dict[str, Term]) -> str:
        return join_names(list(dict.fromkeys(self.labels[term] for term in words.values())), 99)

    def find_by_prefix(self, folded: str, words: dict[str, Term] | None = None) -> list[Term]:
        """The terms of which some word begins so."""
        found = (term for word, term in (words or self.all).items() if folded and word.startswith(folded))
        return list(dict.fromkeys(found))


def find_lexicon(data: Dataset) -> Lexicon:
    """Return the words of a dataset, which are worked out once: each key of a filter that is typed asks for them."""
    # Kept where the dataset keeps what it works out itself: it cannot be the key of a dictionary.
    if "lexicon" not in vars(data):
        vars(data)["lexicon"] = Lexicon(data)
    lexicon: Lexicon = vars(data)["lexicon"]
    return lexicon


def _read_terms(tokens: list[_Token], lexicon: Lexicon) -> Iterator[Term]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.quoted:
            yield _read_text_term(token)
            place += 1
        elif ":" in token.word:
            yield _read_cell_term(token, lexicon)
            place += 1
        else:
            term, taken = _read_longest_run(tokens, place, lexicon)
            yield Term(term.facet, term.value, term.negated ^ token.negated)
            place += taken


def _read_text_term(token: _Token) -> Term:
    value = clean(token.word)
    if not value.strip():
        raise UnknownFilterWord('""', token.start, " is empty; expected words between the quotation marks")
    return Term("text", value, token.negated)


def _read_cell_term(token: _Token, lexicon: Lexicon) -> Term:
    aim, rating = token.word.split(":", 1)
    left = lexicon.find_term(aim, token.start, lexicon.aims, "aim")
    right = lexicon.find_term(rating, token.start + len(aim) + 1, lexicon.ratings, "rating")
    return Term("cell", f"{left.value}:{right.value}", token.negated ^ right.negated)


def _read_longest_run(tokens: list[_Token], place: int, lexicon: Lexicon) -> tuple[Term, int]:
    """The term of the longest run of words from here that is known, or else begins something known."""
    runs = _list_runs(tokens, place, lexicon.longest)
    for taken, phrase in runs:
        if phrase in lexicon.all:
            return lexicon.all[phrase], taken
    for taken, phrase in runs:
        if taken > 1 and len(terms := lexicon.find_by_prefix(phrase)) == 1:
            return terms[0], taken
    return lexicon.find_term(tokens[place].word, tokens[place].start), 1


def _list_runs(tokens: list[_Token], place: int, longest: int) -> list[tuple[int, str]]:
    """The runs of plain words that start here, longest first, each with how many tokens it takes."""
    words = [tokens[place].word]
    if not fold_name(words[0]):
        return []
    for token in tokens[place + 1 : place + longest]:
        if token.quoted or token.negated or ":" in token.word or not fold_name(token.word):
            break
        words.append(token.word)
    return [(n, fold_name(" ".join(words[:n]))) for n in range(len(words), 0, -1)]


def format_filter(wanted_filter: Filter, data: Dataset) -> str:
    """Return the shortest plain text that `parse_filter` reads as this filter."""
    return " ".join(("-" if term.negated else "") + _term_word(term, data) for term in order_terms(wanted_filter, data))


def _term_word(term: Term, data: Dataset) -> str:
    match term.facet:
        case "aim":
            return str(data.number_of(term.value))
        case "cell":
            aim, rating = term.value.split(":")
            return f"{data.number_of(aim)}:{rating}"
        case "region":
            region = data.region[term.value]
            return next((w for w in list_filter_words(region)[1:] if w.isalnum()), term.value.lower())
        case "evidence":
            return next((w for w in list_filter_words(data.kind[term.value]) if w.isalnum()), term.value)
        case "text":
            return '"' + term.value.replace('"', '""') + '"'
    return term.value
