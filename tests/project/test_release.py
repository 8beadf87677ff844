"""What is released, and what GitHub runs: versions agree, actions are pinned, licences are known and permissive."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml
from package_tree import ROOT

from icb_tui import __version__
from release.licences import LicenceProblem, make_page

WORKFLOW = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
CI: dict[Any, Any] = yaml.safe_load(WORKFLOW)
STEPS = [step for job in CI["jobs"].values() for step in job["steps"]]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]


def test_every_action_is_pinned_by_its_commit_and_says_its_version() -> None:
    used = re.findall(r"uses: *(.*)", WORKFLOW)
    assert len(used) == len([step for step in STEPS if "uses" in step]) > 5
    assert [line for line in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    assert len(set(used)) == len({line.partition("@")[0] for line in used})


def test_a_run_on_github_may_only_read_and_ends_in_time() -> None:
    assert CI["permissions"] == {"contents": "read"}
    assert [name for name, job in CI["jobs"].items() if "permissions" in job or job["timeout-minutes"] > 60] == []
    checkouts = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == len(CI["jobs"])
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []
    assert "secrets" not in WORKFLOW and "pull_request_target" not in WORKFLOW


def test_the_tests_run_on_every_python_that_the_package_names() -> None:
    matrix = CI["jobs"]["test"]["strategy"]["matrix"]
    named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if "Python :: 3." in line]
    assert matrix["python"] == named
    assert PROJECT["requires-python"] == f">={named[0]}"
    assert [system.partition("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_every_target_that_github_makes_is_in_the_makefile() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    made = [step["run"].split()[1] for step in STEPS if step.get("run", "").startswith("make ")]
    assert made == ["test", "lint", "dist", "lowest", "newest"] and set(made) <= set(targets)


def test_the_versions_of_the_package_its_citation_and_the_changelog_agree() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d\S+) — (\S+)$", changelog, re.MULTILINE)
    assert newest and newest.groups() == (citation["version"], str(citation["date-released"]))
    assert citation["version"] == __version__
    assert citation["authors"] == PROJECT["authors"] and citation["license"] == PROJECT["license"]


def test_every_package_that_is_asked_for_has_its_licence_in_the_list() -> None:
    page = (ROOT / "docs/third-party.md").read_text(encoding="utf-8")
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["web"]]
    names = [re.split("[<>=]", line)[0].lower() for line in asked]
    assert [name for name in names if f"\n| {name} | " not in page] == []


def test_what_prepares_the_data_for_a_wheel_is_what_reads_them() -> None:
    wanted = PYPROJECT["build-system"]["requires"]
    assert [line for line in wanted if not line.startswith("hatchling") and line not in PROJECT["dependencies"]] == []
    tools = (ROOT / "release/requirements.txt").read_text(encoding="utf-8")
    assert [line for line in wanted if not re.search(f"^{re.split('[<>=]', line)[0]}[<>=]", tools, re.MULTILINE)] == []


def make_component(name: str, *licences: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "licenses": list(licences)}


def test_licences_are_listed_in_the_order_of_the_packages() -> None:
    either = make_component("Two_Names", {"expression": "Apache-2.0 OR BSD-2-Clause"})
    classified = make_component("click", {"license": {"name": "License :: OSI Approved :: BSD License"}})
    page = make_page([either, classified, {"name": "textual-serve"}])
    assert page.endswith("| click | BSD |\n| textual-serve | MIT |\n| two-names | Apache-2.0 OR BSD-2-Clause |\n")


@pytest.mark.parametrize(
    "licences", [(), ({"license": {"id": "GPL-3.0-only"}},), ({"expression": "MIT AND (MIT OR LGPL-3.0-only)"},)]
)
def test_a_licence_that_is_unknown_or_not_permissive_is_refused(licences: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(LicenceProblem, match=r"^new: .* is not known to be permissive"):
        make_page([make_component("new", *licences)])
