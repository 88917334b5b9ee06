#!/usr/bin/env bash
# Installs the official clients of the hosted API, each into an environment of its own (both are imported as `runware`), with
# every file pinned by its SHA-256. Prints nothing if they are there already.
# usage: scripts/clients.sh FOLDER     makes FOLDER/socket_client and FOLDER/both_client
set -euo pipefail
folder=$1
lists=$(cd "$(dirname "$0")/../Tests/EndToEndTests/Clients" && pwd)
for client in socket_client both_client; do
  list=$lists/$client.txt
  there=$folder/$client
  if [ -e "$there/list" ] && cmp -s "$list" "$there/list"; then continue; fi
  rm -rf "$there"
  python3 -m venv "$there"
  "$there/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$list"
  cp "$list" "$there/list"
done
