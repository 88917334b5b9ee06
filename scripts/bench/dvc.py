"""DVC as a peer: `dvc status` with 1,000 stages in which nothing changed."""

import os
import pathlib
import shutil
import subprocess
import sys

import measure
import workspace

COUNT = 1000
HERE = pathlib.Path(__file__).resolve().parent


def installed(folder):
    """The program, in an environment of its own, every package pinned by its digest; else why there is none."""
    environment = pathlib.Path(folder, "dvc-environment")
    install = [environment / "bin/pip", "install", "-q", "--no-deps", "--require-hashes"]
    steps = [[sys.executable, "-m", "venv", environment], [*install, "-r", HERE / "dvc-build.lock"],
             [*install, "--no-build-isolation", "-r", HERE / "dvc.lock"]]
    for step in steps:
        ended = subprocess.run(list(map(str, step)), capture_output=True, text=True)
        if ended.returncode != 0:
            lines = ended.stderr.strip().splitlines() or ["no reason given"]
            return None, lines[-1]
    return str(environment / "bin/dvc"), None


def status(folder):
    program, problem = installed(folder)
    if program is None:
        print(f"\ndvc: skipped, it cannot be installed: {problem}")
        return
    root = pathlib.Path(folder, "dvc-scenes")
    root.mkdir()
    for index in range(COUNT):
        workspace.write_scene(root, index)
    stages = ["stages:\n"]
    (root / "out").mkdir()
    for index in range(COUNT):
        portrait = workspace.inputs(index)[1]
        stages.append(f"  s{index:06d}:\n    cmd: cp {portrait} out/s{index:06d}.mp4\n    deps:\n"
                      + "".join(f"    - {path}\n" for path in workspace.inputs(index))
                      + f"    outs:\n    - out/s{index:06d}.mp4\n")
    (root / "dvc.yaml").write_text("".join(stages))
    surroundings = {**os.environ, "DVC_NO_ANALYTICS": "1", "HOME": str(folder)}
    # As if DVC had run every stage: running them would take minutes.
    for index in range(COUNT):
        shutil.copyfile(root / workspace.inputs(index)[1], root / f"out/s{index:06d}.mp4")
    for words in (["init", "-q", "--no-scm"], ["config", "core.check_update", "false"],
                  ["config", "core.analytics", "false"], ["commit", "-q", "-f"]):
        measure.run([program, *words], root, surroundings)
    measure.show(f"Nothing to do, {COUNT} scenes, dvc", measure.in_turns(
        {"dvc status": lambda: measure.run([program, "status", "-q"], root, surroundings)}, 2))
    shutil.rmtree(root)
