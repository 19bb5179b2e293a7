"""Invariant: one name does one deed. That the names exist is looked at in `test_names_exist`."""

from tenfold.frameworks.accounts import ACTS


def test_no_name_stands_twice() -> None:
    names = [act.name for act in ACTS]
    assert len(names) == len(set(names))
