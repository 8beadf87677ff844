"""What each action does, in a few words, and other words by which people look for it."""

from __future__ import annotations

ACTION_GROUPS = {
    "Find and filter": {
        "find": "Find a board, region, aim, indicator or finding",
        "filters": "Filter the boards: type, or choose options",
        "clear": "Clear the filter",
        "undo": "Undo the last change",
        "redo": "Redo the last change",
        "sort": "Sort by name, best first, worst first, or by region",
    },
    "Move": {
        "move": "Move up or down",
        "go": "Scroll up or down",
        "page": "Go up or down a page",
        "sideways": "Move left or right",
        "aim": "Go to an aim (0: the board itself)",
        "pane": "Go to the next pane: filters, boards, evidence",
        "next": "Go to the board before or after",
        "turn": "Go to the next or previous screen",
        "slide_indicators": "Go to the indicators, or back to the findings",
        "choose": "Go to the choice, or compare the boards marked here",
        "last_view": "Go back to the last view",
        "back": "Go back",
        "pop_screen": "Go back",
    },
    "Years and evidence": {
        "year": "Change the year: the one before, the one after, then all",
        "voice": "Evidence type: the next one (O: the one before)",
        "as_at": "Show today's boards, or the year's boards again",
    },
    "Mark and compare": {
        "mark": "Mark the board, or remove the mark",
        "mark_all": "Mark all boards shown",
        "clear_marks": "Remove all marks",
        "pick": "Pick the marked boards, or the one under the cursor",
        "give_up": "Go back. Press twice to leave without a board",
        "compare": "Compare the marked boards",
        "differences": "Show only what differs, or everything",
        "figures": "Show or hide the indicators",
        "shift": "Move the column left or right",
        "leave": "Remove the column",
        "group": "Add a region, England or a similar board",
        "sets": "Open your board sets",
        "use": "Mark the boards of the set",
        "keep": "Save the marked boards as a set",
        "drop": "Delete the set",
    },
    "Read and check": {
        "open": "Open the board or the indicator",
        "why": "Show why: the rule behind the rating",
        "relative": "Choose a board that came before or after this one",
        "follow": "Open the chosen board",
        "next_source": "Choose a source. Then o copies or opens its address",
        "source": "Copy or open the address of the source",
    },
    "Other views": {
        "indicators": "Show the indicators of the aim, or the ratings again",
        "map": "Show the map, or the list again",
        "tray": "Read the England-wide and unmatched findings",
        "coverage": "Show coverage: what is known, and where the gaps are",
        "present": "Present the marked boards, one finding or indicator a screen",
    },
    "Copy and export": {
        "copy": "Copy to the clipboard",
        "export": "Export to a file",
        "brief": "Write a brief: one sheet for a meeting, with sources",
        "twin": "Show the screen as plain text",
    },
    "Program": {
        "help": "Help: keys, marks and words",
        "palette": "Commands: actions, years, themes and boards by name",
        "reread": "Reload the data files",
        "redraw": "Redraw the screen",
        "suspend_process": "Suspend to the shell (fg brings icb-tui back)",
        "quit": "Quit",
    },
}
"""What each action does, in a few words, by what a person wants to do: for the palette and the help."""

ACTION_HELP = {action: does for actions in ACTION_GROUPS.values() for action, does in actions.items()}

GROUP_OF_ACTION = {action: group for group, actions in ACTION_GROUPS.items() for action in actions}

ACTION_WORDS = {
    "find": "search, find, look up, go to, jump, text, quotation",
    "filters": "filter, narrow, region, rating, where, only, select",
    "clear": "clear, reset, no filter, remove filter, show all, all boards",
    "undo": "undo, revert, mistake",
    "redo": "redo, repeat, again",
    "sort": "sort, order, rank, best, worst, arrange",
    "last_view": "last view, previous view, history, back",
    "back": "leave, cancel",
    "pop_screen": "back, close, leave, cancel",
    "year": "year, time, period",
    "voice": "evidence, type, source type",
    "as_at": "today, now, current, 2026, merged, new boards",
    "mark": "mark, marks, unmark, select, tick, choose, star",
    "mark_all": "mark all, select all, all",
    "clear_marks": "unmark, unmark all, clear marks, remove marks, deselect, select none",
    "compare": "compare, side by side, versus, vs, difference, comparison",
    "differences": "differences, diff, differ, only",
    "group": "region, england, average, median",
    "sets": "sets, set, saved, groups, favourites, bookmarks, load",
    "keep": "save, keep, new set",
    "drop": "delete, remove",
    "open": "open, board, details, page, profile, enter",
    "why": "why, source, sources, rule, reason, evidence, explain, paragraph",
    "relative": "predecessor, successor, merged, related",
    "tray": "england wide, national, unmatched, england",
    "coverage": "coverage, gaps, missing, statistics, how many, summary",
    "present": "present, presentation, slides, slideshow, full screen, meeting",
    "copy": "copy, clipboard, yank, link, cite, citation, url, paste, command line",
    "export": "export, csv, excel, xlsx, save, file, download, json, spreadsheet, parquet, pdf",
    "brief": "brief, briefing, report, meeting, markdown, handout, one page, print",
    "twin": "plain text, print, text, screen reader, accessible, txt",
    "help": "help, keys, legend, shortcuts, keyboard, manual, what does, symbols, glossary, meaning, about, version",
    "palette": "commands, menu, palette, actions",
    "reread": "reload, refresh, read again, update, data",
    "redraw": "redraw, repaint, screen broken, garbled",
    "suspend_process": "suspend, shell, background, pause",
    "quit": "quit, exit, close, leave, end, stop, bye",
}
"""Other words by which a person looks for an action in the palette: of two actions the one that has a word earlier."""

STEP_HELP = {
    "move": ("Move up", "Move down"),
    "go": ("Scroll up", "Scroll down"),
    "page": ("Go up a page", "Go down a page"),
    "sideways": ("Move left", "Move right"),
    "next": ("Go to the board before", "Go to the board after"),
    "turn": ("Go to the previous screen", "Go to the next screen"),
    "year": ("Show the year before", "Show the year after"),
    "voice": ("Evidence type: the one before", "Evidence type: the next one"),
    "shift": ("Move the column left", "Move the column right"),
}
"""What an action does one step back and one step on."""
