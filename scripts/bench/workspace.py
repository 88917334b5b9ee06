"""Workspaces of any size for measuring, and the same files for the peers."""

import os
import pathlib
import shutil
import subprocess

GIT = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"]


def scene_folder(index):
    return f"scenes/{index // 1000:03d}/s{index:06d}"


def output(index):
    return f"out/draft/{index // 1000:03d}/s{index:06d}.mp4"


def write_scene(root, index):
    folder = root / scene_folder(index)
    folder.mkdir(parents=True)
    # Begins as an MP4 does, since the copy has to pass for a video.
    (folder / "portrait.png").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0" + b"%08d" % index + b"x" * 500)
    (folder / "audio.wav").write_bytes(b"A%08d" % index + b"y" * 500)
    (folder / "scene.yaml").write_text(
        f"image: portrait.png\naudio: audio.wav\nprompt: A presenter {index} speaks calmly to camera\n"
        f"settings: {{seed: {index}}}\n")


def make(root, count, run):
    """A workspace of `count` scenes whose provider copies the portrait, committed."""
    root = pathlib.Path(root)
    root.mkdir(parents=True)
    words = ", ".join(f'"{word}"' for word in run)
    (root / "aurora.yaml").write_text(
        "name: bench\nprofile: draft\nprofiles: {draft: {provider: copy}}\n"
        f"providers:\n  copy: {{kind: command, version: \"1\", run: [{words}], seconds: 60}}\n")
    (root / ".gitignore").write_text("/out/\n/.aurora/\n/ninja-out/\n/make-out/\n/.ninja_log\n/.ninja_deps\n/list\n"
                                     "/build.ninja\n/Makefile\n")
    for index in range(count):
        write_scene(root, index)
    for arguments in (["init", "-q"], ["config", "user.name", "Bench"], ["config", "user.email", "bench@example.com"],
                      ["add", "."], ["commit", "-q", "-m", "Add scenes"]):
        subprocess.run(GIT + arguments, cwd=root, check=True)
    return root


def inputs(index):
    folder = scene_folder(index)
    return [f"{folder}/scene.yaml", f"{folder}/portrait.png", f"{folder}/audio.wav"]


def all_files(root, count):
    """The files and folders that Aurora goes by: scenes, their folders, outputs, and the folders of records."""
    paths = ["aurora.yaml", "scenes"] + sorted({os.path.dirname(scene_folder(index)) for index in range(count)})
    for index in range(count):
        paths += [scene_folder(index), *inputs(index), output(index)]
    for folder, _, _ in os.walk(root / "records"):
        paths.append(os.path.relpath(folder, root))
    return paths


def ninja_file(count, folder, copy):
    lines = ["rule make", f"  command = {copy} $out"]
    for index in range(count):
        lines.append(f"build {folder}/s{index:06d}.mp4: make {' '.join(inputs(index))}")
    return "\n".join(lines) + "\n"


def make_file(count, folder):
    targets = [f"{folder}/s{index:06d}.mp4" for index in range(count)]
    lines = [".SUFFIXES:", "MAKEFLAGS += -rR", "all: " + " ".join(targets)]
    for index, target in enumerate(targets):
        lines += [f"{target}: {' '.join(inputs(index))}", f"\tcp {inputs(index)[1]} $@"]
    return "\n".join(lines) + "\n"


def has_room(folder, count):
    """Whether the disk has room for so many scenes: about twelve small files of one block each, and git's objects."""
    needed = count * 14 * 4096 + (1 << 30)
    free = shutil.disk_usage(folder).free
    inodes = os.statvfs(folder).f_favail
    return (free > needed and (inodes == 0 or inodes > count * 20)), needed, free


def edit(root, index, word):
    """Gives a scene another picture: the program that copies is told of nothing else, so nothing else is in its key."""
    path = pathlib.Path(root, scene_folder(index), "portrait.png")
    path.write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0" + word.encode() + b"x" * 500)
