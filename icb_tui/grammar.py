"""The filter language: text → Filter, Filter → text, and what a filter says in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from icb_tui.model import FACETS, STATUSES, UNRATED, Dataset, Filter, Term, filter_of
from icb_tui.rules import folded, words_of
from icb_tui.text import clean, one_of

_TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<text>(?:[^"]|"")*)"|(?P<open>")|(?P<word>[^\s"]+))')


ANY = "region, aim, rating, voice or status"
"""What a word of the filter can be."""


class UnknownWord(Exception):
    """A word of a filter that cannot be read; `start` is where it stands in the text, from 0."""

    def __init__(self, word: str, start: int, message: str) -> None:
        super().__init__(f"“{clean(word)}” {message}")
        self.word, self.start = word, start


class _Token(NamedTuple):
    word: str
    start: int
    negated: bool
    quoted: bool


def parse(text: str, data: Dataset) -> Filter:
    """Return the filter that a text means; raise UnknownWord at the first word that it does not know."""
    return filter_of(_terms(list(_tokens(text)), _Lexicon(data)))


def aim_named(text: str, data: Dataset) -> str:
    """Return the id of the aim that a word or its number means; raise UnknownWord."""
    lexicon = _Lexicon(data)
    return lexicon.one(text, 0, lexicon.aims, "aim").value


def voice_named(text: str, data: Dataset) -> str | None:
    """Return the id of the voice that a word means, or None for “all”; raise UnknownWord."""
    lexicon = _Lexicon(data)
    return None if folded(text) == "all" else lexicon.one(text, 0, lexicon.voices, "voice").value


def completed(text: str, data: Dataset) -> tuple[str, list[str]]:
    """Return a filter text with its last word completed as far as it is clear, and what else it can mean."""
    if text.count('"') % 2:
        return text, []
    lexicon, words = _Lexicon(data), text.split(" ")
    others: list[str] = []
    for taken in range(min(len(words), lexicon.longest), 0, -1):
        head, phrase = words[:-taken], " ".join(words[-taken:])
        before = re.match("-?(?:[^:]*:)?", phrase)[0] if taken == 1 else ""  # type: ignore[index]
        among = lexicon.ratings if before.endswith(":") else lexicon.all
        terms = lexicon.beginning(folded(phrase.removeprefix(before)), among)
        if len(terms) == 1:
            return " ".join([*head, f"{before}{_typed(terms[0], among, data)} "]), []
        others = others or [lexicon.names[term] for term in terms]
    return text, others


def _typed(term: Term, among: dict[str, Term], data: Dataset) -> str:
    """The word that is put in for a term: what excludes something by its own word keeps that word."""
    return _word(term, data) if not term.negated else next(word for word, each in among.items() if each == term)


def words_beginning(text: str, data: Dataset, facet: str = "") -> list[tuple[str, str]]:
    """Return the words of the filter language (or of one facet) that begin so, one a meaning, each with its meaning.

    A minus sign and an aim with a colon stay before them; single words come before phrases.
    """
    before = re.match("-?(?:[^:]*:)?", text)[0]  # type: ignore[index]
    lexicon, wanted = _Lexicon(data), folded(text.removeprefix(before))
    among = lexicon.ratings if before.endswith(":") else lexicon.all
    found: dict[Term, str] = {}
    for term in dict.fromkeys(among.values()):
        words = [_typed(term, among, data), *(w for w in among if among[w] == term and " " not in w), *among]
        word = next((w for w in words if among.get(w) == term and w.startswith(wanted)), None)
        if word and facet in ("", term.facet):
            found[term] = word
    return [(before + word, lexicon.names[term]) for term, word in found.items()]


def _tokens(text: str) -> Iterator[_Token]:
    """Words, quoted texts (a quote inside is doubled) and what `-` or `not` before them makes of them."""
    negated, dangling = False, -1
    for found in _TOKEN.finditer(text):
        start, minus = found.start(), bool(found["minus"])
        if found["open"]:
            raise UnknownWord(text[start:], start, "has no closing quotation mark")
        if minus and found["word"] and found["word"].startswith("-"):
            raise UnknownWord(found[0], start, "begins with more than one minus sign")
        if found["word"] and found["word"].casefold() == "not":
            negated, dangling = negated ^ (not minus), start
            continue
        quoted = found["text"] is not None
        word = found["text"].replace('""', '"') if quoted else found["word"]
        yield _Token(word, start, negated ^ minus, quoted)
        negated, dangling = False, -1
    if dangling >= 0:
        raise UnknownWord("not", dangling, "says no more; expected a word after it")


class _Lexicon:
    """Which words mean which terms."""

    def __init__(self, data: Dataset) -> None:
        self.aims: dict[str, Term] = {}
        self.ratings = {UNRATED: Term("rating", UNRATED), "not rated": Term("rating", UNRATED)}
        self.ratings["rated"] = Term("rating", UNRATED, negated=True)
        self.rest = {word: Term("status", word) for word in STATUSES}
        for place, aim in enumerate(data.aims, 1):
            self.aims |= dict.fromkeys([str(place), *words_of(aim)], Term("aim", aim.id))
        for rating in data.ratings:
            self.ratings |= dict.fromkeys(words_of(rating), Term("rating", rating.id))
        for region in data.regions:
            self.rest |= dict.fromkeys(words_of(region), Term("region", region.code))
        self.voices = {word: Term("voice", kind.id) for kind in data.kinds for word in words_of(kind)}
        self.rest |= self.voices
        self.all = self.rest | self.ratings | self.aims
        self.longest = max(len(word.split()) for word in self.all)
        self.names = {term: label(term, data) for term in self.all.values()}

    def one(self, phrase: str, start: int, among: dict[str, Term] | None = None, kind: str = ANY) -> Term:
        """The term of a word or its unambiguous beginning; raise UnknownWord, which says of what `kind` it is none."""
        words = self.all if among is None else among
        wanted = folded(phrase)
        if wanted in words:
            return words[wanted]
        terms = self.beginning(wanted, words)
        if len(terms) == 1:
            return terms[0]
        if terms:
            names = one_of([self.names[term] for term in terms])
            raise UnknownWord(phrase, start, f"can mean {names}; write more of it")
        import difflib

        close = difflib.get_close_matches(wanted, words, n=3, cutoff=0.7)
        near = one_of(list(dict.fromkeys(self.names[words[word]] for word in close)))
        hint = f"; did you mean {near}?" if near else "" if kind == ANY else f"; expected one of {self._names(words)}"
        raise UnknownWord(phrase, start, f"is no {kind}{hint}")

    def _names(self, words: dict[str, Term]) -> str:
        return one_of(list(dict.fromkeys(self.names[term] for term in words.values())), 99)

    def beginning(self, wanted: str, words: dict[str, Term] | None = None) -> list[Term]:
        """The terms of which some word begins so."""
        found = (term for word, term in (words or self.all).items() if wanted and word.startswith(wanted))
        return list(dict.fromkeys(found))


def _terms(tokens: list[_Token], lexicon: _Lexicon) -> Iterator[Term]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.quoted:
            yield _text(token)
            place += 1
        elif ":" in token.word:
            yield _cell(token, lexicon)
            place += 1
        else:
            term, taken = _longest(tokens, place, lexicon)
            yield Term(term.facet, term.value, term.negated ^ token.negated)
            place += taken


def _text(token: _Token) -> Term:
    value = clean(token.word)
    if not value.strip():
        raise UnknownWord('""', token.start, "is empty; expected words between the quotation marks")
    return Term("text", value, token.negated)


def _cell(token: _Token, lexicon: _Lexicon) -> Term:
    aim, rating = token.word.split(":", 1)
    left = lexicon.one(aim, token.start, lexicon.aims, "aim")
    right = lexicon.one(rating, token.start + len(aim) + 1, lexicon.ratings, "rating")
    return Term("cell", f"{left.value}:{right.value}", token.negated ^ right.negated)


def _longest(tokens: list[_Token], place: int, lexicon: _Lexicon) -> tuple[Term, int]:
    """The term of the longest run of words from here that is known, or else begins something known."""
    runs = _runs(tokens, place, lexicon.longest)
    for taken, phrase in runs:
        if phrase in lexicon.all:
            return lexicon.all[phrase], taken
    for taken, phrase in runs:
        if taken > 1 and len(terms := lexicon.beginning(phrase)) == 1:
            return terms[0], taken
    return lexicon.one(tokens[place].word, tokens[place].start), 1


def _runs(tokens: list[_Token], place: int, longest: int) -> list[tuple[int, str]]:
    """The runs of plain words that start here, longest first, each with how many tokens it takes."""
    words = [tokens[place].word]
    if not folded(words[0]):
        return []
    for token in tokens[place + 1 : place + longest]:
        if token.quoted or token.negated or ":" in token.word or not folded(token.word):
            break
        words.append(token.word)
    return [(n, folded(" ".join(words[:n]))) for n in range(len(words), 0, -1)]


def told(wanted: Filter, data: Dataset) -> list[Term]:
    """Return the terms of a filter in the order in which they are told: that of the facets, then of the data."""
    places = {"region": list(data.region), "aim": list(data.aim), "rating": [*data.rating, UNRATED]}

    def place(term: Term) -> tuple[int, bool, int, str]:
        known = places.get(term.facet, [])
        return FACETS.index(term.facet), term.negated, known.index(term.value) if term.value in known else 0, term.value

    return sorted(wanted.terms, key=place)


def unparse(wanted: Filter, data: Dataset) -> str:
    """Return the shortest plain text that `parse` reads as this filter."""
    return " ".join(("-" if term.negated else "") + _word(term, data) for term in told(wanted, data))


def _word(term: Term, data: Dataset) -> str:
    match term.facet:
        case "aim":
            return str(data.number_of(term.value))
        case "cell":
            aim, rating = term.value.split(":")
            return f"{data.number_of(aim)}:{rating}"
        case "region":
            region = data.region[term.value]
            return next((w for w in words_of(region)[1:] if w.isalnum()), term.value.lower())
        case "voice":
            return next((w for w in words_of(data.kind[term.value]) if w.isalnum()), term.value)
        case "text":
            return '"' + term.value.replace('"', '""') + '"'
    return term.value


def label(term: Term, data: Dataset) -> str:
    """Return a term in a word or two: “Midlands”, “not Strong”, “Inequalities: Strong”."""
    if term.negated and term.value == UNRATED:
        return "rated"
    return ("not " if term.negated else "") + _label(term, data)


def _label(term: Term, data: Dataset) -> str:
    match term.facet:
        case "region":
            return data.region[term.value].name
        case "aim":
            return data.aim[term.value].short_name
        case "rating":
            return rating_name(term.value, data)
        case "cell":
            aim, rating = term.value.split(":")
            return f"{data.aim[aim].short_name}: {rating_name(rating, data)}"
        case "voice":
            return data.kind[term.value].name
        case "text":
            return f"“{term.value}”"
    return term.value


def rating_name(rating: str | None, data: Dataset) -> str:
    """Return the name of a level, or “not rated”."""
    return data.rating[rating].name if rating in data.rating else "not rated"


def hearing(wanted: Filter, data: Dataset) -> str:
    """Return whose findings count, for a title: “all voices”, “Self-reported”, “all voices but Context”."""
    excluded = [_label(term, data) for term in told(wanted, data) if term.facet == "voice" and term.negated]
    return (_names(wanted, "voice", data, "and") or "all voices") + (
        f" but {one_of(excluded, 99, 'and')}" if excluded else ""
    )


def heard_of(wanted: Filter, data: Dataset) -> str:
    """Return whose findings count in the fewest words: “all voices”, “Self-reported”, “3 of 8 voices”."""
    kinds = [kind for kind in wanted.heard(data.kind) if kind in data.kind]
    if len(kinds) == 1:
        return data.kind[kinds[0]].name
    return "all voices" if len(kinds) == len(data.kinds) else f"{len(kinds)} of {len(data.kinds)} voices"


def reading(wanted: Filter, data: Dataset) -> str:
    """Return what the filter asks for: “ICBs in Midlands, rated Strong on Inequalities”."""
    parts = [_where(wanted, data), _rated(wanted, data), *_cells(wanted, data), *_refused(wanted, data)]
    parts += (
        [f"with {one_of([f'“{text}”' for text in texts], 99, 'and')} in the findings"]
        if (texts := wanted.of("text"))
        else []
    )
    parts += [f"going by {_names(wanted, 'voice', data, 'and')}"] if wanted.of("voice") else []
    where, *rest = dict.fromkeys(part for part in parts if part)
    return f"{where}{' ' if where == 'ICBs' else ', '}{', '.join(rest)}" if rest else where


def _names(wanted: Filter, facet: str, data: Dataset, conjunction: str = "or") -> str:
    terms = [term for term in told(wanted, data) if term.facet == facet and not term.negated]
    return one_of([_label(term, data) for term in terms], 99, conjunction)


def _where(wanted: Filter, data: Dataset) -> str:
    status = one_of([STATUSES[value] for value in wanted.of("status")])
    regions = f" in {_names(wanted, 'region', data)}" if wanted.of("region") else ""
    return f"ICBs{f' {status},' if status and regions else f' {status}' if status else ''}{regions}"


def _rated(wanted: Filter, data: Dataset) -> str:
    """What the chosen ratings and aims ask for together."""
    ratings = [rating for rating in data.rating if rating in wanted.of("rating")]
    aims = _names(wanted, "aim", data)
    asked = []
    if ratings:
        asked.append(f"rated {one_of([rating_name(r, data) for r in ratings], 99)} on {aims or 'any aim'}")
    elif aims and UNRATED not in wanted.of("rating"):
        asked.append(f"rated on {aims}")
    if UNRATED in wanted.of("rating"):
        asked.append(f"not rated on {aims or 'any aim'}")
    return " or ".join(asked)


def _cells(wanted: Filter, data: Dataset) -> Iterator[str]:
    by_aim: dict[str, list[str]] = defaultdict(list)
    for cell in wanted.of("cell"):
        aim, rating = cell.split(":")
        by_aim[aim].append(rating)
    for aim, ratings in by_aim.items():
        names = [rating_name(rating, data) for rating in data.rating if rating in ratings]
        asked = [f"rated {one_of(names, 99)}"] * bool(names) + ["not rated"] * (UNRATED in ratings)
        yield f"{' or '.join(asked)} on {data.aim[aim].short_name}"


def _refused(wanted: Filter, data: Dataset) -> Iterator[str]:
    """What the excluded terms leave out, each facet in one part."""
    by_facet: dict[str, list[Term]] = defaultdict(list)
    for term in (term for term in told(wanted, data) if term.negated):
        by_facet["rated" if term.value == UNRATED else term.facet].append(term)
    aims = _names(wanted, "aim", data) or "any aim"
    for facet, terms in by_facet.items():
        names = [_label(term, data) for term in terms]
        yield {
            "region": f"outside {one_of(names, 99, 'and')}",
            "status": one_of([f"not {STATUSES.get(term.value)}" for term in terms], 99, "and"),
            "aim": f"not rated on {one_of(names, 99)}",
            "rated": f"rated on {aims}",
            "rating": f"not rated {one_of(names, 99)} on {aims}",
            "cell": one_of([_refused_cell(term, data) for term in terms if facet == "cell"], 99, "and"),
            "voice": f"leaving out {one_of(names, 99, 'and')}",
            "text": f"without {one_of(names, 99)} in the findings",
        }[facet]


def _refused_cell(term: Term, data: Dataset) -> str:
    aim, rating = term.value.split(":")
    name = data.aim[aim].short_name
    return f"rated on {name}" if rating == UNRATED else f"not rated {rating_name(rating, data)} on {name}"
