"""Python's standard library: what its functions make of the data that they are given."""

from tenfold.frameworks.flows import Sanitizer, Transfer
from tenfold.frameworks.model import Library


def _all(gives: str, step: str, *names: str) -> tuple[Transfer, ...]:
    return tuple(Transfer(name, gives, step) for name in names)


_TEXT = (
    *_all("data", "", "builtins.str", "builtins.repr", "builtins.format", "builtins.bytes", "builtins.bytearray",
          "builtins.ascii", "builtins.memoryview", "textwrap.dedent", "textwrap.indent", "textwrap.fill",
          "string.capwords", "unicodedata.normalize", "base64.b64encode", "base64.urlsafe_b64encode",
          "base64.b32encode", "base64.b16encode", "binascii.hexlify", "codecs.encode", "pprint.pformat",
          "os.path.expanduser", "os.path.expandvars", "os.path.join", "posixpath.join", "os.fspath", "os.fsdecode",
          "os.fsencode", "urllib.parse.urlencode", "urllib.parse.urlunparse", "urllib.parse.urlunsplit",
          "email.header.decode_header", "pathlib.Path.joinpath", "zlib.compress", "gzip.compress", "html.escape",
          "shlex.join", "struct.pack", "marshal.dumps", "pickle.dumps"),
    *_all("data", "json", "json.dumps"),
    *_all("data", "decoded", "urllib.parse.unquote", "urllib.parse.unquote_plus", "urllib.parse.unquote_to_bytes",
          "base64.b64decode", "base64.urlsafe_b64decode", "base64.b32decode", "base64.b16decode", "base64.decodebytes",
          "binascii.unhexlify", "binascii.a2b_base64", "codecs.decode", "html.unescape", "builtins.bytes.fromhex",
          "zlib.decompress", "gzip.decompress", "ast.literal_eval", "quopri.decodestring"),
    *_all("data", "normalised", "os.path.normpath", "os.path.abspath", "os.path.realpath", "posixpath.normpath",
          "posixpath.abspath", "posixpath.realpath"),
    *_all("data", "basename", "os.path.basename", "posixpath.basename", "ntpath.basename"),
    *_all("data", "part", "os.path.dirname", "re.sub", "re.search", "re.match", "re.fullmatch", "builtins.slice"),
    *_all("list", "part", "os.path.split", "os.path.splitext", "shlex.split", "re.findall", "re.split", "csv.reader",
          "csv.DictReader", "urllib.parse.parse_qsl", "re.finditer"),
    *_all("url", "", "urllib.parse.urlparse", "urllib.parse.urlsplit"),
    *_all("mapping", "decoded", "json.loads", "json.load", "urllib.parse.parse_qs", "tomllib.loads"),
    Transfer("urllib.parse.urljoin", "data", "joined"),
    Transfer("urllib.parse.quote", "data", "quoted"),
    Transfer("urllib.parse.quote_plus", "data", "quoted"),
)  # fmt: skip
_SAME = (
    *_all("same", "", "copy.copy", "copy.deepcopy", "typing.cast", "builtins.iter", "contextlib.closing",
          "contextlib.nullcontext", "asyncio.wait_for", "asyncio.shield"),
)  # fmt: skip
_ADDRESSES = (
    *_all("address", "", "ipaddress.ip_address", "ipaddress.IPv4Address", "ipaddress.IPv6Address"),
    *_all("data", "address", "socket.gethostbyname", "socket.gethostbyname_ex", "socket.getaddrinfo"),
)  # fmt: skip
_OBJECTS = (
    *_all("object", "", "io.StringIO", "io.BytesIO", "io.TextIOWrapper", "io.BufferedReader", "string.Template",
          "tempfile.NamedTemporaryFile", "urllib.request.Request",
          "types.SimpleNamespace", "itertools.chain", "itertools.islice", "itertools.cycle"),
    Transfer("re.compile", "holder"),
    Transfer("pathlib.Path", "data", "", aliases=("pathlib.PosixPath", "pathlib.PurePath", "pathlib.PurePosixPath")),
)  # fmt: skip
_NOTHING = (
    *_all("number", "", "builtins.int", "builtins.float", "builtins.bool", "builtins.complex", "builtins.ord",
          "builtins.hash", "builtins.id", "builtins.abs", "builtins.round", "builtins.sum", "builtins.divmod",
          "uuid.UUID", "decimal.Decimal", "fractions.Fraction", "datetime.date.fromisoformat",
          "datetime.datetime.fromisoformat", "datetime.datetime.strptime",
          "ipaddress.ip_network", "math.floor", "math.ceil",
          "time.time", "builtins.hasattr", "builtins.callable", "builtins.issubclass", "random.randint",
          "os.path.getsize", "os.getpid"),
    *_all("fixed", "", "hashlib.md5", "hashlib.sha1", "hashlib.sha224", "hashlib.sha256", "hashlib.sha384",
          "hashlib.sha512", "hashlib.blake2b", "hashlib.blake2s", "hashlib.new", "hashlib.pbkdf2_hmac",
          "hashlib.scrypt", "hmac.new", "hmac.digest", "secrets.token_hex", "secrets.token_urlsafe",
          "secrets.token_bytes", "uuid.uuid1", "uuid.uuid3", "uuid.uuid4", "uuid.uuid5", "os.getcwd", "os.environ.get",
          "os.getenv", "os.urandom", "builtins.bin", "builtins.hex", "builtins.oct", "builtins.chr", "builtins.type",
          "tempfile.mkdtemp", "tempfile.gettempdir", "tempfile.mktemp", "zlib.crc32", "time.strftime",
          "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today", "importlib.resources.files",
          "platform.system", "socket.gethostname", "logging.getLogger", "inspect.signature", "os.listdir",
          "shutil.which"),
)  # fmt: skip
_UNKNOWN = (
    *_all("unknown", "", "builtins.open", "builtins.input", "urllib.request.urlopen", "subprocess.run",
          "subprocess.check_output", "subprocess.Popen", "os.popen", "sqlite3.connect"),
)  # fmt: skip

LIBRARY = Library(
    name="Python's standard library",
    package="python",
    modules=(
        "builtins", "textwrap", "string", "unicodedata", "json", "base64", "binascii", "codecs", "pprint", "os",
        "urllib",
        "email", "pathlib", "zlib", "gzip", "html", "shlex", "struct", "marshal", "pickle", "re", "ast", "csv", "copy",
        "typing", "contextlib", "asyncio", "types", "io", "tempfile", "itertools", "uuid", "decimal", "hashlib", "hmac",
        "ipaddress", "socket",
    ),
    transfers=(*_ADDRESSES, *_TEXT, *_SAME, *_OBJECTS, *_NOTHING, *_UNKNOWN),
    sanitizers=(
        Sanitizer("re.escape", ("input.regex",)),
        # What these write holds no line end, or only those of its own layout.
        *(Sanitizer(name, ("logging.injection",)) for name in (
            "builtins.repr", "builtins.ascii", "json.dumps", "pprint.pformat")),
        # What these write holds no character that ends a text, an attribute or a script's string.
        *(Sanitizer(name, ("xss.escaping", "xss.context", "logging.injection", "input.headers")) for name in (
            "urllib.parse.quote", "urllib.parse.quote_plus", "urllib.parse.urlencode", "base64.b64encode",
            "base64.urlsafe_b64encode", "base64.b32encode", "base64.b16encode", "binascii.hexlify")),
    ),
)  # fmt: skip
