#!/usr/bin/env python3
"""Builds a workspace of scenes whose pictures and sounds are damaged, lie about themselves or are far too large.

Each scene must end as a video or as an error in words at its scene file; the renderer must not crash, hang or take more
memory than any video needs. What is damaged, and how, comes from a seed that is printed.
Needs ffmpeg. usage: scripts/hostile_media.py FOLDER-WITH-EXECUTABLES [--seed N] [--keep]
       or, to write the small ones of them down: scripts/hostile_media.py --corpus PICTURES SOUNDS [--seed N]
"""
import json
import os
import random
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXAMPLE = os.path.join(ROOT, "examples/storytellers/scenes/baker")
# A 480p video of ten minutes, which is among them, takes less.
MOST_MEBIBYTES = 1200
# What may be said of a renderer that came to an end of its own: none of these.
CRASHES = ("stopped before it was done", "answer cannot be read", "was stopped: it took")


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *words], check=True)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *, rows=None, depth=8, colour=2, extra=b"", data=None):
    """A PNG file; `rows` bytes a row, or `data`, the compressed pixels, as they are."""
    if data is None:
        data = zlib.compress((b"\0" + bytes(rows)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def wav(samples=b"", *, tag=1, channels=1, rate=16000, bits=16, length=None, head_length=None, extra=b""):
    """A WAV file that says of itself whatever it is told to."""
    align = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels % 65536, rate, rate * align % 2**32, align % 65536, bits)
    size = len(samples) if length is None else length
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + extra + b"data" + struct.pack("<I", size) + samples
    return b"RIFF" + struct.pack("<I", len(body) if head_length is None else head_length) + body


class Corpus:
    """Pictures and sounds by name, and the good ones that they came from."""

    def __init__(self, folder, chance):
        self.folder, self.chance = folder, chance
        self.pictures, self.sounds = {}, {}
        portrait, line = os.path.join(EXAMPLE, "portrait.jpg"), os.path.join(EXAMPLE, "line.wav")
        self.sources = {}
        small = ["-i", portrait, "-vf", "scale=320:-1"]
        for name in ("jpg", "png", "webp", "bmp"):
            self.source(name, *small)
        for name in ("wav", "flac", "mp3", "ogg", "m4a", "webm"):
            self.source(name, "-t", "1.5", "-i", line)
        self.line = line

    def source(self, name, *words):
        path = os.path.join(self.folder, f"source.{name}")
        ffmpeg(*words, path)
        self.sources[name] = open(path, "rb").read()

    def made(self, name, *words):
        """What ffmpeg makes of these words."""
        path = os.path.join(self.folder, name)
        ffmpeg(*words, path)
        return open(path, "rb").read()

    def fill(self):
        self.damaged(("jpg", "png", "webp", "bmp"), self.pictures, 9, 11)
        self.damaged(("wav", "flac", "mp3", "ogg", "m4a", "webm"), self.sounds, 5, 7)
        self.lying_pictures()
        self.lying_sounds()

    def damaged(self, kinds, into, cuts, flips):
        for kind in kinds:
            good = self.sources[kind]
            for index in range(cuts):
                # Near the head, where parsers work, as often as anywhere.
                limit = min(len(good), 400) if index % 2 else len(good)
                into[f"cut{index}.{kind}"] = good[:self.chance.randrange(1, limit)]
            for index in range(flips):
                bad = bytearray(good)
                limit = min(len(good), 200) if index % 2 else len(good)
                for _ in range(self.chance.choice((1, 4, 40))):
                    bad[self.chance.randrange(limit)] ^= 1 << self.chance.randrange(8)
                into[f"flip{index}.{kind}"] = bytes(bad)

    def lying_pictures(self):
        portrait = os.path.join(self.folder, "source.png")
        zeros = zlib.compress(bytes(1 << 20), 9)
        bomb = b"".join([zlib.compress(bytes(1 << 27), 9)])
        into = self.pictures
        into["empty.png"] = b""
        into["text.jpg"] = b"I am no picture\n" * 10
        into["svg.png"] = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
        into["gif.jpg"] = self.made("a.gif", "-i", portrait)
        into["tiff.png"] = self.made("a.tiff", "-i", portrait)
        into["pixel.png"] = png(1, 1, rows=3)
        into["line.png"] = png(4000, 1, rows=12000)
        into["wide.png"] = png(65535, 65535, data=zeros)
        into["wider.png"] = png(2**31 - 1, 2**31 - 1, data=zeros)
        into["most.png"] = png(2**32 - 1, 1, data=zeros)
        into["none.png"] = png(0, 0, data=zeros)
        # 36 megapixels of one colour in 110 kilobytes: within the limit, and no face.
        into["plain.png"] = png(6000, 6000, rows=18000)
        into["short.png"] = png(3000, 3000, data=zeros)
        into["long.png"] = png(64, 64, data=bomb)
        into["profile.png"] = png(64, 64, rows=192, extra=chunk(b"iCCP", b"x\0\0" + bomb))
        into["note.png"] = png(64, 64, rows=192, extra=chunk(b"zTXt", b"x\0\0" + bomb))
        into["depth.png"] = png(64, 64, rows=192, depth=7)
        into["colour.png"] = png(64, 64, rows=192, colour=5)
        into["unending.png"] = self.sources["png"][:-12] + struct.pack(">I", 2**31 - 1) + b"IDAT" + b"x" * 100
        huge = bytearray(self.sources["jpg"])
        frame = huge.find(b"\xff\xc0")
        huge[frame + 5:frame + 9] = b"\xff\xff\xff\xff"
        into["huge.jpg"] = bytes(huge)
        into["no-length.jpg"] = self.sources["jpg"][:2] + b"\xff\xe0\x00\x00" + self.sources["jpg"][20:]
        into["exif.jpg"] = (self.sources["jpg"][:2] + b"\xff\xe1\x00\x20Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(14)
                            + self.sources["jpg"][2:])
        bitmap = bytearray(self.sources["bmp"])
        bitmap[18:26] = struct.pack("<ii", 30000, -30000)
        into["huge.bmp"] = bytes(bitmap)
        # These are good, of rarer kinds: they must become videos.
        into["good-16-bit.png"] = self.made("deep.png", "-i", portrait, "-pix_fmt", "rgb48be")
        into["good-alpha.png"] = self.made("alpha.png", "-i", portrait, "-pix_fmt", "rgba")
        into["good-palette.png"] = self.made("palette.png", "-i", portrait, "-vf", "split[a][b];[a]palettegen[p];[b][p]paletteuse")

    def lying_sounds(self):
        into = self.sounds
        tone = struct.pack("<16000h", *(int(9000 * ((i % 80) / 40 - 1)) for i in range(16000)))
        floats = lambda value: struct.pack("<16000f", *([value] * 16000))
        into["empty.wav"] = b""
        into["text.mp3"] = b"I am no sound\n" * 100
        into["one.wav"] = wav(b"\1\0")
        into["none.wav"] = wav(b"")
        into["silent.wav"] = wav(bytes(32000))
        into["nan.wav"] = wav(floats(float("nan")), tag=3, bits=32)
        into["infinite.wav"] = wav(floats(float("inf")), tag=3, bits=32)
        into["largest.wav"] = wav(floats(3.4e38), tag=3, bits=32)
        into["mixed.wav"] = wav(tone[:0] + struct.pack("<16000f", *(float("nan") if i % 7 == 0 else 0.3 * ((i % 80) / 40 - 1)
                                                                      for i in range(16000))), tag=3, bits=32)
        for name, words in {"rate-0": {"rate": 0}, "rate-1": {"rate": 1}, "rate-most": {"rate": 2**32 - 1},
                            "channels-0": {"channels": 0}, "channels-255": {"channels": 255},
                            "channels-most": {"channels": 65535}, "bits-0": {"bits": 0}, "bits-7": {"bits": 7},
                            "bits-64": {"bits": 64}, "tag": {"tag": 0x7777}, "length-most": {"length": 2**32 - 1},
                            "length-half": {"length": 2**31}, "head-most": {"head_length": 2**32 - 1},
                            "junk": {"extra": b"junk" + struct.pack("<I", 2**32 - 1)}}.items():
            into[f"{name}.wav"] = wav(tone, **words)
        tag = b"ID3\4\0\0" + bytes((0x7F, 0x7F, 0x7F, 0x7F))
        into["tag.mp3"] = tag + self.sources["mp3"]
        into["list.m4a"] = b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
        into["concat.wav"] = b"ffconcat version 1.0\nfile '/etc/passwd'\n"
        flac = bytearray(self.sources["flac"])
        # The number of samples in the STREAMINFO block: 36 bits, all ones.
        flac[21] |= 0x0F
        flac[22:26] = b"\xff\xff\xff\xff"
        into["length.flac"] = bytes(flac)
        hours = ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-t", "36000"]
        into["ten-hours.flac"] = self.made("hours.flac", *hours)
        into["eleven-minutes.ogg"] = self.made("eleven.ogg", "-stream_loop", "-1", "-t", "660", "-i", self.line)
        into["good-ten-minutes.ogg"] = self.made("ten.ogg", "-stream_loop", "-1", "-t", "599", "-i", self.line)
        into["good-six-channels.wav"] = self.made("six.wav", "-t", "1.5", "-i", self.line, "-ac", "6")
        into["good-high.wav"] = self.made("high.wav", "-t", "1.5", "-i", self.line, "-ar", "192000")
        into["good-low.wav"] = self.made("low.wav", "-t", "1.5", "-i", self.line, "-ar", "6000")


def workspace(folder, corpus):
    """A scene for each bad file, with a good one beside it."""
    def write(name, data):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    write("aurora.yaml", b"name: hostile\ndefaults: {settings: {size: 480p}}\n")
    write("media/good.jpg", open(os.path.join(EXAMPLE, "portrait.jpg"), "rb").read())
    write("media/good.wav", corpus.sources["wav"])
    names = []
    for kind, files in (("picture", corpus.pictures), ("sound", corpus.sounds)):
        for file, data in files.items():
            name = f"{kind}-{file.replace('.', '-')}"
            write(f"media/{file}", data)
            image, audio = (file, "good.wav") if kind == "picture" else ("good.jpg", file)
            write(f"scenes/{name}.yaml", f"image: ../media/{image}\naudio: ../media/{audio}\n".encode())
            names.append(name)
    return names


def build(aurora, folder):
    """The events of a build of everything, and how long it took."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C"}
    for name in ("XDG_DATA_HOME", "AURORA_ENGINE_DIR"):
        if name in os.environ:
            environment[name] = os.environ[name]
    start = time.time()
    ended = subprocess.run([aurora, "build", "--keep-going", "--no-commit", "--json", "--trace", "trace.json"], cwd=folder,
                           env=environment, capture_output=True, text=True, timeout=3600)
    return ended, [json.loads(line) for line in ended.stdout.splitlines()], time.time() - start


def refused_at_load(text, names):
    """Scenes that the workspace's own checks refused, all in one message, before anything was rendered."""
    return [name for name in names if f"scenes/{name}.yaml:" in text]


def main():
    words = sys.argv[1:]
    seed = int(words[words.index("--seed") + 1]) if "--seed" in words else random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    if "--corpus" in words:
        return write_corpus(random.Random(seed), *words[words.index("--corpus") + 1:][:2])
    aurora = os.path.join(os.path.realpath(words[0]), "aurora")
    folder = tempfile.mkdtemp(prefix="aurora-hostile-media-")
    try:
        corpus = Corpus(folder, random.Random(seed))
        corpus.fill()
        root = os.path.join(folder, "workspace")
        names = workspace(root, corpus)
        return check(names, aurora, root)
    finally:
        if "--keep" in words:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder)


def write_corpus(chance, pictures, sounds):
    """What a fuzzer begins with."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(folder, chance)
        corpus.fill()
        good = {f"source.{name}": data for name, data in corpus.sources.items()}
        for target, files in ((pictures, corpus.pictures), (sounds, corpus.sounds)):
            for name, data in {**files, **good}.items():
                if len(data) < 200_000:
                    with open(os.path.join(target, name), "wb") as file:
                        file.write(data)


def check(names, aurora, root):
    wrong = []
    early = []
    ended, events, seconds = build(aurora, root)
    if ended.returncode == 2:
        # Mistakes that can be seen without a decoder are told all at once, and nothing is built: without those scenes.
        early = refused_at_load(ended.stderr, names)
        for name in early:
            os.unlink(os.path.join(root, f"scenes/{name}.yaml"))
        ended, events, seconds = build(aurora, root)
    made = {event["action"] for event in events if event["event"] == "finished"}
    failed = {event["action"]: event["diagnostics"] for event in events if event["event"] == "failed"}
    for name in names:
        if name in early:
            continue
        if "good" in name and name not in made:
            wrong.append(f"{name}: is good, and became no video: {failed.get(name)}")
        elif name not in made and name not in failed:
            wrong.append(f"{name}: neither a video nor an error")
        for diagnostic in failed.get(name, []):
            if any(words in diagnostic["problem"] for words in CRASHES):
                wrong.append(f"{name}: {diagnostic['problem']} {diagnostic.get('notes', '')}")
            elif diagnostic.get("file") != f"scenes/{name}.yaml":
                wrong.append(f"{name}: told elsewhere than in its scene: {diagnostic}")
    if ended.returncode != (1 if failed else 0):
        wrong.append(f"the build ended with status {ended.returncode}: {ended.stderr[-500:]}")
    mebibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if mebibytes > MOST_MEBIBYTES:
        wrong.append(f"a process took {mebibytes:.0f} MiB, more than {MOST_MEBIBYTES}")
    slowest = sorted(((event.get("seconds", 0), event["action"]) for event in events if event["event"] == "finished"),
                     reverse=True)[:2]
    problems = {}
    for diagnostics in failed.values():
        for diagnostic in diagnostics:
            problems[diagnostic["problem"]] = problems.get(diagnostic["problem"], 0) + 1
    for problem, count in sorted(problems.items(), key=lambda entry: -entry[1]):
        print(f"{count:4} {problem}")
    print(f"{len(names)} hostile inputs: {len(made)} videos, {len(failed)} errors, {len(early)} refused before the build; "
          f"{seconds:.0f} s, at most {mebibytes:.0f} MiB; longest: "
          + ", ".join(f"{name} {took:.0f} s" for took, name in slowest))
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
