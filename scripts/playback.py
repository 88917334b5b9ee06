#!/usr/bin/env python3
"""Makes videos in every container and size of picture, looks at what they say of themselves, and plays them in Chromium.

Of each file: size, length to the frame, frame rate, colours, streams, the index before the pictures, and sound that is
sample for sample where it was. In a browser, from a server on this machine: MP4 and WebM are played to the end, sought
to the middle, and the picture there compared with the frame. Nothing of Chromium is pinned: it is Debian's.
Needs ffmpeg and chromium. usage: scripts/playback.py FOLDER-WITH-EXECUTABLES [--screenshots FOLDER]
"""
import array
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import chromium

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENES = ROOT / "examples/storytellers/scenes"
RATE = 48000
# Of the picture and of the sound: what is asked of each container.
WANTED = {
    "mp4": {"tags": ("avc1", "mp4a"), "codecs": ("h264", "aac")},
    "mov": {"tags": ("avc1", "mp4a"), "codecs": ("h264", "aac")},
    "webm": {"tags": None, "codecs": ("vp9", "opus")},
    "prores.mov": {"tags": ("apch", "in24"), "codecs": ("prores", "pcm_s24le"), "pixels": "yuv422p10le"},
}


def ffmpeg(*words):
    return subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, words)], check=True,
                          stdout=subprocess.PIPE).stdout


def cases(folder):
    """Picture, sound and settings of each video to make: name to (picture, sound, short side, frame rate)."""
    portrait = SCENES / "baker/portrait.jpg"
    ffmpeg("-i", portrait, "-vf", "crop=iw-1:ih,pad=iw*1.5:ih:(ow-iw)/2:0:gray,scale=613:407", folder / "landscape.png")
    ffmpeg("-i", portrait, "-vf", "pad=iw:ih*1.4:0:(oh-ih)/2:gray,scale=407:571", folder / "upright.png")
    line = ["-i", SCENES / "baker/line.wav"]
    # 286,560 samples: 149.25 frames, so the last one is shown longer than the sound lasts.
    ffmpeg(*line, "-t", "5.97", "-ar", RATE, folder / "odd.wav")
    ffmpeg(*line, "-t", "2.4", "-ar", RATE, "-af", "pan=stereo|c0=c0|c1=0.5*c0", folder / "stereo.wav")
    ffmpeg(*line, "-t", "2", "-ar", RATE, folder / "short.wav")
    return {
        "square": (portrait, "odd.wav", 480, 25),
        "landscape": ("landscape.png", "stereo.wav", 350, 30),
        "upright": ("upright.png", "short.wav", 480, 24),
    }


def make(renderer, folder, name, case, container):
    picture, sound, size, rate = case
    version = subprocess.run([renderer, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    task = {"image": str(picture), "audio": sound, "output": f"{name}.{container}", "prompt": "", "seed": 7,
            "cfgScaleHundredths": 100, "shortSide": size, "framesPerSecond": rate, "quality": 85,
            "format": container.split(".")[-1]}
    if container == "prores.mov":
        task["codec"] = "prores"
    document = {"engine": version, "task": {"talkingHead": {"_0": task}}}
    (folder / "request.json").write_text(json.dumps(document))
    subprocess.run([renderer, "--request", "request.json", "--result", "result.json"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    answer = json.loads((folder / "result.json").read_text())
    if "failed" in answer:
        sys.exit(f"playback: {name}.{container}: {answer['failed']}")
    return folder / f"{name}.{container}"


def samples(path):
    """The first channel at 48 kHz."""
    channel = ffmpeg("-i", path, "-af", "pan=mono|c0=c0", "-ar", RATE, "-f", "f32le", "-")
    return array.array("f", channel)


def sound_of(video, sound):
    """Samples in the video and in the sound, and how many samples later the video's are heard."""
    there, here = samples(video), samples(sound)
    start, reach = len(here) // 3, 96
    piece = here[start:start + RATE // 4]

    def alike(shift):
        return sum(left * right for left, right in zip(piece, there[start + shift:start + shift + len(piece)]))
    return len(there), len(here), max(range(-reach, reach + 1), key=alike)


def boxes(path):
    """Where an MP4 or QuickTime file has its index and its pictures; of WebM, its cues and first cluster."""
    data = path.read_bytes()
    marks = (b"\x1c\x53\xbb\x6b", b"\x1f\x43\xb6\x75") if path.suffix == ".webm" else (b"moov", b"mdat")
    return data.find(marks[0]), data.find(marks[1])


def problems(video, container, case, folder):
    """What is not as it should be, each as a line."""
    _, sound, size, rate = case
    wanted = WANTED[container]
    shown = subprocess.run(["ffprobe", "-v", "error", "-count_packets", "-show_streams", "-show_format", "-of", "json", video],
                           capture_output=True, text=True, check=True)
    answer = json.loads(shown.stdout)
    found = []

    def check(what, value, expected):
        if value != expected:
            found.append(f"{what} is {value}, not {expected}")
    picture, track = answer["streams"]
    there, here, lag = sound_of(video, folder / sound)
    frames = math.ceil(here * rate / RATE)
    for stream, codec in zip((picture, track), wanted["codecs"]):
        check("codec", stream["codec_name"], codec)
    if wanted["tags"]:
        check("tags", (picture["codec_tag_string"], track["codec_tag_string"]), wanted["tags"])
    check("pixels", picture["pix_fmt"], wanted.get("pixels", "yuv420p"))
    for field, expected in (("color_range", "tv"), ("color_space", "bt709"), ("color_transfer", "bt709"),
                            ("color_primaries", "bt709"), ("r_frame_rate", f"{rate}/1"), ("avg_frame_rate", f"{rate}/1"),
                            ("sample_aspect_ratio", "1:1"), ("nb_read_packets", str(frames)),
                            ("start_time", "0.000000")):
        check(field, picture.get(field), expected)
    check("short side", min(picture["width"], picture["height"]), size & ~1)
    check("long side is even", max(picture["width"], picture["height"]) % 2, 0)
    check("sample rate", track["sample_rate"], str(RATE))
    length = float(answer["format"]["duration"])
    # WebM counts in milliseconds.
    if abs(length - frames / rate) > 0.0011:
        found.append(f"length is {length}, not {frames / rate}")
    if video.suffix == ".webm":
        # Opus begins 312 samples before the sound, which players leave out; WebM rounds to milliseconds.
        check("start of the sound", track["start_time"], "-0.007000")
        check("samples", there, here)
    else:
        check("start of the sound", track["start_time"], "0.000000")
        check("samples", track["duration_ts"], here)
        # The last block of AAC is decoded whole.
        block = 1024 if track["codec_name"] == "aac" else 1
        check("decoded samples, in blocks", -(-there // block), -(-here // block))
    check("the sound is heard later by", lag, 0)
    index, first = boxes(video)
    if not 0 <= index < first:
        found.append(f"the index is at {index}, the first picture at {first}")
    return frames, found


def played(browser, video, case, frames, screenshot):
    """What a browser finds wrong with the video."""
    rate = case[3]
    facts = browser.play(video)
    if screenshot:
        browser.screenshot(screenshot)
    if "problem" in facts:
        return [facts["problem"]]
    found = []
    if abs(facts["duration"] - frames / rate) > 0.0011:
        found.append(f"the browser takes it for {facts['duration']} s long, not {frames / rate}")
    if facts["decoded"] < frames - 1:
        found.append(f"{facts['decoded']} of {frames} frames were decoded")
    if not facts["ended"]:
        found.append("it does not end")
    middle = facts["soughtTo"]
    size = f"{facts['width']}x{facts['height']}"
    # A little later than the start of the frame, so that rounding of either finds the same one.
    frame = min(int(middle * rate + 0.01), frames - 1)
    pixels = ffmpeg("-i", video, "-vf", f"select=eq(n\\,{frame}),scale=in_color_matrix=bt709:in_range=tv:out_range=pc",
                    "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-")
    means = [sum(pixels[channel::3]) / (len(pixels) / 3) for channel in range(3)]
    if any(abs(shown - wanted) > 2.5 for shown, wanted in zip(facts["colour"], means)):
        found.append(f"its mean colour is shown as {facts['colour']}, not {means}")
    return found


def main():
    if len(sys.argv) not in (2, 4) or len(sys.argv) == 4 and sys.argv[2] != "--screenshots":
        sys.exit(__doc__)
    renderer = str(pathlib.Path(sys.argv[1], "aurora-render").resolve())
    pictures = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) == 4 else None
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with chromium.Browser(folder) as browser:
            print(f"playing in {browser.version}")
            for case_name, case in cases(folder).items():
                for container in WANTED:
                    video = make(renderer, folder, case_name, case, container)
                    frames, found = problems(video, container, case, folder)
                    # Chromium does not take QuickTime.
                    if video.suffix != ".mov":
                        picture = pictures and pictures / f"{video.stem}-{container}.png"
                        found += played(browser, video, case, frames, picture)
                    bad += bool(found)
                    print(f"{video.name}: {'; '.join(found) or 'as it should be'}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
