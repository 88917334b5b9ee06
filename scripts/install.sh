#!/usr/bin/env bash
# Installs the executables, the renderer's libraries and models, templates and licences below a prefix.
# usage: scripts/install.sh FOLDER-WITH-EXECUTABLES PREFIX
set -euo pipefail
cd "$(dirname "$0")/.."
from=$1
prefix=$2
# What is installed is for every user, whatever this one keeps to itself.
umask 022

install -D -m 755 -s "$from/aurora" "$prefix/bin/aurora"
install -D -m 755 -s "$from/aurora-render" "$prefix/libexec/aurora/aurora-render"
install -D -m 755 -s "$from/aurora-serve" "$prefix/libexec/aurora/aurora-serve"
rm -rf "$prefix/share/aurora/templates"
mkdir -p "$prefix/share/aurora" "$prefix/share/doc/aurora"
cp -R templates "$prefix/share/aurora/templates"
cp -R LICENSE NOTICE README.md CHANGELOG.md docs "$prefix/share/doc/aurora/"
scripts/install-engine.sh "$prefix/share/aurora/engine"
chmod -R a+rX "$prefix/share/aurora" "$prefix/share/doc/aurora"
echo "installed $prefix/bin/aurora"
