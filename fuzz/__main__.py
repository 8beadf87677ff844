"""Run the fuzzers: python -m fuzz [--cases 100000] [--seed 1] [TARGET…]; ends with 1 where a promise was broken."""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
import traceback
from collections import Counter

from fuzz.bounded import bounded
from fuzz.cases import case
from fuzz.kills import run_kills
from fuzz.starts import run_starts
from fuzz.targets import TARGETS

MOST_TOLD = 5

PROCESSES = {"kills": run_kills, "starts": run_starts}
"""The targets that start whole processes: seconds a case."""

STUCK_SECONDS = 60
"""After how long a case is given up that a library holds, which no signal ends; where it stands is printed."""


def main() -> int:
    """Run each target on its cases, and say what came of them."""
    options = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    names = f"one of {', '.join([*TARGETS, *PROCESSES])}; else all but {' and '.join(PROCESSES)}"
    options.add_argument("targets", nargs="*", metavar="TARGET", help=names)
    options.add_argument("--cases", type=int, default=10_000, help="how many cases of each (%(default)s)")
    options.add_argument("--seed", type=int, default=1, help="where the chance begins (%(default)s)")
    options.add_argument("--only", type=int, help="the number of one case, to run it alone and print it")
    asked = options.parse_args()
    if unknown := set(asked.targets) - {*TARGETS, *PROCESSES}:
        options.error(f"no target: {', '.join(sorted(unknown))}; expected {names}")
    numbers = range(asked.cases) if asked.only is None else range(asked.only, asked.only + 1)
    if asked.only is not None:
        for name in set(asked.targets) - {*PROCESSES}:
            print(ascii(case(name, asked.seed, asked.only)))
    broken = sum(run(name, asked.seed, numbers) for name in asked.targets or TARGETS)
    return int(broken > 0)


def run(name: str, seed: int, numbers: range) -> int:
    """Run one target; return how many of its cases broke a promise."""
    if name in PROCESSES:
        return PROCESSES[name](seed, numbers)
    began, outcomes, broken, slowest = time.perf_counter(), Counter[str](), 0, (0.0, 0)
    for number in numbers:
        raw, start = case(name, seed, number), time.perf_counter()
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
        try:
            outcomes[bounded(TARGETS[name], raw)] += 1
        except Exception:
            broken += 1
            if broken <= MOST_TOLD:
                print(
                    f"{name}: case {number} of seed {seed}: {raw[:2000]!a}\n{traceback.format_exc()}", file=sys.stderr
                )
        faulthandler.cancel_dump_traceback_later()
        slowest = max(slowest, (time.perf_counter() - start, number))
    told = ", ".join(f"{count:,} {word}" for word, count in outcomes.most_common())
    seconds = time.perf_counter() - began
    print(
        f"{name}: {len(numbers):,} cases of seed {seed} in {seconds:.0f} s, {broken} broken; {told};"
        f" the slowest {slowest[0]:.2f} s (case {slowest[1]})",
        flush=True,
    )
    return broken


if __name__ == "__main__":
    sys.exit(main())
