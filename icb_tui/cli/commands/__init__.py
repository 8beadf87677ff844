"""The commands, in the order in which help lists them."""

from icb_tui.cli.commands.board_name import print_named_board
from icb_tui.cli.commands.completion import completion
from icb_tui.cli.commands.config import config
from icb_tui.cli.commands.evidence import brief, coverage, find, national, why
from icb_tui.cli.commands.facts import compare, indicators, list_, map_, show
from icb_tui.cli.commands.importing import import_
from icb_tui.cli.commands.own_data import check, sets
from icb_tui.cli.commands.schema import schema
from icb_tui.cli.commands.serve import serve
from icb_tui.cli.commands.similar import similar
from icb_tui.cli.commands.sql import sql

BOARD_COMMAND = print_named_board
"""What words do that are no command: they name a board."""

COMMANDS = (
    list_,
    show,
    compare,
    similar,
    find,
    brief,
    indicators,
    map_,
    why,
    national,
    coverage,
    sql,
    serve,
    sets,
    import_,
    check,
    schema,
    config,
    completion,
)
