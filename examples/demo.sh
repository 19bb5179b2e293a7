#!/bin/sh
# The main job on a bundled app: a weak app, and the same app hardened.
set -eu
cd "$(dirname "$0")"
tenfold check flask-notes/weak || true
printf '\n%s\n\n' "The same app, hardened with the frameworks' well-known libraries:"
tenfold check flask-notes/hardened || true
