#!/usr/bin/env bash
# Installs the executables, templates and licences below a prefix.
# usage: scripts/install.sh FOLDER-WITH-EXECUTABLES PREFIX
set -euo pipefail
cd "$(dirname "$0")/.."
from=$1
prefix=$2

install -D -m 755 -s "$from/aurora" "$prefix/bin/aurora"
install -D -m 755 -s "$from/aurora-render" "$prefix/libexec/aurora/aurora-render"
rm -rf "$prefix/share/aurora/templates"
mkdir -p "$prefix/share/aurora" "$prefix/share/doc/aurora"
cp -R templates "$prefix/share/aurora/templates"
cp LICENSE NOTICE README.md CHANGELOG.md "$prefix/share/doc/aurora/"
echo "installed $prefix/bin/aurora"
