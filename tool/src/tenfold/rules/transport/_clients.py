"""Calls that reach other services, and the arguments that switch their certificate checks off."""

from __future__ import annotations

import msgspec

from tenfold.program.values import Made, Value

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send")

CERT_NONE = Made("ssl.CERT_NONE")


def is_none_mode(value: Value) -> bool:
    """Whether a value of a certificate mode means that no certificate is demanded."""
    if isinstance(value, str):
        return value.lower() in {"cert_none", "none", "ssl.cert_none"}
    return value == CERT_NONE or (isinstance(value, Made) and value.name == "ssl.VerifyMode.CERT_NONE")


class Client(msgspec.Struct, frozen=True):
    """A function or class of a library that opens connections.

    Attributes:
        names: qualified names of what is called.
        off: argument -> values that switch verification off.
        modes: arguments that name a certificate mode.
        url: name and position of the argument with the address; ("", -1) when it has none.
    """

    names: tuple[str, ...]
    off: dict[str, tuple[Value, ...]] = {}
    modes: tuple[str, ...] = ()
    url: tuple[str, int] = ("", -1)


def _each(owner: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{owner}.{verb}" for verb in verbs)


_REQUESTS = ("requests", "requests.api")
_SESSIONS = ("requests.Session", "requests.sessions.Session", "requests.session")
_HTTPX = ("httpx.Client", "httpx.AsyncClient")
_AIOHTTP = ("aiohttp.ClientSession", "aiohttp.client.ClientSession")
_WITHOUT_REQUEST = tuple(verb for verb in VERBS if verb not in {"request", "stream", "send"})

CLIENTS: tuple[Client, ...] = (
    *(Client(_each(owner, _WITHOUT_REQUEST), {"verify": (False,)}, url=("url", 0)) for owner in _REQUESTS),
    *(
        Client((f"{owner}.request",), {"verify": (False,)}, url=("url", 1))
        for owner in (*_REQUESTS, *_SESSIONS, "httpx")
    ),
    *(Client(_each(owner, _WITHOUT_REQUEST), {"verify": (False,)}, url=("url", 0)) for owner in (*_SESSIONS, "httpx")),
    Client(("httpx.stream",), {"verify": (False,)}, url=("url", 1)),
    Client(_HTTPX, {"verify": (False,)}, url=("base_url", -1)),
    *(Client(_each(owner, _WITHOUT_REQUEST), url=("url", 0)) for owner in _HTTPX),
    *(
        Client(_each(owner, _WITHOUT_REQUEST), {"ssl": (False,), "verify_ssl": (False,)}, url=("url", 0))
        for owner in _AIOHTTP
    ),
    *(Client((f"{owner}.request",), {"ssl": (False,), "verify_ssl": (False,)}, url=("url", 1)) for owner in _AIOHTTP),
    Client(
        ("aiohttp.TCPConnector", "aiohttp.connector.TCPConnector"), {"ssl": (False,), "verify_ssl": (False,)}
    ),
    Client(
        ("urllib3.PoolManager", "urllib3.HTTPSConnectionPool", "urllib3.ProxyManager",
         "urllib3.poolmanager.PoolManager", "urllib3.connectionpool.HTTPSConnectionPool"),
        {"assert_hostname": (False,)}, modes=("cert_reqs",),
    ),
    Client(("urllib.request.urlopen",), url=("url", 0)),
    Client(
        ("boto3.client", "boto3.resource", "boto3.session.Session.client", "boto3.Session.client"),
        {"verify": (False,)},
    ),
    Client(
        ("elasticsearch.Elasticsearch", "elasticsearch.AsyncElasticsearch", "opensearchpy.OpenSearch"),
        {"verify_certs": (False,), "ssl_assert_hostname": (False,)},
    ),
    Client(
        ("pymongo.MongoClient", "pymongo.mongo_client.MongoClient", "motor.motor_asyncio.AsyncIOMotorClient"),
        {"tlsAllowInvalidCertificates": (True,), "tlsInsecure": (True,), "tlsAllowInvalidHostnames": (True,)},
    ),
    Client(
        ("redis.Redis", "redis.StrictRedis", "redis.client.Redis", "redis.from_url", "redis.Redis.from_url",
         "redis.asyncio.Redis", "redis.asyncio.from_url", "redis.asyncio.Redis.from_url"),
        {"ssl_cert_reqs": (None,)}, modes=("ssl_cert_reqs",),
    ),
    Client(("ldap3.Tls", "ldap3.core.tls.Tls"), modes=("validate",)),
    Client(("hvac.Client", "hvac.v1.Client"), {"verify": (False,)}, url=("url", 0)),
    Client(("jwt.PyJWKClient",), url=("uri", 0)),
)  # fmt: skip
"""Sources: the documentation of each library."""

BY_NAME: dict[str, Client] = {name: client for client in CLIENTS for name in client.names}

SESSION_TYPES = frozenset({f"{name}()" for name in _SESSIONS})
UNVERIFIED_CONTEXTS = ("ssl._create_unverified_context", "ssl._create_stdlib_context")
HOST_KEY_POLICIES = ("paramiko.AutoAddPolicy", "paramiko.WarningPolicy", "paramiko.client.AutoAddPolicy",
                     "paramiko.client.WarningPolicy")  # fmt: skip
CONTEXTS = ("ssl.create_default_context", "ssl.SSLContext")
OLD_PROTOCOLS = frozenset({"ssl.PROTOCOL_SSLv2", "ssl.PROTOCOL_SSLv3", "ssl.PROTOCOL_TLSv1", "ssl.PROTOCOL_TLSv1_1"})
SERVER_SIDE = frozenset({"ssl.PROTOCOL_TLS_SERVER", "ssl.Purpose.CLIENT_AUTH"})
