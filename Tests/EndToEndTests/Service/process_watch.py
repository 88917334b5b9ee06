"""Looks for a secret where other users of a machine could see it: in the arguments of all processes, and in the environments
of all but `aurora` itself, which is given it there.

The secret is the first line of standard input. It looks over and over until its input ends, and then prints one JSON object:
`looks`, how often it looked; `programs`, whose processes it saw; `found`, where the secret was.
"""

import json
import os
import select
import sys


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:  # The process has ended, or is another user's.
        return b""


def look(secret, programs, found):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
        except OSError:
            continue
        programs.add(program)
        if secret in read(f"/proc/{pid}/cmdline"):
            found.add(f"the arguments of {program}")
        if program != "aurora" and secret in read(f"/proc/{pid}/environ"):
            found.add(f"the environment of {program}")


def main():
    # Unbuffered: what is left of the input must not hide in a buffer from `select`.
    secret = b""
    while not secret.endswith(b"\n"):
        secret += os.read(0, 1)
    looks, programs, found = 0, set(), set()
    while True:
        look(secret.strip(), programs, found)
        looks += 1
        if select.select([0], [], [], 0.005)[0]:
            break
    print(json.dumps({"looks": looks, "programs": sorted(programs), "found": sorted(found)}))


if __name__ == "__main__":
    sys.exit(main())
