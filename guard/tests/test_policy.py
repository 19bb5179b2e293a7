"""A policy is right or it is one clear error."""

import pytest

from tenfold_guard import Policy, PolicyError, Sessions, Transport


def test_presets_differ_where_they_say() -> None:
    assert Policy.web() == Policy()
    assert Policy.strict().transport.tls_minimum == "1.3"
    assert Policy.strict().sessions.idle < Policy.web().sessions.idle


def test_is_made_from_nested_tables() -> None:
    policy = Policy.from_mapping({"transport": {"hsts_max_age": 300}, "sessions": {"same_site": "Strict"}})
    assert policy.transport == Transport(hsts_max_age=300)
    assert policy.sessions == Sessions(same_site="Strict")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"transprt": {}}, "the policy has no key 'transprt', did you mean 'transport'?"),
        ({"sessions": {"idel": 5}}, "the policy has no key 'sessions.idel', did you mean 'sessions.idle'?"),
        ({"sessions": 5}, "sessions must be a table"),
        ({"sessions": {"idle": "30"}}, "sessions.idle must be of type int, not str"),
        ({"sessions": {"idle": True}}, "sessions.idle must be of type int, not bool"),
        ({"sessions": {"idle": 5}}, "sessions.idle must be at least 60, not 5"),
        ({"sessions": {"absolute": 60}}, "sessions.absolute must be at least 1800, not 60"),
        ({"sessions": {"same_site": "None"}}, "sessions.same_site must be one of Lax, Strict, not 'None'"),
    ],
)
def test_refuses_what_cannot_be_meant(table: dict[str, object], message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.from_mapping(table)
    assert str(caught.value) == message
