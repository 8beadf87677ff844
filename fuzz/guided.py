"""The same targets under atheris, which follows what each case reaches: python -m fuzz.guided TARGET [-runs=100000].

Atheris is none of the project's requirements: pip install atheris, beside icb-tui, where there is a wheel of it. What
comes after the target is for libFuzzer, a folder for the cases that it keeps among them. To run past a fault that is
known already, mend it first: atheris stops at the first.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["icb_tui"]):
    from fuzz.cases import SOURCES
    from fuzz.targets import TARGETS


def main() -> None:
    """Give libFuzzer the target, the corpus of the plain fuzzer to begin with, and its pieces as a dictionary."""
    name, *options = sys.argv[1:]
    seeds, pieces = SOURCES[name]()
    with tempfile.TemporaryDirectory(prefix="icb-tui-fuzz-") as made:
        corpus, dictionary = Path(made) / "corpus", Path(made) / "pieces"
        corpus.mkdir()
        for place, raw in enumerate(seeds):
            (corpus / str(place)).write_bytes(raw)
        dictionary.write_text("".join(f'"{_escaped(piece[:64])}"\n' for piece in pieces if piece))
        usual = [f"-dict={dictionary}", "-timeout=10", "-max_len=8192", "-verbosity=1"]
        atheris.Setup([sys.argv[0], *usual, *options, str(corpus)], lambda raw: (TARGETS[name](raw), None)[1])
        atheris.Fuzz()


def _escaped(piece: bytes) -> str:
    return "".join(f"\\x{byte:02X}" for byte in piece)


if __name__ == "__main__":
    main()
