"""ItsDangerous."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="ItsDangerous",
    package="itsdangerous",
    modules=("itsdangerous",),
    protections=tuple(
        Protection(
            f"itsdangerous.{name}", "framework.tokens", "instance", "signs tokens and checks their age on loading",
            aliases=(f"itsdangerous.{module}.{name}",),
        )
        for name, module in (
            ("URLSafeTimedSerializer", "url_safe"), ("TimedSerializer", "timed"), ("TimestampSigner", "timed")
        )
    ),
)  # fmt: skip
