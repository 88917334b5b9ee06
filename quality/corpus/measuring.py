"""Scores the videos of a run, two at a time."""
import functools
import multiprocessing
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

import face_video
import lipsync_score
import score_shapes

FRAMES_LOOKED_AT = 6            # by the identity's net


@dataclass
class Clip:
    """A video to score."""
    portrait: str
    kind: str
    voice: str
    video: Path
    picture: Path
    truth: Path
    at: tuple = None
    control: str = None


@functools.cache
def identity(nets):
    """One for each process: the nets take a while to load."""
    sys.path.append(os.environ["CORPUS_PACKAGES"])
    from identity import Identity

    return Identity(nets)


@functools.cache
def speech(sound, truth):
    return lipsync_score.Speech(lipsync_score.sound_of(sound), score_shapes.read_truth(truth))


def measured(task):
    """The figures of a clip; `error` says why there are none."""
    clip, nets, sound = task
    row = dict(portrait=clip.portrait, kind=clip.kind, voice=clip.voice, video=str(clip.video))
    if clip.control:
        row["control"] = clip.control
    if not clip.video.exists():
        return {**row, "error": "no video was made"}
    try:
        with face_video.native_log_dropped():
            face = face_video.Face(clip.video, clip.at)
            heard = speech(sound, clip.truth)
            row.update(lipsync_score.figures(clip.video, face, heard))
            row["curves"] = face.mouth(), heard.opening
            if not clip.control:
                picked = np.linspace(0, len(face.samples) - 1, FRAMES_LOOKED_AT).round().astype(int)
                frames = [face.samples[i] for i in sorted(set(picked))]
                row["identity"] = identity(nets).distance(shown(clip.picture), frames, clip.at, face.window)
        row["seconds"] = round(face.seconds, 2)
    except face_video.Unscorable as problem:
        row["error"] = str(problem)
    return row


def shown(path):
    """A portrait as the renderer should take it: upright, 8 bits (BGR), its alpha over grey."""
    picture = ImageOps.exif_transpose(Image.open(path))
    if picture.mode == "RGBA":
        page = Image.new("RGB", picture.size, (128, 128, 128))
        page.paste(picture, mask=picture.getchannel("A"))
        picture = page
    elif picture.mode.startswith("I"):
        return cv2.imread(str(path))
    return np.asarray(picture.convert("RGB"))[:, :, ::-1].copy()


def measure(clips, nets, sounds, processes):
    """The figures of all clips, in their order. `sounds` are the voices' sounds by their names."""
    tasks = [(clip, nets, sounds[clip.voice]) for clip in clips]
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        rows = []
        for row in pool.imap(measured, tasks):
            rows.append(row)
            print(f"\rscored {len(rows)} of {len(tasks)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rows


def shuffled(rows):
    """The shuffled control: for each portrait, the confidence of all its clips joined against their pieces reordered. One
    clip has too few pieces: some order always fits a little somewhere within half a second."""
    found = {}
    for name in dict.fromkeys(row["portrait"] for row in rows):
        curves = [row["curves"] for row in rows if row["portrait"] == name]
        lengths = [min(len(mouth), len(opening)) for mouth, opening in curves]
        mouth, opening = (np.concatenate([curve[i][:n] for curve, n in zip(curves, lengths)]) for i in range(2))
        found[name] = lipsync_score.shuffled_confidence(mouth, opening)
    return found
