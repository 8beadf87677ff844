"""The user's own keys: which actions there are, by name, and which of the keys asked for can be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from textual.binding import Binding
from textual.keys import KEY_ALIASES, Keys

from icb_tui.data_files.problems import MAX_LISTED_PROBLEMS
from icb_tui.text.cells import clean
from icb_tui.tui import screens
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.keys.action_words import ACTION_HELP
from icb_tui.tui.keys.bindings import RESERVED_KEYS, describe_binding, is_own_binding, key_character, split_action
from icb_tui.tui.screens.browser import BrowserScreen
from icb_tui.tui.textual_internals import list_bindings, name_character_key

KEY_SYNONYMS = {other: key for key, others in KEY_ALIASES.items() for other in others} | {
    "ctrl+h": "backspace",
    "ctrl+j": "enter",
    "newline": "enter",
    "esc": "escape",
}
"""Keys that a terminal sends as another, or that have another name."""

NAMED_KEYS = {"space"} | {key.value for key in Keys}
"""Keys that have a name because they type nothing."""


class KeyAction(NamedTuple):
    """An action: the keys that it has without settings, and what it does."""

    keys: tuple[str, ...]
    does: str


def list_actions() -> dict[str, KeyAction]:
    """Return every action that can be given other keys, by its name in the settings, in the order of the help."""
    keys: dict[str, dict[str, None]] = {}
    what: dict[str, str] = {}
    places: dict[str, int] = {}
    order = list(ACTION_HELP)
    for screen in _list_screens():
        for binding in _own_bindings(screen):
            keys.setdefault(binding.id or "", {})[_format_key(binding.key)] = None
            what.setdefault(binding.id or "", describe_binding(binding))
            places[binding.id or ""] = order.index(split_action(binding)[0])
    return {name: KeyAction(tuple(keys[name]), what[name]) for name in sorted(keys, key=places.__getitem__)}


def validate_keymap(wanted: Mapping[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the keys that can be had, as Textual wants them, and by action what is wrong with the others."""
    listed = list(_list_screens())
    known = {binding.id or "" for screen in listed for binding in _own_bindings(screen)}
    keymap: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, keys in wanted.items():
        every = [_parse_key(key) for key in keys]
        if name not in known:
            suggestion = _suggest_action(name, known) if len(wrong) < MAX_LISTED_PROBLEMS else ""
            wrong[name] = f"unknown action “{clean(name)}”{suggestion}; icb-tui config --keys lists the actions"
        elif bad := next((key for key, each in zip(keys, every, strict=True) if each is None), None):
            wrong[name] = f"unknown key “{clean(bad)}”; expected a character, or a name such as ctrl+f, f5 or pageup"
        elif fixed := next((key for key in every if key in RESERVED_KEYS), None):
            wrong[name] = f"{fixed} always keeps its meaning; expected another key"
        else:
            keymap[name] = ",".join(dict.fromkeys(filter(None, every)))
    while clash := _find_clash(listed, keymap):
        name, key, other = clash
        del keymap[name]
        wrong[name] = (
            f"{_format_key(key)} already means “{other}” on the same screen; expected a key that is free there"
        )
    return keymap, wrong


def _find_clash(listed: Iterable[type[BaseScreen]], keymap: dict[str, str]) -> tuple[str, str, str] | None:
    """The last action asked for of which a key means something else on a screen too: the action, the key, the other."""
    tables = [_keys_of_screen(screen, keymap) for screen in listed]
    for name in reversed(keymap):
        for there in tables:
            for key in keymap[name].split(","):
                if others := [other for other in there.get(key, ()) if other != name and name in there[key]]:
                    return name, key, others[0]
    return None


def _keys_of_screen(screen: type[BaseScreen], keymap: Mapping[str, str]) -> dict[str, dict[str, None]]:
    """What each key of a screen means, by the names of the actions."""
    keys: dict[str, dict[str, None]] = {}
    for binding in _own_bindings(screen):
        name = binding.id or ""
        for key in keymap.get(name, binding.key).split(","):
            keys.setdefault(key, {})[name] = None
    return keys


def _list_screens() -> Iterator[type[BaseScreen]]:
    """Every screen whose keys can be changed, the explorer first; most are loaded only when they open, or here."""
    for module in iter_modules(screens.__path__, "icb_tui.tui.screens."):
        import_module(module.name)
    yield BrowserScreen
    yield from (screen for screen in _list_subclasses(BaseScreen) if screen is not BrowserScreen and screen.SETTABLE)


def _list_subclasses(screen: type[BaseScreen]) -> Iterator[type[BaseScreen]]:
    for each in screen.__subclasses__():
        yield each
        yield from _list_subclasses(each)


def _own_bindings(screen: type[BaseScreen]) -> list[Binding]:
    return [binding for binding in list_bindings(screen) if binding.id and is_own_binding(binding)]


def _parse_key(text: str) -> str | None:
    """The name of a key as it is written by people; None where there is no such key."""
    *modifiers, last = [text] if text in ("+", "") else text.replace("++", "+plus").split("+")
    if modifiers or len(last) > 1:
        last = last.lower()
    name = name_character_key(last) if len(last) == 1 else last
    key = "+".join([*(modifier.lower() for modifier in modifiers), name])
    key = KEY_SYNONYMS.get(key, key)
    if key in NAMED_KEYS:
        return key
    if modifiers:
        return key if key.startswith("alt+") and key.count("+") == 1 and key_character(name) else None
    return name if key_character(name) else None


def _format_key(key: str) -> str:
    """A key as people write it."""
    return key_character(key) or key


def _suggest_action(name: str, known: set[str]) -> str:
    import difflib

    return "".join(f"; did you mean “{other}”?" for other in difflib.get_close_matches(name, sorted(known), 1))
