"""The commands, in the order in which help lists them."""

from icb_tui.commands.completion import completion
from icb_tui.commands.config import config
from icb_tui.commands.facts import brief, compare, coverage, find, indicators, list_, map_, national, show, why
from icb_tui.commands.importing import import_
from icb_tui.commands.own import check, sets
from icb_tui.commands.schema import schema
from icb_tui.commands.sql import sql

COMMANDS = (
    list_,
    show,
    compare,
    find,
    brief,
    indicators,
    map_,
    why,
    national,
    coverage,
    sql,
    sets,
    import_,
    check,
    schema,
    config,
    completion,
)
