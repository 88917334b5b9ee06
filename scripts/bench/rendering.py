"""The figures of starting and of rendering, with the example of three scenes."""

import json
import pathlib
import shutil
import subprocess

import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RUNS = 40


def start(aurora, folder):
    measure.show("Start", measure.in_turns(
        {"aurora --help": lambda: measure.run([aurora, "--help"], folder),
         "aurora --version": lambda: measure.run([aurora, "--version"], folder),
         "ninja --version": lambda: measure.run(["ninja", "--version"], folder)}, RUNS))
    print("  (goal: at most 10 ms)")


def built_example(aurora, folder):
    """Builds a copy of the example, and prints how long that took."""
    shutil.copytree(ROOT / "examples/storytellers", folder, dirs_exist_ok=True)
    git = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Add scenes"]):
        subprocess.run(git + arguments, cwd=folder, check=True)
    print(f"\nFirst build of the example: {measure.run([aurora, 'build', '--no-commit'], folder).seconds:.1f} s")


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
