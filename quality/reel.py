#!/usr/bin/env python3
"""Check reels frame by frame and sample by sample.

reel.py FOLDER            FOLDER has the programs aurora and aurora-render, as .build/release

Makes clips of flat shades and tones with ffmpeg, has a campaign of them joined by `aurora build` in each way that there is, and looks at the result as a
player decodes it: what shade every frame has, how long pictures and sound are, how large the largest corner of the sound is at
a join beside that within the tones, and how loud all of it is by ffmpeg's own measure of EBU R 128. The same clips joined by ffmpeg's
concat, with samples cut as they are, show what a click would look like. Fails if something is not as it should be.

Needs: ffmpeg.
"""
import argparse
import array
import os
import pathlib
import re
import subprocess
import sys
import tempfile

RATE = 25
SAMPLES = 48_000
# Name, shade of grey, seconds, tone in Hz, frames a second, width, height.
CLIPS = [
    ("a", 60, 2.0, 441, 25, 640, 360), ("b", 200, 1.48, 617, 25, 640, 360), ("c", 120, 2.2, 523, 50, 360, 640),
    ("d", 90, 1.2, None, 30, 640, 360),
]
# Seconds on both sides of a join that count as the join.
NEAR = 0.012


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, **options)


def make_clips(folder):
    for name, shade, seconds, tone, rate, width, height in CLIPS:
        hexadecimal = f"0x{shade:02x}{shade:02x}{shade:02x}"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"color={hexadecimal}:s={width}x{height}:r={rate}:d={seconds}"]
        if tone:
            command += ["-f", "lavfi", "-i", f"sine={tone}:r={SAMPLES}:d={seconds}", "-c:a", "aac", "-b:a", "192k"]
        run(*command, "-pix_fmt", "yuv420p", "-crf", "12", "-y", folder / f"{name}.mp4")
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"sine=220:r={SAMPLES}:d=1.7", "-y", folder / "bed.wav")


def shades(video):
    """The grey in the middle of every frame."""
    raw = run("ffmpeg", "-v", "error", "-i", video, "-vf", "crop=16:16,scale=1:1,format=gray", "-f", "rawvideo", "-").stdout
    return list(raw)


def samples(video):
    """The left channel."""
    raw = run("ffmpeg", "-v", "error", "-i", video, "-map", "0:a", "-af", "pan=mono|c0=c0", "-ar", SAMPLES, "-f", "f32le", "-").stdout
    return array.array("f", raw)


def loudness(video):
    text = run("ffmpeg", "-nostats", "-i", video, "-map", "0:a", "-af", "ebur128", "-f", "null", "-").stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+|-inf) LUFS", text)[-1])


def corner(sound, start, end):
    """The largest second difference between two samples' times: a tone has a small one, a jump a large one."""
    start, end = max(start, 2), min(end, len(sound))
    return max((abs(sound[n] - 2 * sound[n - 1] + sound[n - 2]) for n in range(start, end)), default=0.0)


def timeline(parts, gap, fade):
    """The grey that each frame should have, and the times of the joins: worked out apart from Aurora's own plan."""
    frames, joins = [], []
    for index, (shade, count) in enumerate(parts):
        if index and gap:
            joins.append(len(frames) / RATE)
            frames += [None] * gap
        overlap = min(fade, count // 2, parts[index - 1][1] // 2) if index and not gap else 0
        joins += [len(frames) / RATE, (len(frames) - overlap) / RATE] if index else []
        for step in range(overlap):
            share = (step + 1) / (overlap + 1)
            place = len(frames) - overlap + step
            frames[place] = frames[place] * (1 - share) + shade * share
        frames += [shade] * (count - overlap)
    return frames, joins


def reel(name, order, **fields):
    text = f"  {name}:\n    order: [{', '.join(order)}]\n"
    return text + "".join(f"    {key}: {value}\n" for key, value in fields.items())


def build(programs, folder):
    root = pathlib.Path(__file__).resolve().parent.parent
    environment = dict(os.environ, XDG_CACHE_HOME=str(folder / "cache"), GIT_CONFIG_GLOBAL="/dev/null")
    work = folder / "work"
    run(programs / "aurora", "init", work, env=environment)
    scene = work / "scenes" / "filler"
    scene.mkdir(parents=True)
    portrait = next((root / "examples").rglob("portrait.*"))
    (scene / portrait.name).write_bytes(portrait.read_bytes())
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=300:d=0.4", "-y", scene / "tone.wav")
    (scene / "scene.yaml").write_text(f"image: {portrait.name}\naudio: tone.wav\n")
    campaigns = work / "campaigns"
    campaigns.mkdir(exist_ok=True)
    make_clips(campaigns)
    clips = [f"{{clip: {clip[0]}.mp4}}" for clip in CLIPS]
    music = "{file: bed.wav, gain: -14, duck: 12}"
    (campaigns / "check.yaml").write_text(
        "scene: ../scenes/filler\nmatrix: {locale: [en]}\nreels:\n" + reel("cut", clips) + reel("gap", clips, gap=0.4)
        + reel("fade", clips, transition="{crossfade: 0.4}") + reel("webm", clips, format="webm")
        + reel("loud", clips, gap=1, music=music, loudness=-14) + reel("soft", clips, gap=1, music=music, loudness=-27)
        + reel("film", clips, format="mov", loudness=-23))
    run(programs / "aurora", "build", cwd=work, env=environment)
    out = work / "out" / "draft" / "check"
    return campaigns, {path.stem: path for path in out.iterdir() if path.suffix in (".mp4", ".webm", ".mov")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=pathlib.Path)
    options = parser.parse_args()
    failures = []
    with tempfile.TemporaryDirectory() as temporary:
        clips, reels = build(options.programs.resolve(), pathlib.Path(temporary))
        # As ffmpeg itself shows them: limited range and rounding are no matter of the joins.
        plain = {name: shades(clips / f"{name}.mp4")[0] for name, *_ in CLIPS}
        parts = [(plain[name], round(seconds * RATE)) for name, _, seconds, *_ in CLIPS]
        print(f"{'reel':6} {'frames':>12} {'worst shade':>11} {'sound - pictures':>16} {'corner at joins':>15} {'in tones':>9} {'LUFS':>6} {'target':>6}")
        for name, gap, fade, target in [
            ("cut", 0, 0, None), ("gap", 10, 0, None), ("fade", 0, 10, None), ("webm", 0, 0, None),
            ("loud", 25, 0, -14), ("soft", 25, 0, -27), ("film", 0, 0, -23),
        ]:
            wanted, joins = timeline(parts, gap, fade)
            wanted = [0 if shade is None else shade for shade in wanted]
            seen, sound = shades(reels[name]), samples(reels[name])
            # A clip of another shape stands in the middle: that is what is looked at.
            worst = max((abs(one - other) for one, other in zip(seen, wanted)), default=255)
            apart = len(sound) / SAMPLES - len(seen) / RATE
            near = [(int((join - NEAR) * SAMPLES), int((join + NEAR) * SAMPLES)) for join in joins]
            at_joins = max(corner(sound, *place) for place in near)
            within = corner(sound, int(0.5 * SAMPLES), int(1.5 * SAMPLES))
            loud = loudness(reels[name])
            print(f"{name:6} {len(seen):5} of {len(wanted):3} {worst:11} {apart * 1000:13.1f} ms {at_joins:15.4f} {within:9.4f}"
                  f" {loud:6.1f} {target if target is not None else '':>6}")
            if len(seen) != len(wanted) or worst > 4:
                failures.append(f"{name}: frames")
            if abs(apart) > 1 / RATE:
                failures.append(f"{name}: the sound is {apart:.3f} s longer")
            if at_joins > max(2 * within, 0.004):
                failures.append(f"{name}: a click")
            if target is not None and abs(loud - target) > 0.5:
                failures.append(f"{name}: loudness")
        listing = clips / "list.txt"
        listing.write_text("".join(f"file {name}.wav\n" for name in "abc"))
        for name in "abc":
            run("ffmpeg", "-v", "error", "-i", clips / f"{name}.mp4", "-ac", 1, "-t", 0.7131, "-y", clips / f"{name}.wav")
        run("ffmpeg", "-v", "error", "-f", "concat", "-i", listing, "-y", clips / "cut.wav")
        sound = samples(clips / "cut.wav")
        print(f"\nCut without ramps, for comparison: {max(corner(sound, int((t - NEAR) * SAMPLES), int((t + NEAR) * SAMPLES)) for t in (0.7131, 1.4262)):.4f}")
    for failure in failures:
        print(f"not as it should be: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
