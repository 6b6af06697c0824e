#!/bin/sh
# Runs a script of this folder on a Node that is new enough for Vite 8 (20.19): the system's where it is, otherwise the one that
# `npm ci` brought as a package. Debian 12's own is 18.
here=$(dirname "$0")
if node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
  exec node "$@"
fi
for packaged in "$here"/node_modules/node-linux-*/bin/node; do
  [ -x "$packaged" ] && exec "$packaged" "$@"
done
echo "Node 20.19 or newer is needed: run npm ci in api/console first (需要 Node 20.19 以上，请先运行 npm ci)" >&2
exit 1
