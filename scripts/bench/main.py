"""Measures Aurora beside peers, in one interleaved run. usage: main.py [--quick] FOLDER-WITH-EXECUTABLES

Times are whole processes, in wall time: the least of all runs (what the machine can do) and the median. Every goal is
printed with the ratio that it is about. `--quick` measures building with 1,000 scenes alone.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import building
import dvc
import measure
import rendering

HERE = pathlib.Path(__file__).resolve().parent


def compiled_probe(folder):
    probe = pathlib.Path(folder, "lstat-probe")
    subprocess.run(["cc", "-O2", "-o", probe, HERE / "lstat_probe.c"], check=True)
    return str(probe)


def main():
    words = sys.argv[1:]
    is_quick = "--quick" in words
    binaries = pathlib.Path([word for word in words if word != "--quick"][0]).resolve()
    aurora, render = str(binaries / "aurora"), str(binaries / "aurora-render")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        probe = compiled_probe(folder)
        measure.start(folder)
        if is_quick:
            building.building(aurora, probe, [1000], folder)
            return
        rendering.start(aurora, folder)
        building.building(aurora, probe, [1000, 10_000, 100_000], folder)
        dvc.status(folder)
        building.hashing(aurora, folder)
        example = pathlib.Path(folder, "example")
        rendering.built_example(aurora, example)
        for scene in ("baker", "botanist"):
            rendering.rendering(render, example, scene)


main()
