"""How the house is built: floors, what is imported when, and what the project's files must not hold."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "icb_tui"

FLOORS = [
    ["text"],
    ["ending"],
    ["keys", "bundled", "files", "amounts", "query", "places", "incoming", "sparing", "colours", "problems"],
    ["peers", "settings"],
    ["model"],
    ["yamlread", "lines", "csvtext", "meanings"],
    ["editing"],
    ["explain", "rules", "wording", "yamlwrite"],
    ["seed", "figurescsv", "grammar", "search", "look", "export", "schema"],
    ["filling", "judging", "view", "plain", "canvas", "ladder", "comparison", "figures"],
    ["store"],
    ["clipboard", "brief", "prepared", "saving"],
    ["pages.indicator"],
    [
        "rows",
        "page",
        "pages.board",
        "pages.compare",
        "pages.tray",
        "pages.coverage",
        "pages.why",
        "pages.help",
        "pages.tilemap",
        "pages.presenter",
        "pages.twin",
    ],
    ["facts"],
    ["sidelisting", "candidates"],
    [
        "listing",
        "answers",
        "panes.bars",
        "panes.filters",
        "panes.matrix",
        "panes.detail",
        "panes.why",
        "panes.indicators",
        "panes.sets",
        "panes.found",
        "panes.filterline",
        "panes.tilemap",
        "panes.slide",
    ],
    ["screens.asking"],
    ["screens.handing"],
    ["screens.frame"],
    ["screens.twin"],
    [
        "screens.board",
        "screens.compare",
        "screens.tray",
        "screens.coverage",
        "screens.indicator",
        "screens.sets",
        "screens.find",
        "screens.help",
        "screens.presenter",
    ],
    ["screens.filtering"],
    ["screens.browser", "terminal"],
    ["screens.picker"],
    ["app", "keymap"],
    ["shell"],
    ["options", "explorer"],
    [
        "commands.facts",
        "commands.own",
        "commands.importing",
        "commands.completion",
        "commands.sql",
        "commands.schema",
        "commands.config",
    ],
    ["cli"],
    ["__main__"],
]
"""A module imports only from lower floors, never from its own or a higher one."""

LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}


def modules() -> dict[str, Path]:
    found = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
    return {name: path for name, path in found.items() if not name.endswith("__init__")}


def imported(path: Path) -> set[str]:
    """The project's modules that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("icb_tui"):
            base = (node.module or "").removeprefix("icb_tui").lstrip(".")
            names |= {f"{base}.{alias.name}".lstrip(".") for alias in node.names} | {base}
    return names & set(modules())


def test_every_module_has_a_floor() -> None:
    assert set(modules()) == set(LEVEL)


@pytest.mark.parametrize("name", sorted(LEVEL))
def test_a_module_imports_only_from_lower_floors(name: str) -> None:
    assert [other for other in imported(modules()[name]) if LEVEL[other] >= LEVEL[name]] == []


def test_panes_and_pages_never_ask_the_store() -> None:
    drawing = {name: path for name, path in modules().items() if name.startswith(("panes.", "pages."))}
    assert [name for name, path in drawing.items() if "store" in imported(path)] == []


def loaded_by(*arguments: str) -> set[str]:
    """The top-level modules in memory after a command of the program in a fresh interpreter."""
    code = (
        "import sys\n"
        "from icb_tui.__main__ import main\n"
        "sys.argv = ['icb-tui', *sys.argv[1:]]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


def test_list_never_imports_textual() -> None:
    loaded_by("list")  # which prepares the data
    assert not {"textual", "duckdb", "yaml"} & loaded_by("list", "concern")
    loaded = loaded_by("list", "concern", "--year", "2022/23")
    assert "duckdb" in loaded and "textual" not in loaded


def test_the_version_imports_neither_textual_nor_duckdb() -> None:
    assert not {"textual", "duckdb", "yaml", "msgspec"} & loaded_by("--version")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in done.stdout.splitlines()]


def test_no_file_names_a_path_of_a_machine_or_a_package_registry() -> None:
    words = re.compile("/ro" + "ot/|/ho" + "me/[a-z]|/wo" + "rk/|/op" + "t/pypi|pypi\\.o" + "rg|registry\\.np" + "mjs")
    files = [path for path in tracked() if path.is_file() and path.suffix not in (".png", ".svg")]
    assert [path.name for path in files if words.search(path.read_text(errors="replace"))] == []


def test_the_keys_of_the_readme_are_those_of_the_program() -> None:
    """`make docs` writes them anew."""
    spec = importlib.util.spec_from_file_location("docs_keys", ROOT / "docs" / "keys.py")
    assert spec and spec.loader
    keys = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(keys)
    text = (ROOT / "README.md").read_text()
    assert keys.written(text) == text


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+|Test\w+)`", (ROOT / "docs" / "security.md").read_text()))
    text = "".join(path.read_text() for path in (ROOT / "tests").glob("test_*.py"))
    assert len(named) > 40
    assert [name for name in named if not re.search(rf"^(def |class )?{name}( = |\()", text, re.MULTILINE)] == []
