#!/usr/bin/env python3
"""Score finished talking-head videos: does the face move as the sound says?

What is measured, and why:

* The mouth's opening is read off every frame with MediaPipe's face mesh, and how open it should be is told by
  PocketSphinx's phone decoder from the video's own sound. Neither part is known to the renderer, and no code is
  shared with it, so a mistake made there is not repeated here.
* ``confidence`` and ``lag`` compare both curves over shifts of +-500 ms: the peak of the correlation less its
  median, and where the peak lies. They find wrong or late sound. They do not prove good shapes: a mouth that only
  follows loudness passes them.
* ``closures`` does: the lips must meet on p, b and m. A clip has only a few, so the share is judged over all
  videos together, and only from ``MIN_CLOSURES`` events on. ``open_minus_closed`` is the same idea as one number:
  the mean opening at open vowels less that at closures, relative to the widest opening. Where the sound falls silent at
  a closure, as in most p, a mouth that only follows loudness shuts too: ``sounding`` are the closures where it does not.
* The shuffled control scores the same picture against the same sound's curve cut into pieces and reordered, on
  average over several orders. If that still scores well, the score itself means nothing.
* Where the phones of the sound are known (``--truth``: start, end, phone in seconds, as in ``truth/``), they take the
  place of what PocketSphinx hears, and what holds for p, b and m holds for languages that it does not know. A stretch of
  p, b and m is then one closure.
* ``mouth_legible`` tells whether the mesh sees the lips at all: it is the correlation of two readings, one that follows
  the face and one that looks at each frame by itself. On beards and the like they have nothing in common; then no figure
  of the mouth means anything, and only a person can tell.
* Blinks, head steps and the stillness of the background tell about the rest of the picture.

Prints one JSON object on standard output and a table on standard error. Exits with 1 when a gate is missed, with 2
when a video cannot be scored.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from scipy.ndimage import gaussian_filter1d

import score_shapes
from face_video import GRID, Face, Unscorable, native_log_dropped, rounded

# ---------------------------------------------------------------------------------------------------------- gates
MIN_FACE_FOUND = 0.95      # share of frames with a face
MIN_CONFIDENCE = 0.5       # of every video
MAX_LAG_MS = 60            # of every video, either way
MIN_CLOSED = 0.80          # share of p, b and m with closed lips, over all videos
MIN_CLOSURES = 20          # fewer events than this prove nothing
MAX_SHUFFLED = 0.3         # confidence of the shuffled control, mean of all videos: short ones scatter

# ------------------------------------------------------------------------------------------------------ constants
RATE = 16_000              # samples per second that the phone decoder wants
SHIFT = 50                 # largest shift that is tried, in steps
TREND = 60                 # standard deviation, in steps, of the slow trend that is taken off before correlating
AROUND = 0.06              # seconds either side of a phone's middle in which the mouth may do its work
CLOSED_BELOW = 0.25        # of the widest opening
SOUNDING_FROM = 0.3        # loudness: a closure where it stays above (21 dB below the loud parts) is not silent
PIECE = 0.7                # seconds: a piece of the shuffled control
SHUFFLES = 25              # one order says little: by chance it may leave pieces where they were

# How far the mouth is open for a phone, 0 to 1. Other phones count as OPENNESS_OTHER, silence as 0.
OPENNESS = {
    "AA": 1, "AE": .95, "AH": .6, "AO": .75, "AW": .9, "AY": .95, "EH": .65, "ER": .4, "EY": .55, "IH": .35,
    "IY": .3, "OW": .5, "OY": .55, "UH": .3, "UW": .2, "B": 0, "P": 0, "M": 0, "F": .08, "V": .08, "W": .15,
}
OPENNESS_OTHER = .22
CLOSED_PHONES = {"P", "B", "M"}
OPEN_PHONES = {"AA", "AE", "AW", "AY", "AO", "EH"}
# IPA by the ARPAbet phone that opens the mouth as far; the longest beginning counts.
IPA = {
    "a": "AA", "ɑ": "AA", "ɒ": "AA", "æ": "AE", "aɪ": "AY", "aʊ": "AW", "ʌ": "AH", "ɐ": "AH", "ə": "ER", "ɚ": "ER",
    "ɜ": "ER", "ɝ": "ER", "ᵻ": "IH", "ɪ": "IH", "i": "IY", "j": "IY", "ɛ": "EH", "e": "EY", "eɪ": "EY", "ɔ": "AO",
    "ɔɪ": "OY", "o": "OW", "oʊ": "OW", "əʊ": "OW", "ø": "OW", "œ": "OW", "ʊ": "UH", "y": "UW", "u": "UW", "w": "W",
    "p": "P", "b": "B", "m": "M", "f": "F", "v": "V",
}
OPEN_KNOWN = {"AA", "AE", "AY", "AW"}       # where the phones are known: the open vowels, without the half open ones

# ---------------------------------------------------------------------------------------------------------- sound
class Speech:
    """How open the mouth should be over time, and when p, b, m and the open vowels are spoken."""

    def __init__(self, samples, truth=None):
        """`truth` are known phones: start, end (seconds) and name. Without them, PocketSphinx listens."""
        self.loudness = loudness = smoothed_loudness(samples)
        opening = np.zeros(len(loudness))
        self.closures, self.vowels = [], []
        if truth is not None:
            opening = self.follow(truth, len(loudness))
        for phone, first, last in phones(samples) if truth is None else []:
            expected = OPENNESS.get(phone, OPENNESS_OTHER if phone.isalpha() and phone != "SIL" else 0)
            opening[first:last + 1] = expected
            middle = (first + last + 1) / 2 / GRID
            if phone in CLOSED_PHONES:
                self.closures.append(middle)
            if phone in OPEN_PHONES:
                self.vowels.append(middle)
        self.opening = gaussian_filter1d(opening * np.clip(loudness * 2, 0, 1), 4)

    def follow(self, truth, steps):
        """Takes closures and open vowels from known phones. Returns how open the mouth should be."""
        named = [(start, end, arpabet(name)) for start, end, name in truth]
        closed = [(start, end, name in CLOSED_PHONES) for start, end, name in named]
        self.closures = [(start + end) / 2 for start, end, is_closed in score_shapes.runs(closed) if is_closed]
        self.vowels = [(start + end) / 2 for start, end, name in named if name in OPEN_KNOWN]
        return score_shapes.paint(
            named, steps, lambda name: 0 if name == "SIL" else OPENNESS.get(name, OPENNESS_OTHER))


def arpabet(name):
    """The ARPAbet name of a phone in ARPAbet or IPA, without its stress; for another, how IPA writes it."""
    plain = name.strip("ˈˌ").rstrip("012")
    if plain in OPENNESS or plain == "SIL":
        return plain
    found = [beginning for beginning in IPA if plain.startswith(beginning)]
    return IPA[max(found, key=len)] if found else plain


def phones(samples):
    """(phone, first frame, last frame) in steps of 10 ms, as PocketSphinx hears them."""
    from pocketsphinx import Decoder, get_model_path

    model = Path(get_model_path()) / "en-us"
    decoder = Decoder(hmm=str(model / "en-us"), allphone=str(model / "en-us-phone.lm.bin"), lm=None,
                      lw=2.0, beam=1e-20, pbeam=1e-20, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    return [(s.word, s.start_frame, s.end_frame) for s in decoder.seg()]


def smoothed_loudness(samples):
    """Loudness on the grid: 0 at 30 dB below the loud parts, 1 at their level."""
    power = np.convolve(samples ** 2, np.ones(480) / 480, "same")[::RATE // GRID]
    level = 20 * np.log10(np.sqrt(power) + 1e-5)
    return np.clip((level - np.percentile(level, 95) + 30) / 30, 0, 1)


def sound_of(path):
    """The sound of a video or sound file as mono samples at RATE."""
    with tempfile.TemporaryDirectory() as folder:
        wave = Path(folder) / "sound.wav"
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(path), "-vn", "-ac", "1", "-ar", str(RATE), str(wave)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Unscorable(f"{path}: no sound that can be read: {done.stderr.strip()}")
        return soundfile.read(wave)[0]


# ---------------------------------------------------------------------------------------------------------- score
def correlate(mouth, expected):
    """Correlation of two curves for every shift; a positive shift means that the mouth is late."""
    length = min(len(mouth), len(expected))
    mouth, expected = (c[:length] - gaussian_filter1d(c[:length], TREND) for c in (mouth, expected))
    result = []
    for shift in range(-SHIFT, SHIFT + 1):
        a = mouth[shift:] if shift >= 0 else mouth[:shift]
        b = expected[:length - shift] if shift >= 0 else expected[-shift:]
        result.append(np.corrcoef(a, b)[0, 1])
    return np.nan_to_num(np.array(result))


def sync(mouth, opening):
    curve = correlate(mouth, opening)
    best = int(curve.argmax())
    return dict(confidence=rounded(curve[best] - np.median(curve)), lag_ms=(best - SHIFT) * 1000 // GRID,
                correlation=rounded(curve[SHIFT]))


def shuffled_confidence(mouth, opening):
    """The negative control: the confidence when what is expected comes in another order."""
    pieces = np.split(opening, range(int(PIECE * GRID), len(opening), int(PIECE * GRID)))
    random = np.random.default_rng(0)
    orders = [random.permutation(len(pieces)) for _ in range(SHUFFLES)]
    return rounded(np.mean([sync(mouth, np.concatenate([pieces[i] for i in order]))["confidence"]
                            for order in orders]))


def shapes(mouth, speech):
    """Are the lips closed on p, b, m and the mouth open on open vowels?"""
    widest = np.percentile(mouth, 95)
    end = len(mouth) / GRID - .1

    def around(time, curve=mouth):
        return curve[max(0, int((time - AROUND) * GRID)):int((time + AROUND) * GRID) + 1]

    times = [t for t in speech.closures if t < end]
    closures = [around(t).min() / widest for t in times]
    vowels = [around(t).mean() / widest for t in speech.vowels if t < end]
    is_closed = [int(c < CLOSED_BELOW) for c in closures]
    sounding = [c for t, c in zip(times, is_closed) if around(t, speech.loudness).min() >= SOUNDING_FROM]
    closed = sum(is_closed)
    contrast = rounded(np.mean(vowels) - np.mean(closures)) if closures and vowels else None
    return dict(closures=dict(n=len(closures), closed=closed, share=share(closed, len(closures)),
                              sounding=dict(n=len(sounding), closed=sum(sounding))),
                open_minus_closed=contrast)


def score(video, audio=None, truth=None, at=None):
    with native_log_dropped():
        face = Face(video, at)
    known = score_shapes.read_truth(truth) if truth else None
    return figures(video, face, Speech(sound_of(audio or video), known))


def figures(video, face, speech):
    """All figures of a video whose face and sound are read."""
    mouth = face.mouth()
    return dict(
        video=str(video), frames=face.frames, fps=rounded(face.fps), face_found=rounded(face.found),
        eye_distance_px=rounded(face.size, 1), mouth_legible=rounded(face.legible, 2), **sync(mouth, speech.opening), **shapes(mouth, speech),
        shuffled_confidence=shuffled_confidence(mouth, speech.opening),
        blinks=face.blinks(), largest_head_step=face.largest_head_step(),
        background_change=face.background_change())


def pooled(scores):
    n = sum(s["closures"]["n"] for s in scores)
    closed = sum(s["closures"]["closed"] for s in scores)
    contrasts = [s["open_minus_closed"] for s in scores if s["open_minus_closed"] is not None]
    return dict(videos=len(scores), closures=dict(n=n, closed=closed, share=share(closed, n)),
                open_minus_closed=rounded(np.mean(contrasts)) if contrasts else None,
                shuffled_confidence=rounded(np.mean([s["shuffled_confidence"] for s in scores])))


def missed_gates(scores, total):
    """One sentence for every gate that is missed."""
    missed = []
    for s in scores:
        name = s["video"]
        if s["face_found"] < MIN_FACE_FOUND:
            missed.append(f"{name}: face found in {s['face_found']:.0%} of the frames, wanted {MIN_FACE_FOUND:.0%}")
        if s["confidence"] < MIN_CONFIDENCE:
            missed.append(f"{name}: confidence {s['confidence']}, wanted {MIN_CONFIDENCE}")
        if abs(s["lag_ms"]) > MAX_LAG_MS:
            missed.append(f"{name}: lag {s['lag_ms']} ms, allowed {MAX_LAG_MS}")
    if total["shuffled_confidence"] >= MAX_SHUFFLED:
        missed.append(f"all: shuffled control {total['shuffled_confidence']}, allowed below {MAX_SHUFFLED}")
    closures = total["closures"]
    if closures["n"] < MIN_CLOSURES:
        missed.append(f"all: {closures['n']} closures, too few to judge, wanted {MIN_CLOSURES}")
    elif closures["share"] < MIN_CLOSED:
        missed.append(f"all: lips closed on {closures['share']:.0%} of p, b, m, wanted {MIN_CLOSED:.0%}")
    return missed


# --------------------------------------------------------------------------------------------------------- output
def share(part, whole):
    return rounded(part / whole) if whole else None


COLUMNS = "video face conf lag shuffled closures closed open-closed blinks/min head-step background".split()


def table(scores, total):
    def text(value):
        return "-" if value is None else str(value)

    rows = [COLUMNS]
    for s in scores:
        closures = s["closures"]
        rows.append([Path(s["video"]).name, f"{s['face_found']:.1%}", s["confidence"], f"{s['lag_ms']} ms",
                     s["shuffled_confidence"], closures["n"], closures["share"], s["open_minus_closed"],
                     s["blinks"]["per_minute"], s["largest_head_step"], s["background_change"]])
    closures = total["closures"]
    rows.append(["POOLED", "", "", "", total["shuffled_confidence"], closures["n"], closures["share"],
                 total["open_minus_closed"], "", "", ""])
    rows = [[text(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    return "\n".join("  ".join([row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]).rstrip()
                     for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", metavar="VIDEO")
    parser.add_argument("--audio", metavar="FILE", help="score against this sound instead of the video's own")
    parser.add_argument("--truth", metavar="FILE", help="the sound's phones and their times, where they are known")
    parser.add_argument("--at", metavar="X,Y", help="where the face is that speaks: parts of width and height, 0 to 1")
    parser.add_argument("--no-gates", action="store_true", help="report only: exit with 0 whatever the figures are")
    options = parser.parse_args()
    if (options.audio or options.truth or options.at) and len(options.videos) > 1:
        parser.error("--audio, --truth and --at go with one video")
    at = [float(part) for part in options.at.split(",")] if options.at else None

    try:
        scores = [score(video, options.audio, options.truth, at) for video in options.videos]
    except Unscorable as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    total = pooled(scores)
    missed = missed_gates(scores, total)
    print(json.dumps(dict(videos=scores, pooled=total, missed=missed), indent=1))
    print(table(scores, total), file=sys.stderr)
    for sentence in missed:
        print(f"missed: {sentence}", file=sys.stderr)
    return 1 if missed and not options.no_gates else 0


if __name__ == "__main__":
    sys.exit(main())
