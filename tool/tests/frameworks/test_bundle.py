"""Declarations kept between runs: the same as those of the modules, and nothing when the bytes are none."""

from __future__ import annotations

from tenfold import frameworks
from tenfold.frameworks import bundle


def test_what_was_kept_is_what_the_modules_declare() -> None:
    declared = frameworks.declared()
    assert bundle.decode(bundle.encode(declared)) == declared


def test_bytes_that_are_no_declarations_are_not_taken() -> None:
    for broken in (b"", b"\x00", bundle.encode(frameworks.declared())[:-5], b"\x91\xc3"):
        assert bundle.decode(broken) is None
