"""How fast the renderer is: each size in each container, the time to the first frame, and the memory for long sounds.
usage: speed.py FOLDER-WITH-EXECUTABLES
"""

import json
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


def request(render, folder, size, container, seconds):
    """Writes a request, and gives its name."""
    version = subprocess.run([render, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    document = {"engine": version, "task": {"talkingHead": {"_0": {
        "image": "portrait.jpg", "audio": f"{seconds}.wav", "output": f"out.{container}", "prompt": "",
        "cfgScaleHundredths": 100, "seed": 7, "shortSide": size, "framesPerSecond": 25, "quality": 90, "format": container}}}}
    pathlib.Path(folder, "request.json").write_text(json.dumps(document))
    return "request.json"


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


def main():
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


if __name__ == "__main__":
    main()
