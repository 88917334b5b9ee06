#!/usr/bin/env bash
# Installs what building and running Aurora takes on Debian 12: packages of the distribution, and the renderer's
# libraries and models. Running it again checks and costs about a second.
# usage: scripts/setup.sh [MORE-PACKAGES…]
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
    libgit2-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libswresample-dev
    libass-dev fonts-noto-core
    espeak-ng pkg-config git openssl python3 python3-pip "$@"
)

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done

if [ "${#missing[@]}" -gt 0 ]; then
    echo "setup: installing ${missing[*]}"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "setup: run as root: apt-get install ${missing[*]}" >&2; exit 1; }
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

scripts/install-engine.sh
