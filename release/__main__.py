"""Build the sdist and the wheel from the last commit, and check both as users get them: `make dist`."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from release.licences import LicenceProblem, make_page

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
TOOLS = Path(sys.executable).parent
HOUR = 3600


class ReleaseProblem(Exception):
    """What must be mended before a release, in a sentence."""


def main() -> None:
    """Run every step. The first problem ends it with exit code 1."""
    parser = argparse.ArgumentParser(prog="make dist", description=__doc__)
    parser.add_argument("--without-suite", action="store_true", help="do not run the tests against the wheel")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="icb-tui-release-") as folder:
            release(Path(folder), None if options.without_suite else options.pytest)
    except (ReleaseProblem, LicenceProblem) as problem:
        sys.exit(f"make dist: {problem}")


def release(folder: Path, suite: list[str] | None) -> None:
    """Build and check in a new folder; what is built is in `dist/` at the end."""
    with step("build twice, and compare"):
        sdist, wheel = build_twice(folder)
    with step("twine check --strict"):
        run("twine", "check", "--strict", sdist, wheel)
    with step("install the sdist, and run it"):
        try_program(install(folder / "from-sdist", sdist))
    with step("install the wheel, and run it"):
        environment = install(folder / "from-wheel", wheel)
        try_program(environment)
    with step("list the parts and their licences"):
        install(environment, f"icb-tui[web] @ {wheel.as_uri()}")
        check_licences(list_parts(environment, wheel))
    if suite is not None:
        with step("run the tests against the wheel"):
            run_suite(unpack(sdist, folder / "tests"), environment, suite)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is done, and how many seconds it took."""
    start = time.monotonic()
    print(f"{name} ...", flush=True)
    yield
    print(f"  {time.monotonic() - start:.0f} s", flush=True)


def run(
    *command: str | Path,
    cwd: Path = ROOT,
    variables: Mapping[str, str] | None = None,
    umask: int = -1,
    show: bool = False,
) -> str:
    """What a command prints; a program by its name alone is one of .venv-dist. Raises `ReleaseProblem`."""
    name, *arguments = map(str, command)
    program = str(TOOLS / name) if (TOOLS / name).exists() else name
    output = None if show else subprocess.PIPE
    done = subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env={**os.environ, **(variables or {})},
        stdout=output,
        stderr=output and subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        umask=umask,
        timeout=HOUR,
        check=False,
    )
    if done.returncode:
        raise ReleaseProblem(f"“{name} {' '.join(arguments)}” ended with {done.returncode}\n{done.stdout or ''}")
    return done.stdout or ""


def build_twice(folder: Path) -> tuple[Path, Path]:
    """The sdist and the wheel of the last commit, in `dist/`; built in two places, whose bytes must be the same."""
    if changes := run("git", "status", "--porcelain"):
        print(f"  not committed, so not in what is built:\n{changes}", end="")
    shutil.rmtree(DIST, ignore_errors=True)
    first = build(folder / "first", DIST, umask=0o022, zone="UTC")
    second = build(folder / "another place", folder / "second", umask=0o077, zone="Asia/Tokyo")
    for one, other in zip(first, second, strict=True):
        if one.read_bytes() != other.read_bytes():
            raise ReleaseProblem(f"{one.name} has other bytes when it is built again")
        print(f"  {one.name}, sha256 {hashlib.sha256(one.read_bytes()).hexdigest()}")
    sdist, wheel = first
    return sdist, wheel


def build(folder: Path, out: Path, umask: int, zone: str) -> list[Path]:
    """The sdist, and the wheel made from it."""
    committed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True, timeout=HOUR)
    with tarfile.open(fileobj=io.BytesIO(committed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    command = ("python", "-m", "build", "--no-isolation", "--outdir", out, folder)
    run(*command, umask=umask, variables={"TZ": zone, **read_commit_date()})
    return sorted(out.iterdir(), key=lambda path: path.suffix)


def read_commit_date() -> dict[str, str]:
    """The variable by which builders date what they make: the second of the last commit."""
    return {"SOURCE_DATE_EPOCH": run("git", "log", "-1", "--format=%ct").strip()}


def install(environment: Path, *packages: str | Path) -> Path:
    """Install into an environment, which is made where there is none; it has no pip, and so nothing but these."""
    if not environment.exists():
        run("uv", "venv", "--quiet", "--python", sys.executable, environment)
    run("uv", "pip", "install", "--quiet", "--python", environment / "bin/python", *packages)
    return environment


def try_program(environment: Path) -> None:
    """Run what is installed, in an empty folder and with a home of its own."""
    program = environment / "bin/icb-tui"
    with tempfile.TemporaryDirectory() as home:
        for arguments in (["--version"], ["list"], ["check"]):
            run(program, *arguments, cwd=Path(home), variables={"HOME": home, "XDG_CACHE_HOME": home, "PYTHONPATH": ""})
        if any(Path(home).rglob("*.duckdb")):
            raise ReleaseProblem("the data that came prepared were not used")
    if not (environment / "share/man/man1/icb-tui.1").is_file():
        raise ReleaseProblem("the man page was not installed")


def list_parts(environment: Path, wheel: Path) -> Path:
    """The file of the parts that are installed with the wheel, in CycloneDX's JSON."""
    path = DIST / f"{wheel.name.removesuffix('-py3-none-any.whl')}.cdx.json"
    command = ("cyclonedx-py", "environment", environment / "bin/python", "--pyproject", ROOT / "pyproject.toml")
    run(*command, "--output-reproducible", "--validate", "--output-file", path, variables=read_commit_date())
    return path


def check_licences(parts: Path) -> None:
    """Hold docs/third-party.md to the list of parts."""
    page = DIST / "third-party.md"
    page.write_text(make_page(json.loads(parts.read_text(encoding="utf-8"))["components"]), encoding="utf-8")
    if page.read_bytes() != (ROOT / "docs/third-party.md").read_bytes():
        raise ReleaseProblem("docs/third-party.md is not current: read dist/third-party.md, and copy it there")


def unpack(sdist: Path, folder: Path) -> Path:
    """The folder of an sdist without the package, so that its tests find the one that is installed."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (inside,) = folder.iterdir()
    shutil.rmtree(inside / "icb_tui")
    return inside


def run_suite(tests: Path, environment: Path, arguments: list[str]) -> None:
    """Run the tests of an sdist in the environment of the wheel."""
    install(environment, "--requirement", tests / "tests/requirements.txt")
    run(environment / "bin/python", "-m", "pytest", *arguments, cwd=tests, variables={"PYTHONPATH": ""}, show=True)


if __name__ == "__main__":
    main()
