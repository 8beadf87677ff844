"""The folders of a user: the same as platformdirs finds, which is asked where they are not plain."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest import mock

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icb_tui.user import paths
from icb_tui.user.home_folders import PLACES, find_home_folder

FOLDERS = st.sampled_from(
    ["", " ", "/", "/somewhere", "/some where/", "//a/../b", "not/absolute", "~", "~/x", "/é\udcff"]
)


@given(kind=st.sampled_from(sorted(PLACES)), home=st.none() | FOLDERS, wanted=st.none() | FOLDERS)
def test_they_are_those_of_platformdirs(kind: str, home: str | None, wanted: str | None) -> None:
    given_values = {"HOME": home, PLACES[kind][0]: wanted}
    environment = {name: value for name, value in given_values.items() if value is not None}
    with mock.patch.dict(os.environ, environment, clear=True):
        found = find_home_folder(kind, os.environ)
        try:
            expected = getattr(platformdirs, f"user_{kind}_path")("icb-tui", appauthor=False)
        except RuntimeError:
            expected = None
        assert not found or (Path(found) == expected and os.path.isabs(found))
        assert getattr(paths, f"{kind}_folder")() == (expected if expected and expected.is_absolute() else None)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the library is asked")
def test_the_library_is_not_asked_where_they_are_plain() -> None:
    for environment in ({}, {name: "/own" for name, *_ in PLACES.values()}):
        assert all(find_home_folder(kind, {"HOME": "/home", **environment}) for kind in PLACES)
        assert not any(find_home_folder(kind, environment | {"HOME": "home"}) for kind in PLACES)
    assert find_home_folder("cache", {"HOME": "/home", "ANDROID_DATA": "/data"}) == ""
