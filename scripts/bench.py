#!/usr/bin/env python3
"""Measures Aurora beside peers, in one interleaved run. usage: bench.py FOLDER-WITH-EXECUTABLES

Start: `aurora --help` beside `ninja --version`. No-op: `aurora build` of the built example beside a no-op of ninja over
the same files. Rendering: CPU of making a video beside CPU of encoding the same frames alone, by `aurora-render --bench`.
Times are whole processes, in milliseconds of wall time: the least of all runs (what the machine can do) and the median.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 60
ROOT = pathlib.Path(__file__).resolve().parent.parent


def interleaved(commands, folder):
    """Least and median wall time of each command, run in turns so that noise hits all alike."""
    times = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: (min(values), statistics.median(values)) for name, values in times.items()}


def show(title, results, ours, peer):
    print(f"\n{title}")
    for name, (least, median) in results.items():
        print(f"  {name:<28} least {least:7.2f} ms   median {median:7.2f} ms")
    print(f"  {ours} / {peer}: {results[ours][0] / results[peer][0]:.2f} (least), "
          f"{results[ours][1] / results[peer][1]:.2f} (median)")


def built_example(aurora, folder):
    """A copy of the example that is built and committed."""
    shutil.copytree(ROOT / "examples/storytellers", folder, dirs_exist_ok=True)
    git = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Add scenes"]):
        subprocess.run(git + arguments, cwd=folder, check=True)
    start = time.perf_counter()
    subprocess.run([aurora, "build", "--no-commit"], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def ninja_twin(folder):
    """A ninja file over the same inputs and outputs; everything is up to date after its first run."""
    lines = ["rule make", "  command = touch $out"]
    for scene in sorted(pathlib.Path(folder, "scenes").iterdir()):
        inputs = " ".join(str(path.relative_to(folder)) for path in sorted(scene.iterdir()))
        lines.append(f"build ninja-out/{scene.name}.mp4: make {inputs}")
    pathlib.Path(folder, "build.ninja").write_text("\n".join(lines) + "\n")
    subprocess.run(["ninja"], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def rendering(render, folder, scene):
    """Prints what `aurora-render --bench` measures for one scene of the example."""
    audio = next(pathlib.Path(folder, "scenes", scene).glob("line.[wmf]*"))
    request = {
        "engine": subprocess.run([render, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1],
        "task": {"talkingHead": {"_0": {
            "image": f"scenes/{scene}/portrait.jpg", "audio": str(audio.relative_to(folder)),
            "output": "bench.mp4", "prompt": "", "cfgScaleHundredths": 100, "seed": 7, "shortSide": 720,
            "framesPerSecond": 25, "quality": 90, "format": "mp4"}}},
    }
    pathlib.Path(folder, "request.json").write_text(json.dumps(request))
    print(f"\nRendering `{scene}` at 720p, 25 fps, beside encoding the same frames alone", flush=True)
    subprocess.run([render, "--bench", "--request", "request.json"], cwd=folder, check=True)


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve()
    aurora, render = str(binaries / "aurora"), str(binaries / "aurora-render")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        seconds = built_example(aurora, folder)
        ninja_twin(folder)
        print(f"first build of the example: {seconds:.1f} s")
        show("Start", interleaved({"aurora --help": [aurora, "--help"], "ninja --version": ["ninja", "--version"]},
                                  folder), "aurora --help", "ninja --version")
        noop = {"aurora build": [aurora, "build", "--no-commit"], "aurora diff": [aurora, "diff"], "ninja": ["ninja"]}
        show("Nothing to do, three scenes", interleaved(noop, folder), "aurora build", "ninja")
        for scene in ("baker", "botanist"):
            rendering(render, folder, scene)


main()
