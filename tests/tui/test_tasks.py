"""What analysts come to find out, from the start: in how few keys, and that the screen then shows it unscrolled."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from printed_text import join_words
from screen import press_keys, read_last_screen, read_title

SIZES = [(120, 40), (80, 24)]


class Task(NamedTuple):
    """What to press, in how many keys at most, and what must stand on the screen then."""

    keys: tuple[str, ...]
    most: int
    shown: tuple[str, ...]


LONDON = ("f", *"lon", "enter", "*", "c")

TASKS = {
    "concerns about the leadership of Cambridgeshire and Peterborough": Task(
        ("/", *"c&p", "enter"),
        5,
        ("1 System leadership 2023/24", "M ◆ Mixed", "“significant concerns”, NHS England", "Healthcare Leader"),
    ),
    "who was assessed as anything but strong in the Midlands": Task(
        ("f", *"mid -str rat", "enter"),
        16,
        ("Midlands · not Strong · rated · 2 of 42", "Herefordshire and Worcestershire", "Lincolnshire", "P ○"),
    ),
    "everything ever said of Cornwall": Task(
        ("/", *"ci", "enter", *"]]]"),
        7,
        ("Cornwall and the Isles of Scilly", "all years", "1 Leadership ≈", "2 Health – ", "Annual assessment 2023/24"),
    ),
    "boards below 60 % within 18 weeks, worst first": Task(
        ("f", *"18-weeks<60", "enter", "i", "s", "s"),
        26,
        ("18 weeks < 60 · 2 of 42", "worst first", "53.1", "59.8"),
    ),
    "what became of Frimley, and what was said of it": Task(
        ("/", *"fri", "enter"),
        7,
        (
            "Closed 31 March 2026; now Thames Valley (58.9%), Hampshire and Isle of Wight (22.9%), Surrey and Sussex",
            "1 Leadership ·1",
            "our reading of “strong”, NHS England as reported by Healthcare Leader",
        ),
    ),
    "Essex: what do we know of it": Task(
        ("/", *"ess", "enter"),
        8,
        (
            "Opened 1 April 2026.",
            "Mid and South Essex (MSE), Suffolk and North East Essex (SNEE) and Hertfordshire and West Essex (HWE).",
            "Share of ESX 64.4% 18.5% 17.1%",
            "Findings 2 of 6 6 of 9 4 of 11",
            "1 Leadership ·1 ",
        ),
    ),
    "all London boards marked and compared": Task(
        LONDON,
        12,
        ("5 columns", "NCL", "NEL", "NWL", "SEL", "SWL", "North East London and South West London are rated Concern"),
    ),
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_the_answer_is_on_the_screen_in_so_few_keys(task: Task, size: tuple[int, int]) -> None:
    assert len(task.keys) <= task.most
    shown = join_words(read_last_screen(*task.keys, size=size))
    assert [part for part in task.shown if part not in shown] == []


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_one_key_undoes_it(size: tuple[int, int]) -> None:
    marked, compared, undone, again = press_keys(*LONDON, "u", "U", size=size)[-4:]
    assert "5 marked" in read_title(marked) and "Comparison" in read_title(compared)
    assert "marked" not in read_title(undone) and "London" in read_title(undone) and "0 boards marked." in undone
    assert "5 marked" in read_title(again)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_light_theme_takes_at_most_twelve_keys(size: tuple[int, int]) -> None:
    keys = ("ctrl+p", *"light", "enter")
    assert len(keys) <= 12
    assert "light" in read_last_screen(*keys, size=size).splitlines()[-1]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_a_mark_means_stands_below_the_matrix(size: tuple[int, int]) -> None:
    assert "≈ England-wide only" in read_last_screen(size=size)
