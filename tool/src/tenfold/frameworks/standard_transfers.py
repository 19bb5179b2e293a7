"""Python's standard library and its backports: more of what functions make of the data that they are given."""

from tenfold.frameworks.flows import Sanitizer, Transfer
from tenfold.frameworks.model import Library


def _all(gives: str, step: str, *names: str, arguments: tuple[int, ...] = ()) -> tuple[Transfer, ...]:
    return tuple(Transfer(name, gives, step, arguments) for name in names)


_TEXT = (
    *_all("data", "", "base64.standard_b64encode", "base64.encodebytes", "base64.b85encode", "base64.a85encode",
          "binascii.b2a_hex", "binascii.b2a_base64", "string.Template.substitute", "string.Template.safe_substitute",
          "functools.reduce", "operator.add", "operator.concat", "operator.mod", "textwrap.shorten", "textwrap.wrap",
          "email.utils.formataddr", "email.utils.quote", "email.header.make_header", "quopri.encodestring",
          "bz2.compress", "lzma.compress", "os.path.normcase", "json.JSONEncoder.encode", "reprlib.repr",
          "six.text_type", "six.ensure_str", "six.ensure_text", "six.ensure_binary", "six.b", "six.u",
          "six.moves.urllib.parse.urlencode", "six.moves.urllib.parse.urlunparse", "six.moves.urllib.parse.urlunsplit"),
    *_all("data", "decoded", "base64.standard_b64decode", "base64.b85decode", "base64.a85decode", "binascii.a2b_hex",
          "bz2.decompress", "lzma.decompress", "six.moves.urllib.parse.unquote", "six.moves.urllib.parse.unquote_plus",
          "email.utils.unquote", "email.utils.decode_rfc2231", "xml.sax.saxutils.unescape"),
    *_all("data", "quoted", "six.moves.urllib.parse.quote", "six.moves.urllib.parse.quote_plus"),
    *_all("data", "joined", "six.moves.urllib.parse.urljoin"),
    *_all("data", "part", "re.subn", "urllib.parse.urldefrag", "email.utils.parseaddr",
          "operator.getitem"),
    *_all("list", "part", "os.path.splitdrive", "email.utils.getaddresses", "six.moves.urllib.parse.parse_qsl",
          "string.Formatter.parse", "csv.Sniffer.sniff"),
    *_all("list", "", "six.iteritems", "six.itervalues", "six.iterkeys", "asyncio.gather", "heapq.nlargest",
          "heapq.nsmallest", "random.sample", "random.choices"),
    *_all("url", "", "six.moves.urllib.parse.urlparse", "six.moves.urllib.parse.urlsplit"),
    *_all("mapping", "decoded", "json.JSONDecoder.decode", "json.JSONDecoder.raw_decode", "plistlib.loads",
          "six.moves.urllib.parse.parse_qs", "tomllib.load"),
    Transfer("difflib.get_close_matches", "list", "", (1,)),
    Transfer("xml.sax.saxutils.escape", "data", "escaped", (0,)),
    Transfer("xml.sax.saxutils.quoteattr", "data", "escaped", (0,)),
)  # fmt: skip
_SAME = _all(
    "same", "", "asyncio.run", "asyncio.create_task", "asyncio.ensure_future", "types.MappingProxyType",
    "weakref.proxy",
    "collections.UserDict", "collections.UserList", "collections.UserString", "collections.ChainMap",
    "builtins.property",
    "asgiref.sync.sync_to_async", "asgiref.sync.async_to_sync", "dataclasses.replace", "builtins.aiter",
    "builtins.anext",
)  # fmt: skip
_OBJECTS = (
    *_all("object", "", "itertools.chain.from_iterable", "itertools.zip_longest", "itertools.product",
          "itertools.permutations", "itertools.combinations", "itertools.accumulate", "itertools.groupby",
          "itertools.tee", "itertools.compress", "itertools.repeat", "itertools.pairwise", "http.cookies.SimpleCookie",
          "email.message_from_string", "email.message_from_bytes", "email.message_from_file",
          "xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.XML", "xml.etree.ElementTree.parse",
          "xml.etree.ElementTree.iterparse", "xml.dom.minidom.parseString", "xml.dom.minidom.parse", "tarfile.open",
          "tarfile.TarFile", "zipfile.ZipFile", "tempfile.SpooledTemporaryFile", "shlex.shlex", "collections.deque",
          "html.parser.HTMLParser"),
    *(Transfer(f"itertools.{name}", "object", "", (1,)) for name in (
        "takewhile", "dropwhile", "filterfalse", "starmap")),
)  # fmt: skip
_FIELDS = (
    Transfer("dataclasses.asdict", "fields", "", (0,)),
    Transfer("dataclasses.astuple", "data", "", (0,)),
    Transfer("builtins.vars", "fields", "", (0,)),
)
_NOTHING = (
    *_all("number", "", "datetime.date", "datetime.datetime", "datetime.time.fromisoformat", "datetime.timedelta",
          "datetime.datetime.fromtimestamp", "datetime.date.fromtimestamp", "ipaddress.IPv4Network",
          "ipaddress.IPv6Network", "ipaddress.ip_interface", "math.trunc", "math.sqrt", "math.pow", "operator.index",
          "builtins.pow", "calendar.timegm", "email.utils.parsedate_to_datetime", "email.utils.parsedate",
          "time.strptime", "time.mktime", "random.uniform", "random.random", "random.randrange", "hmac.compare_digest",
          "secrets.compare_digest", "secrets.randbelow", "fnmatch.fnmatch", "fnmatch.fnmatchcase", "zlib.adler32",
          "binascii.crc32", "operator.eq", "operator.ne", "operator.contains", "os.access"),
    *_all("fixed", "", "hashlib.sha3_256", "hashlib.sha3_512", "hmac.HMAC", "http.HTTPStatus", "imghdr.what",
          "mimetypes.guess_type", "mimetypes.guess_extension", "builtins.dir", "builtins.globals", "builtins.locals",
          "inspect.getmembers", "socket.inet_aton", "socket.inet_ntoa", "getpass.getuser",
          "locale.getlocale", "gettext.gettext", "os.stat", "os.fstat", "os.path.exists", "os.path.isfile",
          "os.path.isdir", "shutil.disk_usage", "traceback.format_exc", "sys.exc_info"),
)  # fmt: skip
_UNKNOWN = _all(
    "unknown", "", "subprocess.getoutput", "subprocess.getstatusoutput", "gzip.open", "bz2.open", "lzma.open",
    "codecs.open",
    "io.open", "shelve.open", "dbm.open", "os.walk", "glob.glob", "urllib.request.urlretrieve",
    "importlib.import_module",
    "builtins.__import__", "linecache.getline", "getpass.getpass",
)  # fmt: skip

LIBRARY = Library(
    name="Python's standard library",
    package="python",
    modules=("base64", "string", "six", "functools", "operator", "collections", "dataclasses", "xml", "itertools",
    "email"),
    transfers=(*_TEXT, *_SAME, *_OBJECTS, *_FIELDS, *_NOTHING, *_UNKNOWN),
    sanitizers=(
        Sanitizer("urllib.parse.quote", ("input.headers",), aliases=(
            "six.moves.urllib.parse.quote", "six.moves.urllib.parse.quote_plus", "six.moves.urllib.parse.urlencode",
            "urllib.parse.urlencode")),
        Sanitizer("shlex.join", ("input.command",), aliases=("six.moves.shlex_quote",)),
        Sanitizer("glob.escape", ("input.regex",)),
        Sanitizer("difflib.get_close_matches", ("input.path", "input.sql", "input.command", "input.redirect",
        "input.ssrf")),
        Sanitizer("xml.sax.saxutils.escape", ("input.sanitized",), aliases=("xml.sax.saxutils.quoteattr",)),
        Sanitizer("keyword.iskeyword", ("input.code", "input.sql", "input.path", "input.command"), "check"),
    ),
)  # fmt: skip
