"""How the house is built: floors, what is imported when, and what the project's files must not hold."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import wording
from command_line import list_loaded_modules
from docs_scripts import load_docs_script
from package_tree import MODULES, PACKAGE, ROOT, TEST_FILES, list_imports

FOLDERS = (
    "text domain analysis filters views data_files sheets importing user store pages output spoken reports "
    "terminal tui web cli"
).split()
"""The folders of the package, lowest first: a module imports only from its own folder and from those before it."""

INSIDE = {"terminal": ["early", "painting", ""], "tui": ["", "keys", "panes", "base", "screens"]}
"""The same inside these; the modules of `tui/` come first, but for those that know every screen."""

KNOW_EVERY_SCREEN = ("tui.app", "tui.commands", "tui.keymap")

MAX_MODULES, MAX_LINES = 16, 300


def get_floor(module: str) -> tuple[int, int]:
    """The place of a module's folder in the order, and of the folder inside that one."""
    folder, *rest = module.split(".")
    if folder == "__main__":
        return len(FOLDERS), 0
    inside = INSIDE.get(folder, [""])
    place = len(inside) if module in KNOW_EVERY_SCREEN else inside.index(rest[0] if rest and rest[0] in inside else "")
    return FOLDERS.index(folder), place


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_imports_only_from_its_own_folder_and_those_before_it(name: str) -> None:
    assert [other for other in list_imports(MODULES[name]) if get_floor(other) > get_floor(name)] == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    imports = {name: list_imports(path) for name, path in MODULES.items()}
    while leaves := {name for name, others in imports.items() if not others & set(imports)}:
        imports = {name: others for name, others in imports.items() if name not in leaves}
    assert imports == {}


def test_the_top_level_holds_only_the_folders_and_what_python_wants_there() -> None:
    names = {path.name for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "data")}
    assert names - {"__init__.py", "__main__.py", "py.typed"} <= set(FOLDERS)


def test_folders_and_modules_fit_in_the_head() -> None:
    folders = {path.parent for path in MODULES.values()}
    assert [str(folder) for folder in folders if len(list(folder.glob("*.py"))) > MAX_MODULES] == []
    assert [name for name, path in MODULES.items() if path.read_text().count("\n") > MAX_LINES] == []


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    first = {
        name: (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0] for name, path in MODULES.items()
    }
    assert [name for name, line in first.items() if not line.endswith(".")] == []


def list_types(path: Path) -> list[str]:
    """The classes and the type aliases of a module."""
    nodes = ast.parse(path.read_text()).body
    classes = [node.name for node in nodes if isinstance(node, ast.ClassDef)]
    aliases = [
        node.targets[0].id for node in nodes if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    return [*classes, *(name for name in aliases if re.fullmatch("[A-Z][a-z]+([A-Z][a-z]*)*", name))]


def test_no_two_types_have_one_name() -> None:
    names = [name for path in MODULES.values() for name in list_types(path)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_panes_and_pages_never_ask_the_store() -> None:
    drawing = {name: path for name, path in MODULES.items() if name.startswith(("tui.panes.", "pages."))}
    asking = [name for name, path in drawing.items() if "store.store" in list_imports(path)]
    assert asking == ["pages.gather"]  # whose one task it is


def test_panes_never_import_each_other() -> None:
    panes = {name: path for name, path in MODULES.items() if name.startswith("tui.panes.")}
    assert [name for name, path in panes.items() if list_imports(path) & (set(panes) - {name})] == []


def test_list_never_imports_textual() -> None:
    list_loaded_modules("list")  # which prepares the data
    heavy = {"textual", "_duckdb", "yaml", "_hashlib", "platformdirs", "shutil", "typing_extensions"}
    assert not heavy & list_loaded_modules("list", "concern", "--year", "2022/23")
    loaded = list_loaded_modules("list", "concern", "--evidence", "self")
    assert "_duckdb" in loaded and not {"duckdb", "textual"} & loaded


def test_the_version_imports_neither_textual_nor_duckdb() -> None:
    assert not {"textual", "_duckdb", "yaml", "msgspec"} & list_loaded_modules("--version")


def list_tracked_files() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return [ROOT / name for name in done.stdout.splitlines()]


def test_no_file_names_a_path_of_a_machine_or_a_package_registry() -> None:
    words = re.compile("/ro" + "ot/|/ho" + "me/[a-z]|/wo" + "rk/|/op" + "t/pypi|pypi\\.o" + "rg|registry\\.np" + "mjs")
    files = [path for path in list_tracked_files() if path.is_file() and path.suffix not in (".png", ".svg")]
    assert [path.name for path in files if words.search(path.read_text(errors="replace"))] == []


def test_the_keys_of_the_readme_are_those_of_the_program() -> None:
    """`make docs` writes them anew."""
    text = (ROOT / "README.md").read_text()
    assert load_docs_script("keys").table() in text
    assert "| `space` | Mark the board" in text


def test_every_wording_belongs_to_a_test_that_is_there() -> None:
    for path in wording.FOLDER.glob("*.txt"):
        text = TEST_FILES[path.stem].read_text()
        names = {re.split(r"[\[ ]", name)[0] for name in wording.read_sections(path)}
        assert [name for name in names if f"def {name}(" not in text] == [], path


def test_every_test_that_the_pages_on_security_name_is_there() -> None:
    pages = "".join((ROOT / "docs" / name).read_text() for name in ("security.md", "serving.md"))
    named = set(re.findall(r"`(test_\w+|Test\w+)`", pages))
    text = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 40
    assert [name for name in named if not re.search(rf"^(def |class )?{name}( = |\()", text, re.MULTILINE)] == []


def test_no_test_module_imports_another() -> None:
    """What several of them use is in tests/helpers/."""
    for name, path in TEST_FILES.items():
        nodes = list(ast.walk(ast.parse(path.read_text())))
        modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        assert not {module for module in modules if module and module.startswith("test_")}, name


WAITING = {"run", "call", "check_call", "check_output", "communicate", "wait"}
"""The functions and methods that wait for another process."""


def list_endless_waits(source: str) -> list[int]:
    """The lines that wait for another process without a timeout."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    waits = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in WAITING]
    processes = [call for call in waits if re.search("subprocess|process", ast.unparse(call.func))]
    return [call.lineno for call in processes if "timeout" not in {keyword.arg for keyword in call.keywords}]


def test_every_helper_of_the_tests_says_in_one_line_what_it_is_for() -> None:
    for path in (ROOT / "tests" / "helpers").glob("*.py"):
        assert (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0].endswith("."), path


def test_no_test_waits_for_a_process_for_ever() -> None:
    assert list_endless_waits("subprocess.run([])\nprocess.wait()\nself.process.communicate(timeout=1)") == [1, 2]
    waits = {name: list_endless_waits(path.read_text()) for name, path in TEST_FILES.items()}
    assert {name: lines for name, lines in waits.items() if lines} == {}


@pytest.mark.parametrize(
    ("paths", "workers"), [(["tests/views", "tests/user/test_settings.py::test_x"], 0), (["tests"], 3)]
)
def test_a_few_files_are_run_without_workers(paths: list[str], workers: int, pytestconfig: pytest.Config) -> None:
    config = SimpleNamespace(args=[str(ROOT / path) for path in paths])
    assert pytestconfig.hook.pytest_xdist_auto_num_workers(config=config) == workers
