"""Write synthetic findings to lay over the bundled data: `python -m benchmarks.grow DIR 1000`.

They are spread over boards, aims, years and kinds by arithmetic, so the same number gives the same bytes. They say
nothing of any real board, and say so themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.dataset import Dataset

DIRECTIONS = ("positive", "concern", "neutral")
NATIONAL_EVERY = 50
"""One in so many findings names no board."""


def findings(data: Dataset, number: int) -> Iterator[dict[str, str]]:
    """Return so many findings, each as its fields in the order of the data files."""
    credit = [rating.id for rating in data.ratings if rating.role == "credit"]
    concern = next(rating.id for rating in data.ratings if rating.role == "concern")
    for nth in range(number):
        # Each part counts on where the one before has gone round, so that all combinations come.
        rest, board = divmod(nth, len(data.icbs))
        rest, aim = divmod(rest, len(data.aims))
        rest, year = divmod(rest, len(data.years))
        rest, kind = divmod(rest + board, len(data.kinds))
        direction = DIRECTIONS[(rest + aim + board) % 3]
        names_board = nth % NATIONAL_EVERY != 0
        fields = {"id": f"S{nth:06}"}
        fields |= {"icb": data.icbs[board].code} if names_board else {"scope": "national"}
        fields |= {"year": data.years[year], "aim": data.aims[aim].id, "kind": data.kinds[kind].id}
        fields["direction"] = direction
        if data.kinds[kind].rated and names_board and direction != "neutral":
            fields["rating"] = concern if direction == "concern" else credit[nth % len(credit)]
        yield fields | {"summary": f"Synthetic finding {nth} says nothing.", "source": f"synthetic-{nth % 10}"}


def write(folder: Path, number: int) -> None:
    """Write `assessments.yaml` with so many findings, and the same as `findings.csv` for other programs."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = ("id", "icb", "scope", "year", "aim", "kind", "direction", "rating", "summary", "source")
    with (folder / "assessments.yaml").open("w") as yaml, (folder / "findings.csv").open("w") as csv:
        yaml.write("sources:\n")
        yaml.writelines(f"  - {{id: synthetic-{n}, publisher: Nobody, title: Synthetic {n}}}\n" for n in range(10))
        yaml.write("findings:\n")
        csv.write(",".join(columns) + "\n")
        for fields in findings(load_dataset(), number):
            yaml.write(f"  - {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}\n")
            csv.write(",".join(fields.get(column, "") for column in columns) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
