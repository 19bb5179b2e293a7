"""ItsDangerous."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="ItsDangerous",
    package="itsdangerous",
    modules=("itsdangerous",),
    transfers=tuple(  # what is signed was written by the app, not by the client
        Transfer(f"itsdangerous.{name}", "unknown") for name in (
            "Serializer.loads", "URLSafeSerializer.loads", "URLSafeTimedSerializer.loads", "TimedSerializer.loads",
            "Signer.unsign", "TimestampSigner.unsign")
    ),
    protections=tuple(
        Protection(
            f"itsdangerous.{name}", "framework.tokens", "instance", "signs tokens and checks their age on loading",
            aliases=(f"itsdangerous.{module}.{name}",), until=until,
        )
        for name, module, until in (
            ("URLSafeTimedSerializer", "url_safe", ""), ("TimedSerializer", "timed", ""),
            ("TimestampSigner", "timed", ""), ("TimedJSONWebSignatureSerializer", "jws", "2.1.0"),
        )
    ),
)  # fmt: skip
