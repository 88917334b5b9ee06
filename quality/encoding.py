#!/usr/bin/env python3
"""What encoding does to the frames: each quality in each container against the frames as they were drawn.

usage: quality/encoding.py [RENDERER] [--portrait FILE]... [--sound FILE] [--size 480] [--seconds 4]
                           [--formats mp4,webm,mov] [--qualities 20,30,...,90,99]

The renderer writes the frames that it hands to the encoder beside each video (`--frames`), so nothing but encoding is
between the two. For each quality the table has the kilobytes of a second of the video, and of the picture:

  SSIM   structural similarity of luma, 0...1, mean of all frames (Wang, Bovik, Sheikh and Simoncelli, 2004)
  worst  the SSIM of the worst frame
  dB     the same mean in decibels, -10 log10(1 - SSIM): equal steps of it look about equal
  VMAF   0...100; only if ffmpeg, or the one that AURORA_FFMPEG names, has libvmaf (Debian's has not)

Figures are means over the portraits. The exit status is 1 if size or SSIM does not rise from one quality to the next
in some container.
"""

import argparse
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENES = ROOT / "examples/storytellers/scenes"
FFMPEG = os.environ.get("AURORA_FFMPEG", "ffmpeg")


def request(renderer, folder, portrait, container, quality, size):
    """Makes a video, and its frames beside it. Gives both paths."""
    version = subprocess.run([renderer, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    video = f"{quality}.{container}"
    document = {"engine": version, "task": {"talkingHead": {"_0": {
        "image": str(portrait), "audio": "sound.wav", "output": video, "prompt": "", "cfgScaleHundredths": 100,
        "seed": 7, "shortSide": size, "framesPerSecond": 25, "quality": quality, "format": container}}}}
    pathlib.Path(folder, "request.json").write_text(json.dumps(document))
    subprocess.run([renderer, "--request", "request.json", "--result", "result.json", "--frames", "frames.y4m"],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL)
    answer = json.loads(pathlib.Path(folder, "result.json").read_text())
    if "failed" in answer:
        sys.exit(f"encoding: {answer['failed']}")
    return pathlib.Path(folder, video), pathlib.Path(folder, "frames.y4m")


def has_vmaf():
    filters = subprocess.run([FFMPEG, "-hide_banner", "-filters"], capture_output=True, text=True, check=True).stdout
    return " libvmaf " in filters


def compared(video, frames, vmaf):
    """SSIM of luma, that of the worst frame, and VMAF or None."""
    # Frame by frame in their order: the containers count time in units of their own.
    graph = "[0:v]settb=1/25,setpts=N[a];[1:v]settb=1/25,setpts=N[b];[a][b]"
    log = video.with_suffix(".ssim")
    subprocess.run([FFMPEG, "-v", "error", "-i", video, "-i", frames, "-lavfi", f"{graph}ssim=stats_file={log}",
                    "-f", "null", "-"], check=True)
    values = [float(value) for value in re.findall(r"\bY:([0-9.]+)", log.read_text())]
    score = None
    if vmaf:
        text = subprocess.run([FFMPEG, "-hide_banner", "-i", video, "-i", frames, "-lavfi", f"{graph}libvmaf=n_threads=2",
                               "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
        score = float(re.search(r"VMAF score: ([0-9.]+)", text)[1])
    return sum(values) / len(values), min(values), score


def seconds_of(video):
    return float(subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", video],
                                capture_output=True, text=True, check=True).stdout)


def measured(options, folder, container, quality, vmaf):
    """Kilobytes a second, SSIM, the worst SSIM, VMAF: means over the portraits."""
    rows = []
    for portrait in options.portrait:
        video, frames = request(options.renderer, folder, portrait, container, quality, options.size)
        ssim, worst, score = compared(video, frames, vmaf)
        rows.append((video.stat().st_size / 1000 / seconds_of(video), ssim, worst, score))
    return [None if None in column else sum(column) / len(column) for column in zip(*rows)]


def options():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("renderer", nargs="?", default=str(ROOT / ".build/debug/aurora-render"))
    parser.add_argument("--portrait", action="append")
    parser.add_argument("--sound", default=str(SCENES / "baker/line.wav"))
    parser.add_argument("--size", type=int, default=480)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--formats", default="mp4,webm,mov")
    parser.add_argument("--qualities", default="20,30,40,50,60,70,80,90,99")
    result = parser.parse_args()
    result.renderer = str(pathlib.Path(result.renderer).resolve())
    result.portrait = [str(pathlib.Path(path).resolve()) for path in
                       result.portrait or [SCENES / "baker/portrait.jpg", SCENES / "botanist/portrait.jpg"]]
    return result


def main():
    asked = options()
    vmaf = has_vmaf()
    is_monotone = True
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["ffmpeg", "-v", "error", "-i", asked.sound, "-t", str(asked.seconds),
                        pathlib.Path(folder, "sound.wav")], check=True)
        print("| format | quality | kB a second | SSIM | worst | dB | VMAF |")
        print("|---|---|---|---|---|---|---|")
        for container in asked.formats.split(","):
            before = (0, 0)
            for quality in map(int, asked.qualities.split(",")):
                size, ssim, worst, score = measured(asked, folder, container, quality, vmaf)
                is_monotone = is_monotone and (size, ssim) > before and ssim > before[1]
                before = (size, ssim)
                shown = "" if score is None else f"{score:.1f}"
                print(f"| {container} | {quality} | {size:.1f} | {ssim:.4f} | {worst:.4f} | "
                      f"{-10 * math.log10(max(1 - ssim, 1e-6)):.2f} | {shown} |", flush=True)
    print("\nsize and SSIM rise with quality in each container" if is_monotone else
          "\nsize or SSIM does NOT rise with quality")
    sys.exit(0 if is_monotone else 1)


if __name__ == "__main__":
    main()
