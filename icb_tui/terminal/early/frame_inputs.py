"""What decides how a first frame looks: the files that were read for it, as they were when they were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.snapshot import Snapshot
from icb_tui.domain.records import FILES
from icb_tui.terminal.early.frame_file import Inputs, digest_file, make_digest
from icb_tui.user.settings import Settings


def list_inputs(own: Settings, folders: Sequence[Path], snapshot: Snapshot | None, others: Iterable[Path]) -> Inputs:
    """Return the settings, the data files of the bundled folder and of these, and other files, with their digests.

    Those of settings and data are of what was parsed, whatever the files hold by now. Nothing is returned, so that no
    frame is kept, where that is not known: without a snapshot, or where a large file was written just before it.
    """
    if snapshot is None or own.file is None:
        return {}
    inputs = {str(path): digest_file(str(path)) for path in others}
    inputs[str(own.file)] = make_digest(own.text.encode()) if own.exists else b""
    for path in [folder / name for folder in (find_bundled_folder(), *folders) for name in FILES]:
        inputs[str(path.absolute())] = _digest_data_file(snapshot, path)
    inputs |= {str(folder.absolute()): digest_file(str(folder)) for folder in folders}  # it may be a link
    return inputs if snapshot.is_settled() else {}  # asked last: large files are still what was parsed


def _digest_data_file(snapshot: Snapshot, path: Path) -> bytes:
    """The digest of a data file as it was parsed; b"" where there was none."""
    if path in snapshot.large_files:
        return digest_file(str(path))
    content = snapshot.contents.get(path)
    return b"" if content is None else make_digest(content)
