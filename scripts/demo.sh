#!/usr/bin/env bash
# The main job, shown: a workspace of three scenes becomes three videos; a second build does nothing.
# usage: scripts/demo.sh FOLDER-WITH-EXECUTABLES
set -euo pipefail
cd "$(dirname "$0")/.."
aurora="$PWD/$1/aurora"

rm -rf demo
mkdir demo
cp -R examples/storytellers demo/storytellers
cd demo/storytellers

# A repository of its own, with a name for its commits if the user has none.
git init --quiet --initial-branch=main
git config user.name >/dev/null || git config user.name "Aurora Demo"
git config user.email >/dev/null || git config user.email "demo@example.com"
git config commit.gpgsign false
git add .
git commit --quiet --message "Add three scenes"

echo '$ aurora build'
"$aurora" build
echo
echo '$ aurora build          # again: nothing changed'
"$aurora" build
echo
echo '$ git log --stat -1'
git --no-pager log --stat -1
echo
echo 'The videos:'
for video in out/draft/*.mp4; do echo "  $PWD/$video"; done
