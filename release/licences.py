"""The licences of what is installed with icb-tui, from its list of parts (CycloneDX), as docs/third-party.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

PERMISSIVE = {"Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PSF-2.0", "Python-2.0"}
"""Licences that ask for no more than a notice."""

CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD",
    "License :: OSI Approved :: MIT License": "MIT",
}
"""Packages that give no SPDX name say so with these; “BSD” leaves open which of the BSD licences."""

READ_IN_THE_PACKAGE = {"textual-serve": "MIT"}
"""Packages whose metadata name no licence: the one in their licence file."""

HEAD = """# What icb-tui depends on

`make dist` checks this list against an environment with the wheel and its extra `web`. Each licence is permissive.
A wheel of icb-tui contains none of these packages: pip installs them beside it. “BSD”: the package does not say
which of the BSD licences it means.

| package | licence |
| --- | --- |
"""


class LicenceProblem(Exception):
    """A package whose licence is unknown, or not permissive."""


def make_page(components: Iterable[dict[str, Any]]) -> str:
    """The page: a row for each package, in order of their names. Raises `LicenceProblem`."""
    licences = {component["name"].lower().replace("_", "-"): find_licence(component) for component in components}
    return HEAD + "".join(f"| {name} | {licences[name]} |\n" for name in sorted(licences))


def find_licence(component: dict[str, Any]) -> str:
    """The licence of a component, as an SPDX expression where the package gives one."""
    name = component["name"]
    declared = list(dict.fromkeys(read_licences(component))) or [READ_IN_THE_PACKAGE.get(name, "")]
    licence = " AND ".join(declared)
    unknown = [word for word in re.split(r" AND | OR |[()]", licence) if word.strip() not in PERMISSIVE]
    if unknown:
        raise LicenceProblem(f"{name}: “{licence}” is not known to be permissive: read it, then see {__name__}")
    return licence


def read_licences(component: dict[str, Any]) -> Iterator[str]:
    """The licences that a package declares."""
    for entry in component.get("licenses", []):
        licence = entry.get("license", {})
        name = entry.get("expression") or licence.get("id") or licence.get("name", "")
        yield CLASSIFIERS.get(name, name)
