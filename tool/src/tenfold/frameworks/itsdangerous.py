"""ItsDangerous."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="ItsDangerous",
    package="itsdangerous",
    modules=("itsdangerous",),
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
