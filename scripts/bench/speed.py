"""How fast the renderer is: each size in each container, the time to the first frame, the memory for long sounds, and
many short scenes of one portrait.
usage: speed.py FOLDER-WITH-EXECUTABLES
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import wave

import measure
import rendering

SIZES = (480, 720, 1080)
FORMATS = ("mp4", "webm", "mov")
SECONDS = 10
LONG = (10, 60, 300)
SHORT_SCENES = 20
SHORT_SECONDS = 2


def sound(path, seconds):
    """The baker's line over and over, so long."""
    with wave.open(str(rendering.ROOT / "examples/storytellers/scenes/baker/line.wav")) as line:
        parameters = line.getparams()
        frames = line.readframes(parameters.nframes)
    size = parameters.sampwidth * parameters.nchannels
    wanted = seconds * parameters.framerate * size
    with wave.open(str(path), "wb") as file:
        file.setparams(parameters)
        file.writeframes((frames * (wanted // len(frames) + 1))[:wanted])


def request(render, folder, size, container, seconds, seed=7, name="request.json"):
    """Writes a request, and gives its name."""
    version = subprocess.run([render, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    document = {"engine": version, "task": {"talkingHead": {"_0": {
        "image": "portrait.jpg", "audio": f"{seconds}.wav", "output": f"out{seed}.{container}", "prompt": "",
        "cfgScaleHundredths": 100, "seed": seed, "shortSide": size, "framesPerSecond": 25, "quality": 90, "format": container}}}}
    pathlib.Path(folder, name).write_text(json.dumps(document))
    return name


def figures(render, folder, size, container):
    """Speed, share of the encoder in the work, and what the analysis took, as `aurora-render --bench` measures them."""
    name = request(render, folder, size, container, SECONDS)
    text = subprocess.run([render, "--bench", "--request", name], cwd=folder, capture_output=True, text=True,
                          check=True).stdout
    def number(label):
        return float(re.search(rf"^{label}\s+([0-9.]+)", text, re.MULTILINE)[1])
    return number("speed"), number("CPU ratio"), number("analysis"), SECONDS / number("encode alone")


def first_frame(render, folder):
    """Seconds from the start of the process until its first frame is encoded."""
    name = request(render, folder, 720, "mp4", SECONDS)
    start = time.perf_counter()
    process = subprocess.Popen([render, "--request", name, "--result", "result.json"], cwd=folder,
                               stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if json.loads(line)["stage"] == "rendering":
            took = time.perf_counter() - start
            process.communicate()
            return took
    raise SystemExit("speed: there was no frame")


def short_scenes(aurora, render, folder):
    """Seconds a video by a build, whose renderer stays open, and by a renderer for each, as many at a time."""
    sound(pathlib.Path(folder, f"{SHORT_SECONDS}.wav"), SHORT_SECONDS)
    pathlib.Path(folder, "scenes").mkdir()
    pathlib.Path(folder, "aurora.yaml").write_text("name: short\ndefaults: {settings: {size: 480p, quality: 90}}\n")
    for seed in range(SHORT_SCENES):
        pathlib.Path(folder, f"scenes/s{seed}.yaml").write_text(
            f"image: ../portrait.jpg\naudio: ../{SHORT_SECONDS}.wav\nsettings: {{seed: {seed}}}\n")
    start = time.perf_counter()
    subprocess.run([aurora, "build", "--no-commit"], cwd=folder, capture_output=True, check=True)
    open_seconds = time.perf_counter() - start
    names = [request(render, folder, 480, "mp4", SHORT_SECONDS, seed, f"{seed}.json") for seed in range(SHORT_SCENES)]
    def alone(name):
        subprocess.run([render, "--request", name, "--result", f"result-{name}"], cwd=folder, capture_output=True, check=True)
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(alone, names))
    alone_seconds = time.perf_counter() - start
    for seed in range(SHORT_SCENES):
        made = pathlib.Path(folder, f"out/draft/s{seed}.mp4").read_bytes()
        if made != pathlib.Path(folder, f"out{seed}.mp4").read_bytes():
            raise SystemExit(f"speed: scene {seed} has other bytes than by a renderer of its own")
    return open_seconds / SHORT_SCENES, alone_seconds / SHORT_SCENES


def main():
    aurora = str(pathlib.Path(sys.argv[1], "aurora").resolve())
    render = str(pathlib.Path(sys.argv[1], "aurora-render").resolve())
    with tempfile.TemporaryDirectory() as folder:
        measure.start(folder)
        portrait = rendering.ROOT / "examples/storytellers/scenes/baker/portrait.jpg"
        pathlib.Path(folder, "portrait.jpg").write_bytes(portrait.read_bytes())
        for seconds in LONG:
            sound(pathlib.Path(folder, f"{seconds}.wav"), seconds)
        print(f"Rendering {SECONDS} s at 25 fps, quality 90\n")
        print("size   format  x real time  CPU to encoding alone  encoding alone, x real time  analysis, s")
        for size in SIZES:
            for container in FORMATS:
                speed, ratio, analysis, alone = figures(render, folder, size, container)
                print(f"{size:<4}p  {container:6}  {speed:11.1f}  {ratio:21.2f}  {alone:27.1f}  {analysis:11.2f}", flush=True)
        print(f"\nfirst frame after {first_frame(render, folder):.2f} s (goal: 0.6 s + 0.1 x {SECONDS} s)\n")
        for seconds in LONG:
            name = request(render, folder, 720, "mp4", seconds)
            run = measure.run([render, "--request", name, "--result", "result.json"], folder)
            print(f"{seconds:4} s at 720p: {run.mebibytes:4.0f} MiB, {run.seconds:5.1f} s, "
                  f"{seconds / run.seconds:.1f} x real time from start to end", flush=True)
        together, alone = short_scenes(aurora, render, folder)
        print(f"\n{SHORT_SCENES} scenes of {SHORT_SECONDS} s of one portrait at 480p: {together:.2f} s a video by a build, "
              f"{alone:.2f} s by a renderer for each ({together / alone:.2f} x)")


if __name__ == "__main__":
    main()
