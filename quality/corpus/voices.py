"""The voices: sounds with their words and the times of their phones."""
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import lipsync_score
import speech_truth


@dataclass
class Voice:
    """A sound that portraits speak."""
    name: str
    what: str
    sound: Path
    words: Path
    #: The times of its phones: exact for synthesis, by alignment for recordings.
    truth: Path
    #: Whether the renderer is told the words.
    is_read: bool


def made(table, fetched, quality, folder):
    """Each voice of the table, with all of its files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return [voice(row, fetched, quality, folder) for row in table]


def voice(row, fetched, quality, folder):
    package, _, inside = row["sound"].partition(":")
    source = fetched / package / inside if inside else quality / row["sound"]
    name = row["name"]
    sound, words, truth = (folder / f"{name}.{ending}" for ending in ("flac", "txt", "tsv"))
    if source.suffix == ".flac":
        shutil.copyfile(source, sound)
    else:
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", source, sound], check=True)
    text = row.get("words") or source.with_suffix(".txt").read_text(encoding="utf8").strip()
    words.write_text(text + "\n", encoding="utf8")
    if source.with_suffix(".tsv").exists():
        shutil.copyfile(source.with_suffix(".tsv"), truth)
    else:
        align(sound, text, truth)
    return Voice(name, row["what"], sound, words, truth, row["words given"] == "yes")


def align(sound, text, truth):
    """The times of a recording's phones, by PocketSphinx and its words."""
    samples = (lipsync_score.sound_of(sound).clip(-1, 1) * 32767).astype("<i2").tobytes()
    segments = speech_truth.aligned(samples, text)
    if segments is None:
        raise SystemExit(f"error: {sound}: does not align with its words")
    lines = [f"{start:.3f}\t{end:.3f}\t{phone}\n" for start, end, phone in speech_truth.trimmed(segments, samples)]
    truth.write_text("".join(lines), encoding="utf8")
