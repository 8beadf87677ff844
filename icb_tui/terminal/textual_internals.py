"""The private names of Textual that the terminal needs, in one place. Read in Textual 8.2.8.

`XTermParser` makes events of what a terminal sends. A driver that reads its own input has to make one, and Textual
gives it no public name. Its `_sequence_to_key_events` is the only place where a key's sequence and its name meet.
`ANSI_SEQUENCES_KEYS` is its table of sequences: the filter before it passes exactly those. `ByteStream` takes apart
the packets that a server of Textual apps sends to the process of a session.
`CompositorUpdate` is a paint.
"""

from collections.abc import Iterable

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._compositor import CompositorUpdate
from textual._xterm_parser import XTermParser
from textual.drivers._byte_stream import ByteStream

__all__ = [
    "ANSI_SEQUENCES_KEYS",
    "ByteStream",
    "CompositorUpdate",
    "InternalsParser",
]


class InternalsParser(XTermParser):
    """Textual's parser, with a say in which keys a sequence is."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        return self.make_keys(sequence, alt=alt)

    def make_keys(self, sequence: str, *, alt: bool) -> Iterable[events.Key]:
        """Return the keys that a sequence is, as Textual reads it; none where it is no key, or not yet whole."""
        return super()._sequence_to_key_events(sequence, alt)
