"""What part of a project a file plays, by its path."""

from __future__ import annotations

import pytest

from tenfold.program.roles import role_of


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("shop/tests.py", "test"),
        ("tests.py", "test"),
        ("shop/test.py", "test"),
        ("shop/tests/views.py", "test"),
        ("shop/test_views.py", "test"),
        ("shop/contests.py", "production"),
        ("shop/latest.py", "production"),
        ("shop/migrations/0001_initial.py", "migration"),
        ("shop/settings/local.py", "local"),
        ("shop/configuration_testing.py", "local"),
        ("shop/configuration_example.py", "example"),
        ("shop/configuration.py", "production"),
        ("shop/views.py", "production"),
    ],
)
def test_role(path: str, role: str) -> None:
    assert role_of(path) == role
