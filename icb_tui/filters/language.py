"""The filter language: text to filter, filter to text, and completion of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fold_name, list_filter_words
from icb_tui.filters.conditions import parse_condition, read_number
from icb_tui.filters.lexicon import (
    CONNECTIVE,
    NEGATION,
    QUOTES,
    SINGLE_QUOTES,
    Lexicon,
    UnknownFilterWord,
    find_lexicon,
)
from icb_tui.filters.options import is_board_word
from icb_tui.filters.terms import Filter, Term, make_filter
from icb_tui.filters.wording import order_terms
from icb_tui.text.cells import clean

MAX_SINGLE_QUOTED = 200
"""How far the second of two single quotes is looked for: at each apostrophe up to the end would take for ever."""

_TOKEN = re.compile(
    rf"""
    (?P<minus>-?)
    (?: "(?P<text>(?:[^"]|"")*)" | [{QUOTES}](?P<curly>[^{QUOTES}]*)[{QUOTES}] | (?P<open>[{QUOTES}])
      | [{SINGLE_QUOTES}](?P<single>[^\s{QUOTES}][^{QUOTES}]{{0,{MAX_SINGLE_QUOTED}}}?)[{SINGLE_QUOTES}](?!\S)
      | (?P<word> (?: [^\s{QUOTES}<>=] | [<>=]\s*+ ) (?: [^\s{QUOTES}<>=] | \s*+[<>=]\s*+ | [ ]%(?!\S) )*+ ) )
    """,
    re.VERBOSE,
)
"""A text between straight quotes may hold any others. Single ones are quotes around words, and apostrophes within one.

Space around the operator of a condition on an indicator, and before its percent sign, is part of the word.
"""


MAX_INDICATOR_WORDS = 20
"""How many words of the name of an indicator can be typed before its operator."""


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
    if any(found["open"] for found in _TOKEN.finditer(text)):
        return text, []
    lexicon, words = find_lexicon(data), text.split(" ")
    others: list[str] = []
    for taken in range(min(len(words), lexicon.longest), 0, -1):
        head, phrase = words[:-taken], " ".join(words[-taken:])
        before = re.match("-?(?:[^:]*:)?", phrase)[0] if taken == 1 else ""  # type: ignore[index]
        among = _list_words_after(before, lexicon)
        terms = lexicon.find_by_prefix(fold_name(phrase.removeprefix(before)), among)
        if len(terms) == 1:
            return " ".join([*head, f"{before}{_word_to_insert(terms[0], among, lexicon)} "]), []
        others = others or [lexicon.label(term) for term in terms]
    names = [] if others or ":" in before else list(lexicon.find_names(fold_name(phrase.removeprefix(before))))
    if len(names) == 1:
        # An indicator waits for the number that it is compared with.
        return " ".join([*head, f"{before}{names[0]}{'' if names[0] in data.indicator else ' '}"]), []
    return text, others or names


def _list_words_after(before: str, lexicon: Lexicon) -> dict[str, Term]:
    """The words that can stand after a minus sign, an aim with a colon, or `name:`."""
    if fold_name(before) == "name":
        return {word: Term("name", word) for word in lexicon.board_words}
    return lexicon.ratings if before.endswith(":") else lexicon.all


def _word_to_insert(term: Term, among: dict[str, Term], lexicon: Lexicon) -> str:
    """The word that is put in for a term: what excludes something by its own word, or names a board, keeps that."""
    if term.negated or term.facet == "name":
        return next(word for word, each in among.items() if each == term)
    return _write_term(term, lexicon)


def list_completions(text: str, data: Dataset, facet: str = "") -> list[tuple[str, str]]:
    """Return the words of the filter language (or of one facet) that begin so, one a meaning, each with its meaning.

    A minus sign and an aim with a colon stay before them; single words come before phrases. Where none
    begins so, the ids of indicators and the words of board names do.
    """
    before = re.match("-?(?:[^:]*:)?", text)[0]  # type: ignore[index]
    lexicon, folded = find_lexicon(data), fold_name(text.removeprefix(before))
    among = _list_words_after(before, lexicon)
    found: dict[Term, str] = {}
    for term in dict.fromkeys(among.values()):
        words = [_word_to_insert(term, among, lexicon), *(w for w in among if among[w] == term and " " not in w)]
        word = next((w for w in [*words, *among] if among.get(w) == term and w.startswith(folded)), None)
        if word and facet in ("", term.facet):
            found[term] = word
    named = lexicon.find_names(folded) if not found and not facet and ":" not in before else {}
    meanings = [(word, lexicon.label(term)) for term, word in found.items()] + list(named.items())
    return [(before + word, meaning) for word, meaning in meanings]


def _split_tokens(text: str) -> Iterator[_Token]:
    """Words, quoted texts (a quote inside is doubled) and what `-` or `not` before them makes of them."""
    negated, dangling = False, -1
    for found in _TOKEN.finditer(text):
        start, minus = found.start(), bool(found["minus"])
        if found["open"]:
            raise UnknownFilterWord(text[start:], start, " has no closing quotation mark")
        if minus and found["word"] and found["word"].startswith("-"):
            raise UnknownFilterWord(found[0], start, " begins with more than one minus sign")
        if found["word"] and found["word"].casefold() == NEGATION:
            negated, dangling = negated ^ (not minus), start
            continue
        quoted = [found[name] for name in ("text", "curly", "single") if found[name] is not None]
        word = quoted[0] if quoted else found["word"]
        yield _Token(word if found["text"] is None else word.replace('""', '"'), start, negated ^ minus, bool(quoted))
        negated, dangling = False, -1
    if dangling >= 0:
        raise UnknownFilterWord(NEGATION, dangling, " is the last word; expected a word after it")


def _read_terms(tokens: list[_Token], lexicon: Lexicon) -> Iterator[Term]:
    place = 0
    while place < len(tokens):
        token, taken = tokens[place], 1
        if token.quoted:
            yield _read_text_term(token)
        elif count := _count_condition_words(tokens, place, lexicon):
            yield _read_condition(tokens[place : place + count], lexicon)
            taken = count
        elif ":" in token.word:
            yield _read_pair(token, lexicon)
        elif not (place and token.word.casefold() == CONNECTIVE and not token.negated):
            term, taken = _read_longest_run(tokens, place, lexicon)
            yield Term(term.facet, term.value, term.negated ^ token.negated)
        place += taken


def _count_condition_words(tokens: list[_Token], place: int, lexicon: Lexicon) -> int:
    """How many words from here make a condition on an indicator: up to an operator, if all before it name one."""
    words: list[str] = []
    for token in tokens[place : place + MAX_INDICATOR_WORDS]:
        left, operator, _ = parse_condition(token.word)
        if token.quoted or (words and token.negated):
            return 0
        words.append(left)
        if operator:
            return len(words) if len(words) == 1 or lexicon.find_indicators(fold_name(" ".join(words))) else 0
    return 0


def _read_condition(tokens: list[_Token], lexicon: Lexicon) -> Term:
    typed, start = " ".join(token.word for token in tokens), tokens[0].start
    wanted = parse_condition(typed)
    indicator = lexicon.find_indicator(wanted.indicator, start)
    try:
        number = read_number(wanted.number, indicator)
    except ValueError as error:
        raise UnknownFilterWord(typed, start, f"; {error}", "invalid condition ") from None
    return Term("indicator", str(wanted._replace(indicator=indicator.id, number=number)), tokens[0].negated)


def _read_text_term(token: _Token) -> Term:
    value = clean(token.word)
    if not value.strip():
        raise UnknownFilterWord('""', token.start, " is empty; expected words between the quotation marks")
    return Term("text", value, token.negated)


def _read_pair(token: _Token, lexicon: Lexicon) -> Term:
    """The term of an aim and a rating, or of `name:` and the beginning of a word of a board's name."""
    left_word, right_word = token.word.split(":", 1)
    right_start = token.start + len(left_word) + 1
    if left_word.casefold() == "name":
        if not (folded := fold_name(right_word)) or not is_board_word(folded, lexicon.data):
            raise UnknownFilterWord(
                right_word, right_start, "; expected the beginning of a word of a name", "unknown board "
            )
        return Term("name", folded, token.negated)
    left = lexicon.find_term(left_word, token.start, lexicon.aims, "aim")
    right = lexicon.find_term(right_word, right_start, lexicon.ratings, "rating")
    return Term("cell", f"{left.value}:{right.value}", token.negated ^ right.negated)


def _read_longest_run(tokens: list[_Token], place: int, lexicon: Lexicon) -> tuple[Term, int]:
    """The term of the longest run of words from here that is known, or else begins something known."""
    runs = _list_runs(tokens, place, lexicon.longest)
    for taken, phrase in runs:
        if term := lexicon.find_exact(phrase, lexicon.all):
            return term, taken
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
    return " ".join(list_typed_terms(wanted_filter, data))


def list_typed_terms(wanted_filter: Filter, data: Dataset) -> list[str]:
    """Return each term of a filter as it is typed.

    Conditions on indicators stand first: no word before one can be read as part of an indicator's name.
    """
    if not wanted_filter:
        return []  # without making a lexicon
    terms = sorted(order_terms(wanted_filter, data), key=lambda term: term.facet != "indicator")
    lexicon = find_lexicon(data)
    return [("-" if term.negated else "") + _write_term(term, lexicon) for term in terms]


def _write_term(term: Term, lexicon: Lexicon) -> str:
    data = lexicon.data
    match term.facet:
        case "aim":
            return str(data.number_of(term.value))
        case "cell":
            aim, rating = term.value.split(":")
            return f"{data.number_of(aim)}:{rating}"
        case "region":
            words = [w for w in list_filter_words(data.region[term.value])[1:] if w.isalnum()]
            return _choose_word([*words, term.value.lower()], lexicon)
        case "evidence":
            words = [w for w in list_filter_words(data.kind[term.value]) if w.isalnum()]
            return _choose_word([*words, term.value], lexicon)
        case "rating":
            names = list_filter_words(data.rating[term.value]) if term.value in data.rating else []
            return _choose_word([term.value, *names], lexicon)
        case "name":
            # No vocabulary begins so: any word would do that is folded to the same.
            word = term.value.replace(" and ", "&").replace(" ", "-")
            return f"name:{word}" if lexicon.find_by_prefix(term.value) or word in (NEGATION, CONNECTIVE) else word
        case "text":
            return '"' + term.value.replace('"', '""') + '"'
    return term.value


def _choose_word(words: list[str], lexicon: Lexicon) -> str:
    """The first of some words for a term that is read as that term; one always is, if only the longest."""
    return next((word for word in words if lexicon.find_exact(fold_name(word), lexicon.all)), words[-1])
