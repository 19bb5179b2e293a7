"""Python's standard library: where data does harm."""

from tenfold.frameworks.flows import LOOKS, RECEIVER, UNPACKS, Sanitizer, Sink
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
            ("os.system", "command"), ("os.popen", "cmd"), ("subprocess.getoutput", "cmd"), ("commands.getoutput",
            "cmd"),
            ("commands.getstatusoutput", "cmd"),
            ("subprocess.getstatusoutput", "cmd"), ("asyncio.create_subprocess_shell", "cmd"),
        )
    ),
    *(
        Sink(f"subprocess.{name}", "input.command", ("args", 0), "starts it")
        for name in ("run", "call", "check_call", "check_output", "Popen")
    ),
    Sink("asyncio.create_subprocess_exec", "input.command", ("program", 0), "starts it"),
    Sink("asyncio.AbstractEventLoop.subprocess_shell", "input.command", ("cmd", 1), "runs it in a shell",
         receivers=("loop",)),
    Sink("asyncio.AbstractEventLoop.subprocess_exec", "input.command", ("program", 1), "starts it",
    receivers=("loop",)),
    Sink("pty.spawn", "input.command", ("argv", 0), "starts it"),
    *(
        Sink(f"os.{name}", "input.command", ("path", 0), "starts it")
        for name in ("execv", "execve", "execvp", "execvpe", "execl", "execle", "execlp", "execlpe", "startfile",
        "posix_spawn",
                     "posix_spawnp")
    ),
    *(
        Sink(f"os.{name}", "input.command", ("path", 1), "starts it")
        for name in ("spawnl", "spawnle", "spawnlp", "spawnlpe", "spawnv", "spawnve", "spawnvp", "spawnvpe")
    ),
)  # fmt: skip

_CODE = (
    Sink("builtins.eval", "input.code", ("source", 0), "evaluates it"),
    Sink("builtins.exec", "input.code", ("source", 0), "runs it"),
    Sink("builtins.compile", "input.code", ("source", 0), "compiles it", objects=True),
    Sink("builtins.__import__", "input.code", ("name", 0), "imports it", objects=True),
    Sink("importlib.import_module", "input.code", ("name", 0), "imports it", objects=True),
    Sink("builtins.execfile", "input.code", ("filename", 0), "runs it"),
    Sink("importlib.__import__", "input.code", ("name", 0), "imports it", objects=True),
    Sink("importlib.util.spec_from_file_location", "input.code", ("location", 1), "imports it", objects=True),
    Sink("pydoc.locate", "input.code", ("path", 0), "imports it", objects=True),
    Sink("pkgutil.resolve_name", "input.code", ("name", 0), "imports it", objects=True),
    Sink("imp.load_source", "input.code", ("pathname", 1), "imports it", objects=True),
    Sink("runpy.run_path", "input.code", ("path_name", 0), "runs it", objects=True),
    Sink("runpy.run_module", "input.code", ("mod_name", 0), "runs it", objects=True),
    Sink("ctypes.CDLL", "input.code", ("name", 0), "loads it", objects=True, aliases=("ctypes.cdll.LoadLibrary",)),
    *(Sink(f"code.{owner}.{method}", "input.code", (argument, 0), "runs it")
      for owner in ("InteractiveInterpreter", "InteractiveConsole")
      for method, argument in (("runsource", "source"), ("runcode", "code"))),
    Sink("code.InteractiveConsole.push", "input.code", ("line", 0), "runs it"),
    Sink("code.compile_command", "input.code", ("source", 0), "compiles it"),
    Sink("timeit.timeit", "input.code", ("stmt", 0), "runs it", aliases=("timeit.repeat",)),
    *(Sink(f"{name}", "input.code", ("statement", 0), "runs it")
      for name in ("cProfile.run", "cProfile.runctx", "profile.run", "profile.runctx", "pdb.run", "pdb.runeval")),
    Sink("logging.config.dictConfig", "input.code", ("config", 0), "makes any object that it names", objects=True),
    *(Sink(f"string.Formatter.{name}", "input.code", ("format_string", 0), "fills it as a format text")
      for name in ("format", "vformat")),
)  # fmt: skip

_DESERIALIZE = (
    *(Sink(f"{module}.{name}", "input.deserialize", ("", 0), "makes any object of it",
           aliases=(f"cPickle.{name}", f"six.moves.cPickle.{name}") if module == "pickle" else ())
      for module in ("pickle", "_pickle") for name in ("load", "loads", "Unpickler")),
    *(Sink(f"marshal.{name}", "input.deserialize", ("", 0), "makes code objects of it") for name in ("load", "loads")),
    Sink("shelve.open", "input.deserialize", ("filename", 0), "makes any object of it"),
)  # fmt: skip

_PATH = (
    Sink("builtins.open", "input.path", ("file", 0), "opens the file"),
    Sink("io.open", "input.path", ("file", 0), "opens the file"),
    *(Sink(f"os.path.{name}", "input.path", (argument, 0), LOOKS, objects=True)
      for name, argument in (("exists", "path"), ("isfile", "path"), ("isdir", "s"), ("getsize", "filename"),
                             ("getmtime", "filename"), ("lexists", "path"))),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("", RECEIVER), LOOKS, objects=True, receivers=("",))
      for name in ("exists", "is_file", "is_dir", "stat")),
    Sink("io.open_code", "input.path", ("path", 0), "opens the file"),
    Sink("io.FileIO", "input.path", ("file", 0), "opens the file"),
    *(Sink(name, "input.path", (argument, 0), "opens the file", objects=True)
      for name, argument in (
          ("codecs.open", "filename"), ("gzip.open", "filename"), ("gzip.GzipFile", "filename"),
          ("bz2.open", "filename"), ("bz2.BZ2File", "filename"), ("lzma.open", "filename"),
          ("lzma.LZMAFile", "filename"),
          ("fileinput.input", "files"), ("linecache.getlines", "filename"), ("linecache.getline", "filename"),
          ("tarfile.TarFile", "name"), ("zipfile.Path", "root"), ("tokenize.open", "filename"),
          ("logging.FileHandler", "filename"), ("logging.handlers.RotatingFileHandler", "filename"),
          ("logging.handlers.TimedRotatingFileHandler", "filename"),
          ("logging.handlers.WatchedFileHandler", "filename"))),
    *(Sink(f"tempfile.{name}", "input.path", ("dir", position), "makes a file in the folder", objects=True)
      for name, position in (("mkstemp", 2), ("mkdtemp", 2), ("NamedTemporaryFile", 6), ("TemporaryDirectory", 2))),
    *(Sink(f"glob.{name}", "input.path", ("pathname", 0), "lists what the pattern matches", objects=True)
      for name in ("glob", "iglob")),
    *(Sink(f"os.{name}", "input.path", ("path", 0), f"{what} the file or folder")
      for name, what in (
          ("remove", "removes"), ("unlink", "removes"), ("rmdir", "removes"), ("mkdir", "makes"), ("makedirs", "makes"),
          ("listdir", "lists"), ("scandir", "lists"), ("open", "opens"), ("truncate", "cuts"), ("chmod", "changes"))),
    *(Sink(f"os.{name}", "input.path", ("path", 0), f"{what} the file or folder", objects=True)
      for name, what in (
          ("chown", "changes"), ("lchown", "changes"), ("utime", "changes"), ("removedirs", "removes"),
          ("mkfifo", "makes"), ("mknod", "makes"), ("chdir", "enters"), ("chroot", "enters"))),
    *(Sink(f"os.{name}", "input.path", ("top", 0), "lists the folder", objects=True) for name in ("walk", "fwalk")),
    *(Sink(f"os.{name}", "input.path", (argument, position), "moves the file")
      for name in ("rename", "replace", "link", "symlink") for argument, position in (("src", 0), ("dst", 1))),
    *(Sink("os.renames", "input.path", argument, "moves the file", objects=True)
      for argument in (("old", 0), ("new", 1))),
    *(Sink(f"shutil.{name}", "input.path", (argument, position), "copies or moves the file")
      for name in ("copy", "copy2", "copyfile", "copytree", "move") for argument, position in (("src", 0), ("dst", 1))),
    Sink("shutil.rmtree", "input.path", ("path", 0), "removes the folder"),
    Sink("shutil.chown", "input.path", ("path", 0), "changes the file or folder", objects=True),
    *(Sink(f"shutil.{name}", "input.path", (argument, position), "changes the file", objects=True)
      for name in ("copymode", "copystat") for argument, position in (("src", 0), ("dst", 1))),
    *(Sink("shutil.make_archive", "input.path", argument, "packs the folder", objects=True)
      for argument in (("base_name", 0), ("root_dir", 2), ("base_dir", 3))),
    *(Sink("shutil.unpack_archive", "input.path", argument, "unpacks it", objects=True)
      for argument in (("filename", 0), ("extract_dir", 1))),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("", RECEIVER), "reads or writes the file", receivers=("",))
      for name in ("read_text", "read_bytes", "write_text", "write_bytes")),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("", RECEIVER), "opens or removes the file",
           receivers=("",), objects=True)
      for name in ("open", "unlink", "rmdir", "iterdir")),
    # Which folders an app makes and lists is mostly a setting, which cannot be followed.
    *(Sink(f"pathlib.Path.{name}", "input.path", ("", RECEIVER), "makes, changes or lists the file or folder",
           receivers=("",), objects=True)
      for name in ("mkdir", "touch", "rename", "chmod", "rglob")),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("target", 0), "moves or links the file", objects=True)
      for name in ("rename", "symlink_to", "hardlink_to")),
    *(Sink(f"pathlib.Path.{name}", "input.path", ("pattern", 0), "lists what the pattern matches", objects=True)
      for name in ("glob", "rglob")),
    *(Sink(f"{archive}.{name}", "input.path", ("path", position), "unpacks files into it", receivers=("",),
           objects=True)
      for archive in ("zipfile.ZipFile", "tarfile.TarFile") for name, position in (("extractall", 0), ("extract", 1))
      if (archive, name) != ("tarfile.TarFile", "extract")),
    Sink("tarfile.TarFile.extractall", "input.path", ("", RECEIVER), UNPACKS, objects=True,
         unless=(("filter", -1, ("data", "tarfile.data_filter", "tar", "tarfile.tar_filter")),)),
    Sink("zipfile.ZipFile", "input.path", ("file", 0), "opens the file", objects=True),
    Sink("tarfile.open", "input.path", ("name", 0), "opens the file", objects=True),
)  # fmt: skip

_SSRF = (
    Sink("urllib.request.urlopen", "input.ssrf", ("url", 0), "sends a request to it"),
    Sink("urllib.request.urlretrieve", "input.ssrf", ("url", 0), "sends a request to it"),
    Sink("urllib.request.Request", "input.ssrf", ("url", 0), "makes a request to it"),
    Sink("http.client.HTTPConnection", "input.ssrf", ("host", 0), "connects to it"),
    Sink("http.client.HTTPSConnection", "input.ssrf", ("host", 0), "connects to it"),
    Sink("http.client.HTTPConnection.set_tunnel", "input.ssrf", ("host", 0), "connects to it"),
    Sink("socket.create_connection", "input.ssrf", ("address", 0), "connects to it"),
    *(Sink(f"socket.socket.{name}", "input.ssrf", ("address", 0), "connects to it", receivers=("sock", "socket"),
           objects=True)
      for name in ("connect", "connect_ex")),
    Sink("asyncio.open_connection", "input.ssrf", ("host", 0), "connects to it", objects=True),
    Sink("urllib.request.OpenerDirector.open", "input.ssrf", ("fullurl", 0), "sends a request to it",
         receivers=("opener",)),
    Sink("urllib2.urlopen", "input.ssrf", ("url", 0), "sends a request to it",
         aliases=("urllib.urlopen", "urllib.urlretrieve", "six.moves.urllib.request.urlopen",
                  "six.moves.urllib.request.urlretrieve", "six.moves.urllib.request.Request", "urllib2.Request")),
    Sink("xmlrpc.client.ServerProxy", "input.ssrf", ("uri", 0), "sends requests to it", objects=True,
         aliases=("xmlrpclib.ServerProxy", "six.moves.xmlrpc_client.ServerProxy")),
    *(Sink(name, "input.ssrf", ("host", 0), "connects to it", objects=True)
      for name in ("ftplib.FTP", "ftplib.FTP_TLS", "ftplib.FTP.connect", "smtplib.SMTP", "smtplib.SMTP_SSL",
                   "smtplib.SMTP.connect", "poplib.POP3", "poplib.POP3_SSL", "imaplib.IMAP4", "imaplib.IMAP4_SSL",
                   "telnetlib.Telnet", "nntplib.NNTP")),
)  # fmt: skip

_XML = (
    *(Sink(f"xml.etree.ElementTree.{name}", "input.xml", ("source", 0), "parses it as XML",
           aliases=(f"xml.etree.cElementTree.{name}",))
      for name in ("parse", "fromstring", "iterparse", "XML", "fromstringlist", "XMLParser", "XMLPullParser")),
    *(Sink(f"xml.dom.{module}.{name}", "input.xml", ("source", 0), "parses it as XML")
      for module in ("minidom", "pulldom") for name in ("parse", "parseString")),
    *(Sink(f"xml.sax.{name}", "input.xml", ("source", 0), "parses it as XML")
      for name in ("parse", "parseString", "make_parser")),
    Sink("xml.parsers.expat.ParserCreate", "input.xml", ("encoding", 0), "parses XML"),
    Sink("xml.dom.expatbuilder.parse", "input.xml", ("file", 0), "parses it as XML"),
    Sink("xml.dom.expatbuilder.parseString", "input.xml", ("string", 0), "parses it as XML"),
)  # fmt: skip

_XPATH = tuple(
    Sink(f"xml.etree.ElementTree.{owner}.{name}", "input.xpath", ("path", 0), "takes it as a path of elements",
         receivers=("tree", "root", "element", "elem", "xml"), objects=True)
    for owner in ("Element", "ElementTree") for name in ("find", "findall", "iterfind", "findtext")
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
        "codecs", "gzip", "bz2", "lzma", "fileinput", "linecache", "tempfile", "glob", "logging", "pty", "runpy",
        "imp", "pydoc",
        "ctypes", "timeit", "cProfile", "profile", "pdb", "string", "ftplib", "smtplib", "poplib", "imaplib",
        "telnetlib",
        "nntplib", "xmlrpc", "xmlrpclib", "urllib2", "commands", "six", "pkgutil", "tokenize",
    ),
    sinks=(*_SQL, *_COMMAND, *_CODE, *_DESERIALIZE, *_PATH, *_SSRF, *_XML, *_XPATH, *_REGEX),
    sanitizers=(
        Sanitizer("shlex.quote", ("input.command",), aliases=("pipes.quote",)),
        Sanitizer("re.escape", ("input.regex",)),
        Sanitizer("os.path.basename", ("input.path",), aliases=("posixpath.basename", "ntpath.basename")),
        Sanitizer("urllib.parse.quote", ("input.headers", "input.ssrf", "input.redirect"),
                  aliases=("urllib.parse.quote_plus",)),
        Sanitizer("html.escape", ("input.sanitized",)),
    ),
)  # fmt: skip
