#!/usr/bin/env python3
"""Makes the same video again and again: by itself, on one processor, beside another, and beside itself. Prints its
digest for each format; there must be one.

usage: scripts/same_bytes.py FOLDER-WITH-EXECUTABLES [--runs 20] [--safety]
With --safety each is checked as `safety: full` has it, and what the check says must be the same too.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BAKER = ROOT / "examples/storytellers/scenes/baker"
FORMATS = {"mp4": {"format": "mp4"}, "webm": {"format": "webm"}, "mov": {"format": "mov"},
           "prores": {"format": "mov", "codec": "prores"}}


class Maker:
    def __init__(self, renderer, folder, safety):
        self.renderer, self.folder, self.safety = renderer, folder, safety
        self.version = subprocess.run([renderer, "--version"], capture_output=True, text=True,
                                      check=True).stdout.split()[-1]
        subprocess.run(["ffmpeg", "-v", "error", "-i", BAKER / "line.wav", "-t", "4.3" if safety else "2.2",
                        folder / "sound.wav"], check=True)

    def start(self, name, settings, processors=None):
        """Starts to make a video of a name."""
        task = {"image": str(BAKER / "portrait.jpg"), "audio": "sound.wav", "output": f"{name}.video", "prompt": "smiling",
                "cfgScaleHundredths": 100, "seed": 7, "shortSide": 240, "framesPerSecond": 25, "quality": 85, **settings}
        if self.safety:
            task["safety"] = "full"
        document = {"engine": self.version, "task": {"talkingHead": {"_0": task}}}
        (self.folder / f"{name}.json").write_text(json.dumps(document))
        command = [self.renderer, "--request", f"{name}.json", "--result", f"{name}.result"]
        if processors:
            command = ["taskset", "--cpu-list", processors, *command]
        return name, subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)

    def finish(self, started):
        """The digest of a video and what is said of it."""
        name, process = started
        process.wait()
        answer = (self.folder / f"{name}.result").read_text()
        if "failed" in answer:
            sys.exit(f"same_bytes: {answer}")
        digest = hashlib.sha256((self.folder / f"{name}.video").read_bytes() + answer.encode())
        return digest.hexdigest()


def digests(maker, settings, runs):
    """Of so many runs, in each of the ways in turn."""
    found = []
    while len(found) < runs:
        found.append(maker.finish(maker.start("alone", settings)))
        found.append(maker.finish(maker.start("one", settings, "0")))
        both = [maker.start(name, settings) for name in ("first", "second")]
        found += [maker.finish(started) for started in both]
    return found


def main():
    arguments = sys.argv[1:]
    safety = "--safety" in arguments
    if safety:
        arguments.remove("--safety")
    runs = int(arguments[2]) if arguments[1:2] == ["--runs"] else 20
    if len(arguments) not in (1, 3):
        sys.exit(__doc__)
    is_same = True
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(str(pathlib.Path(arguments[0], "aurora-render").resolve()), pathlib.Path(folder), safety)
        for name, settings in FORMATS.items():
            found = digests(maker, settings, runs)
            is_same = is_same and len(set(found)) == 1
            print(f"{name}: {len(found)} runs, {len(set(found))} result(s): {', '.join(sorted(set(found)))}", flush=True)
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
