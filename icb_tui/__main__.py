"""`python -m icb_tui` and the `icb-tui` command: the only place that exits."""

import atexit
import gc

gc.disable()  # until the first screen is there (tui/app.py): what is made while starting is no garbage
atexit.register(gc.freeze)  # nor is it worth looking through once more when all of it goes with the process

import os  # noqa: E402
import sys  # noqa: E402

from icb_tui import __version__  # noqa: E402
from icb_tui.cli.exit_codes import run_command  # noqa: E402


def main() -> None:
    """Answer the command line, and exit."""
    raise SystemExit(run_command(answer_command_line))


def answer_command_line() -> None:
    """Tell the version, open the explorer, or do what else is asked for: what is asked most waits for nothing else."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print(f"icb-tui, version {__version__}")
        return
    from icb_tui.terminal.early.early_frame import EarlyStart

    with EarlyStart(arguments):
        from icb_tui.cli.arguments import exit_on_user_error

        with exit_on_user_error():
            _answer(arguments)


def _answer(arguments: list[str]) -> None:
    """Open the explorer, complete a word, or do what the command line asks for."""
    from icb_tui.cli.lean_imports import load_msgspec

    load_msgspec()  # before anything else asks for it
    is_completing = "_ICB_TUI_COMPLETE" in os.environ
    if is_completing:
        from icb_tui.cli.word_completion import complete_plain_word

        if complete_plain_word(os.environ):
            return
    if arguments or is_completing:
        from icb_tui.cli import main as cli_main

        cli_main.run_command_line()
    else:
        from icb_tui.cli.launch import run_explorer

        run_explorer()


if __name__ == "__main__":
    main()
