"""The user's own keys: which actions there are, by name, and which of the keys asked for can be had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from textual.binding import Binding
from textual.keys import KEY_ALIASES, Keys, _character_to_key

from icb_tui import screens
from icb_tui.keys import LEAVING, character, does, told
from icb_tui.screens.browser import Browser
from icb_tui.screens.frame import Frame
from icb_tui.text import clean

SAME = {"ctrl+h": "backspace", "esc": "escape"} | {
    other: key for key, others in KEY_ALIASES.items() for other in others
}
"""Keys that a terminal sends as another, or that have another name."""

NAMED = {"space"} | {key.value for key in Keys}
"""Keys that have a name because they type nothing."""


class Action(NamedTuple):
    """An action: the keys that it has without settings, and what it does."""

    keys: tuple[str, ...]
    does: str


def actions() -> dict[str, Action]:
    """Return every action that can be given other keys, by its name in the settings."""
    keys: dict[str, dict[str, None]] = {}
    what: dict[str, str] = {}
    for screen in _screens():
        for binding in _bindings(screen):
            keys.setdefault(binding.id or "", {})[_written(binding.key)] = None
            what.setdefault(binding.id or "", does(binding))
    return {name: Action(tuple(keys[name]), what[name]) for name in keys}


def resolved(asked: Mapping[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the keys that can be had, as Textual wants them, and by action what is wrong with the others."""
    known = {binding.id or "" for screen in _screens() for binding in _bindings(screen)}
    keymap: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, keys in asked.items():
        every = [_key(key) for key in keys]
        if name not in known:
            wrong[name] = f"“{clean(name)}” is no action{_hint(name, known)}; icb-tui config --keys lists them"
        elif bad := next((key for key, each in zip(keys, every, strict=True) if each is None), None):
            wrong[name] = f"“{clean(bad)}” is no key; expected a character, or a name such as ctrl+f, f5 or pageup"
        elif fixed := next((key for key in every if key in LEAVING), None):
            wrong[name] = f"{fixed} can't be changed; expected another key"
        else:
            keymap[name] = ",".join(dict.fromkeys(filter(None, every)))
    while clash := _clash(keymap):
        name, key, other = clash
        del keymap[name]
        wrong[name] = f"{_written(key)} already means “{other}” on the same screen; expected a key that is free there"
    return keymap, wrong


def _clash(keymap: dict[str, str]) -> tuple[str, str, str] | None:
    """The last action asked for of which a key means something else on a screen too: the action, the key, the other."""
    for name in reversed(keymap):
        for screen in _screens():
            there = _keys_of(screen, keymap)
            for key in keymap[name].split(","):
                if others := [other for other in there.get(key, ()) if other != name and name in there[key]]:
                    return name, key, others[0]
    return None


def _keys_of(screen: type[Frame], keymap: Mapping[str, str]) -> dict[str, dict[str, None]]:
    """What each key of a screen means, by the names of the actions."""
    keys: dict[str, dict[str, None]] = {}
    for binding in _bindings(screen):
        name = binding.id or ""
        for key in keymap.get(name, binding.key).split(","):
            keys.setdefault(key, {})[name] = None
    return keys


def _screens() -> Iterator[type[Frame]]:
    """Every screen whose keys can be changed, the explorer first; most are loaded only when they open, or here."""
    for module in iter_modules(screens.__path__, "icb_tui.screens."):
        import_module(module.name)
    yield Browser
    yield from (screen for screen in _below(Frame) if screen is not Browser and screen.SETTABLE)


def _below(screen: type[Frame]) -> Iterator[type[Frame]]:
    for each in screen.__subclasses__():
        yield each
        yield from _below(each)


def _bindings(screen: type[Frame]) -> list[Binding]:
    merged = screen._merged_bindings
    every = merged.key_to_bindings.values() if merged else ()
    return [binding for bindings in every for binding in bindings if binding.id and told(binding)]


def _key(text: str) -> str | None:
    """The name of a key as it is written by people; None where there is no such key."""
    *modifiers, last = [text] if text in ("+", "") else text.replace("++", "+plus").split("+")
    if modifiers or len(last) > 1:
        last = last.lower()
    name = _character_to_key(last) if len(last) == 1 else last
    key = "+".join([*(modifier.lower() for modifier in modifiers), name])
    key = SAME.get(key, key)
    if key in NAMED:
        return key
    if modifiers:
        return key if key.startswith("alt+") and key.count("+") == 1 and character(name) else None
    return name if character(name) else None


def _written(key: str) -> str:
    """A key as people write it."""
    return character(key) or key


def _hint(name: str, known: set[str]) -> str:
    import difflib

    return "".join(f"; did you mean “{other}”?" for other in difflib.get_close_matches(name, sorted(known), 1))
