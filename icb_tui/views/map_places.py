"""Where the boards lie on the tile map, and which is next to which."""

from __future__ import annotations

from msgspec.structs import replace

from icb_tui.views.view_state import View


def place_tiles(view: View) -> dict[str, tuple[int, int]]:
    """Return the column and row of each open board; boards without a tile are below all others."""
    icbs = [view.data.icb[match.icb] for match in view.matches]
    places = {icb.code: (icb.tile.column, icb.tile.row) for icb in icbs if icb.tile}
    below = max((row for _, row in places.values()), default=-1) + 1
    across = max((column for column, _ in places.values()), default=5) + 1
    bare = [icb.code for icb in icbs if not icb.tile]
    return places | {code: (place % across, below + place // across) for place, code in enumerate(bare)}


def move_to_neighbour(view: View, columns: int, rows: int) -> View:
    """The view with the cursor on the nearest board found in a direction; where there is none, as it is."""
    places = {code: place for code, place in place_tiles(view).items() if code in view.rows}
    here = places.get(view.cursor_icb or "")
    if here is None:
        return view

    def measure_distance(place: tuple[int, int]) -> tuple[int, int] | None:
        across, down = place[0] - here[0], place[1] - here[1]
        ahead, aside = across * columns + down * rows, abs(across * rows) + abs(down * columns)
        # What lies aside counts double, so that a board straight ahead is preferred to a nearer one beside it.
        return (ahead + 2 * aside, aside) if ahead > 0 else None

    distances = {code: far for code, place in places.items() if (far := measure_distance(place))}
    return replace(view, icb=min(distances, key=lambda code: distances[code])) if distances else view
