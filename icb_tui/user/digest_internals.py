"""What is private of Python: the module of BLAKE2, by which the caches of a user are known. `hashlib` hands it on.

`hashlib` loads OpenSSL first, which takes longer than the early frame of the explorer, and 1 MiB in each session.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another version may keep it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
