"""Completion for bash, zsh and fish: click's own scripts, with lines that are read and answered in our own way."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
)

from icb_tui.cli.completion import COMPLETE_VARIABLE
from icb_tui.cli.shell_lines import SHELL_LINES

START_UP_FILES = {
    "bash": "source <(icb-tui completion bash)     in ~/.bashrc",
    "zsh": "source <(icb-tui completion zsh)      in ~/.zshrc, after compinit",
    "fish": "icb-tui completion fish | source      in ~/.config/fish/config.fish",
}
"""Where each shell reads it at every start."""

START_UP_LINES = "\n    ".join(START_UP_FILES.values())


@click.command(
    help=f"""Print the script that completes commands in your shell.

    The shell then completes boards, aims, years, filters and evidence types too.

    For example: icb-tui completion bash

    To use it in every new shell, add the line to the start-up file of the shell:

    \b
    {START_UP_LINES}
    """
)
@click.argument("shell", type=click.Choice(list(START_UP_FILES)))
def completion(shell: str) -> None:
    found = get_completion_class(shell)
    assert found
    click.echo(
        found(click.get_current_context().find_root().command, {}, "icb-tui", COMPLETE_VARIABLE).source(), nl=False
    )


class OptionComplete(ShellComplete):
    """Candidates that keep the `--option=` they were typed behind."""

    def get_completion_args(self) -> tuple[list[str], str]:
        self.line = SHELL_LINES[self.name](os.environ)
        return self.line.words, self.line.typed

    def format_completion(self, item: CompletionItem[str]) -> str:
        return self.line.format_candidate(item.type, item.value, item.help)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        name, equals, _ = incomplete.partition("=")
        before = f"{name}=" if equals and name.startswith("--") else ""
        found = super().get_completions(args, incomplete)
        return [CompletionItem(f"{before}{item.value}", item.type, item.help or None) for item in found]


@add_completion_class
class BashComplete(OptionComplete):
    """Bash, with a script that runs no other program."""

    name = "bash"
    source_template = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env %(complete_var)s=bash_complete COMP_WORDS="${COMP_LINE:0:$COMP_POINT}" COMP_CWORD="$2" "$1" \\
        2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""


@add_completion_class
class ZshCompletion(OptionComplete, ZshComplete):
    """Zsh quotes by itself."""

    name = "zsh"


@add_completion_class
class FishCompletion(OptionComplete, FishComplete):
    """Fish quotes by itself; click's script would cut a candidate at its second comma."""

    name = "fish"
    source_template = """\
function %(complete_func)s
    set -l words (commandline -cp)
    set -l word (commandline -ct)
    for line in (env %(complete_var)s=fish_complete COMP_WORDS="$words" COMP_CWORD="$word" %(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $word
            case file
                __fish_complete_path $word
            case plain
                printf '%%s\\n' $parts[2]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""
