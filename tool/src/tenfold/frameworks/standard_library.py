"""Python's standard library: where data does harm."""

from tenfold.frameworks.flows import RECEIVER, Sanitizer, Sink
from tenfold.frameworks.model import Library

_DATABASE = ("cursor", "cur", "conn", "connection", "con", "db", "database")

_SQL = (
    *(
        Sink(f"sqlite3.{owner}.{method}", "input.sql", ("sql", 0), "runs it as SQL", receivers=_DATABASE)
        for owner in ("Cursor", "Connection")
        for method in ("execute", "executemany", "executescript")
    ),
)  # fmt: skip

_COMMAND = (
    *(
        Sink(name, "input.command", (argument, 0), "runs it in a shell")
        for name, argument in (
            ("os.system", "command"), ("os.popen", "cmd"), ("subprocess.getoutput", "cmd"),
            ("subprocess.getstatusoutput", "cmd"), ("asyncio.create_subprocess_shell", "cmd"),
        )
    ),
    *(
        Sink(f"subprocess.{name}", "input.command", ("args", 0), "starts it")
        for name in ("run", "call", "check_call", "check_output", "Popen")
    ),
    Sink("asyncio.create_subprocess_exec", "input.command", ("program", 0), "starts it"),
    *(
        Sink(f"os.{name}", "input.command", ("path", 0), "starts it")
        for name in ("execv", "execve", "execvp", "execvpe", "execl", "execle", "execlp", "execlpe", "startfile")
    ),
    *(
        Sink(f"os.{name}", "input.command", ("path", 1), "starts it")
        for name in ("spawnl", "spawnle", "spawnlp", "spawnv", "spawnve", "spawnvp", "posix_spawn")
    ),
)  # fmt: skip

_CODE = (
    Sink("builtins.eval", "input.code", ("source", 0), "evaluates it"),
    Sink("builtins.exec", "input.code", ("source", 0), "runs it"),
    Sink("builtins.compile", "input.code", ("source", 0), "compiles it", objects=True),
    Sink("builtins.__import__", "input.code", ("name", 0), "imports it", objects=True),
    Sink("importlib.import_module", "input.code", ("name", 0), "imports it", objects=True),
    Sink("code.InteractiveInterpreter.runsource", "input.code", ("source", 0), "runs it"),
)

_DESERIALIZE = (
    *(Sink(f"{module}.{name}", "input.deserialize", ("", 0), "makes any object of it",
           aliases=("cPickle." + name,) if module == "pickle" else ())
      for module in ("pickle", "_pickle") for name in ("load", "loads", "Unpickler")),
    *(Sink(f"marshal.{name}", "input.deserialize", ("", 0), "makes code objects of it") for name in ("load", "loads")),
    Sink("shelve.open", "input.deserialize", ("filename", 0), "makes any object of it"),
)  # fmt: skip

_PATH = (
    Sink("builtins.open", "input.path", ("file", 0), "opens the file"),
    Sink("io.open", "input.path", ("file", 0), "opens the file"),
    *(Sink(f"os.{name}", "input.path", ("path", 0), f"{what} the file or folder")
      for name, what in (
          ("remove", "removes"), ("unlink", "removes"), ("rmdir", "removes"), ("mkdir", "makes"), ("makedirs", "makes"),
          ("listdir", "lists"), ("scandir", "lists"), ("open", "opens"), ("truncate", "cuts"), ("chmod", "changes"))),
    *(Sink(f"os.{name}", "input.path", (argument, position), "moves the file")
      for name in ("rename", "replace", "link", "symlink") for argument, position in (("src", 0), ("dst", 1))),
    *(Sink(f"shutil.{name}", "input.path", (argument, position), "copies or moves the file")
      for name in ("copy", "copy2", "copyfile", "copytree", "move") for argument, position in (("src", 0), ("dst", 1))),
    Sink("shutil.rmtree", "input.path", ("path", 0), "removes the folder"),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("", RECEIVER), "reads or writes the file", receivers=("",))
      for name in ("read_text", "read_bytes", "write_text", "write_bytes")),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("", RECEIVER), "opens or removes the file",
           receivers=("path",))
      for name in ("open", "unlink", "rmdir", "iterdir")),
    Sink("zipfile.ZipFile", "input.path", ("file", 0), "opens the file", objects=True),
    Sink("tarfile.open", "input.path", ("name", 0), "opens the file", objects=True),
)  # fmt: skip

_SSRF = (
    Sink("urllib.request.urlopen", "input.ssrf", ("url", 0), "sends a request to it"),
    Sink("urllib.request.urlretrieve", "input.ssrf", ("url", 0), "sends a request to it"),
    Sink("urllib.request.Request", "input.ssrf", ("url", 0), "makes a request to it"),
    Sink("http.client.HTTPConnection", "input.ssrf", ("host", 0), "connects to it"),
    Sink("http.client.HTTPSConnection", "input.ssrf", ("host", 0), "connects to it"),
    Sink("socket.create_connection", "input.ssrf", ("address", 0), "connects to it"),
)

_XML = (
    *(Sink(f"xml.etree.ElementTree.{name}", "input.xml", ("source", 0), "parses it as XML",
           aliases=(f"xml.etree.cElementTree.{name}",))
      for name in ("parse", "fromstring", "iterparse", "XML", "fromstringlist", "XMLParser", "XMLPullParser")),
    *(Sink(f"xml.dom.{module}.{name}", "input.xml", ("source", 0), "parses it as XML")
      for module in ("minidom", "pulldom") for name in ("parse", "parseString")),
    *(Sink(f"xml.sax.{name}", "input.xml", ("source", 0), "parses it as XML")
      for name in ("parse", "parseString", "make_parser")),
    Sink("xml.parsers.expat.ParserCreate", "input.xml", ("encoding", 0), "parses XML"),
)  # fmt: skip

_REGEX = tuple(
    Sink(f"re.{name}", "input.regex", ("pattern", 0), "compiles it as a regular expression")
    for name in ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
)

LIBRARY = Library(
    name="Python's standard library",
    package="python",
    modules=(
        "os", "subprocess", "sqlite3", "builtins", "pickle", "_pickle", "marshal", "shelve", "io", "shutil", "pathlib",
        "zipfile", "tarfile", "urllib", "http", "socket", "xml", "re", "importlib", "asyncio", "code", "shlex", "html",
    ),
    sinks=(*_SQL, *_COMMAND, *_CODE, *_DESERIALIZE, *_PATH, *_SSRF, *_XML, *_REGEX),
    sanitizers=(
        Sanitizer("shlex.quote", ("input.command",), aliases=("pipes.quote",)),
        Sanitizer("re.escape", ("input.regex",)),
        Sanitizer("os.path.basename", ("input.path",), aliases=("posixpath.basename", "ntpath.basename")),
        Sanitizer("os.path.commonpath", ("input.path",), "check"),
        Sanitizer("os.path.commonprefix", ("input.path",), "check"),
        Sanitizer("urllib.parse.quote", ("input.headers", "input.ssrf", "input.redirect"),
                  aliases=("urllib.parse.quote_plus",)),
        Sanitizer("html.escape", ("input.sanitized",)),
    ),
)  # fmt: skip
