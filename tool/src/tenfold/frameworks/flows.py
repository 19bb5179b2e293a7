"""The words that a library's file declares where data does harm, and what makes it harmless."""

from __future__ import annotations

import msgspec

RECEIVER = -2
"""Position that stands for the object whose method is called: `path.read_text()`."""


def last_of(name: str) -> str:
    """The last word of a qualified name: of "os.system", of "shop/files.py:confine"."""
    return name.rpartition(".")[2].rpartition(":")[2]


UNPACKS = "unpacks what its names say"
"""What a sink does with an archive that decides itself where its files go."""


LOOKS = "tells whether it exists"
"""What calls do that only look at a file."""


class Sink(msgspec.Struct, frozen=True):
    """A call that does harm when one of its arguments is made of request data.

    Attributes:
        name: qualified name ("os.system", "sqlite3.Cursor.execute"). A method is also found on whatever an object of
            the library gives ("sqlite3.connect().cursor()").
        requirement: id of the requirement that it can break.
        argument: name and position of the argument; `RECEIVER` for the object itself.
        what: what it does with it ("runs it as SQL").
        aliases: other qualified names.
        receivers: words in the name of a variable that is taken for such an object where its type cannot be told and
            the app uses the library.
        objects: it also takes objects that are built safely; a value that cannot be followed is taken for one.
        safe: it confines or binds what it is given: its use is evidence that the requirement is met.
        when: (argument, position, values): it does harm only with one of these values ("shell", -1, (True,)).
        unless: (argument, position, values): it is harmless with one of these values; names for classes.
        until: first version of the package that no longer has it; "" while it is there.
    """

    name: str
    requirement: str
    argument: tuple[str, int] = ("", 0)
    what: str = ""
    aliases: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    objects: bool = False
    safe: bool = False
    when: tuple[tuple[str, int, tuple[str | bool | int, ...]], ...] = ()
    unless: tuple[tuple[str, int, tuple[str | bool | int, ...]], ...] = ()
    until: str = ""

    @property
    def method(self) -> bool:
        """Whether it is a method of a class."""
        return self.name.split(".")[-2].lstrip("_")[:1].isupper()


class Sanitizer(msgspec.Struct, frozen=True):
    """A call that makes data harmless.

    Attributes:
        name: qualified name ("werkzeug.utils.secure_filename").
        requirements: ids of the requirements for which it does.
        how: "result": what it gives is harmless; "query": so is what methods of the result give, with whatever
            arguments; "check": it says whether its argument is harmless; "raises": it refuses an argument that is not.
        aliases: other qualified names.
    """

    name: str
    requirements: tuple[str, ...]
    how: str = "result"
    aliases: tuple[str, ...] = ()


class Transfer(msgspec.Struct, frozen=True):
    """What a call makes of the data that it is given; a function that is not declared is taken by its name.

    Attributes:
        name: qualified name ("urllib.parse.unquote").
        gives: what the result is:
            "data": text made of its arguments; "same": its first argument;
            "object": an object that holds its arguments; "holder": one that holds just the first ("re.compile");
            "url": a parsed address; "mapping": keys and values; "list": a list of pieces;
            "fields": the fields of an object as a mapping; "model": an object of the class that it is called on, read
            from its first argument;
            "address": an address of the network, which knows what it was made of;
            "number", "fixed": nothing of the client's text; "unknown": something else that is not the client's.
        step: what it does to the data: "decoded" (brings back characters that a check saw to be absent), "normalised"
            (dots of a path resolved), "basename", "host", "part", "changed" or "".
        arguments: positions of those that count, `RECEIVER` for the object itself; empty for all arguments.
        aliases: other qualified names.
    """

    name: str
    gives: str = "data"
    step: str = ""
    arguments: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()


SETTINGS_CLASSES = frozenset({"pydantic_settings.BaseSettings", "pydantic.BaseSettings", "environs.Env"})
"""Bases of classes whose fields the environment fills: what they hold is the operator's."""
FORM_LIBRARIES = ("wtforms.", "flask_wtf.", "wtforms_components.", "flask_admin.form.")
"""Beginnings of the names of fields whose `data` is what a form was given."""
TYPED_FIELDS = (
    "Integer", "Float", "Decimal", "Boolean", "Date", "Time", "Duration", "UUID", "Choice", "TypedChoice", "Select",
    "Radio", "MultipleChoice", "ModelChoice", "ModelMultipleChoice", "PrimaryKeyRelated", "NullBoolean", "IPAddress",
    "GenericIPAddress", "Slug", "SlugRelated",
)  # fmt: skip
"""How the classes of form fields begin whose values carry no free text of the client's."""
PURE_WORDS = frozenset({
    "parse", "decode", "encode", "unquote", "quote", "escape", "unescape", "strip", "format", "join", "normalize",
    "normalise", "normpath", "convert", "loads", "dumps", "load", "dump", "urljoin", "concat", "render", "to", "from",
    "str", "text", "clean", "trim", "wrap", "unwrap", "translate", "transform", "html", "markdown", "path", "url",
    "uri", "b64decode", "b64encode", "compress", "decompress", "lower", "upper", "replace", "split", "merge", "copy",
    "lazy", "gettext", "as", "force", "smart", "ensure", "cast", "coerce", "build", "template", "substitute",
})  # fmt: skip
"""Words in the names of functions from outside the project that are taken for pure: what they give is made of their
arguments. What any other unknown function gives is unknown, and no request data."""
