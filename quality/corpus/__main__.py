#!/usr/bin/env python3
"""Renders a corpus of portraits with several voices, and scores every video.

Fetches the portraits (nothing of them is in the repository), makes a workspace of them, builds it with `aurora build` at
480p, and prints the figures by voice, by kind of portrait and together, with each goal met or not, and the controls: the
shuffled one, and a mouth that follows loudness alone. Writes figures.json and worst.png into the folder of the run.

Exit status: 0 if every goal is met, 1 if not, 2 if the run could not be done.
"""
import argparse
import json
import os
import sys
import time
from pathlib import Path

import measuring
import rendering
import report
import sheet
import sources
from pictures import Portraits
import voices as voice_files

QUALITY = Path(__file__).resolve().parent.parent
CONTROLS = ["astronaut-close", "baker", "lady-grey-dress", "master-at-arms"]   # portraits of the loudness-only control


def options():
    parser = argparse.ArgumentParser(
        prog="quality/corpus.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = QUALITY.parent
    parser.add_argument("--build", type=Path, default=root / ".build/debug", metavar="FOLDER",
                        help="where aurora and aurora-render are; default: the debug build")
    parser.add_argument("--folder", type=Path, default=Path(os.environ["CORPUS_FOLDER"]), metavar="FOLDER",
                        help="for what is fetched and made; default: quality/.corpus, or $AURORA_CORPUS")
    parser.add_argument("--portraits", metavar="A,B", help="only these, or these kinds")
    parser.add_argument("--voices", metavar="A,B", help="only these")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="renderers and scorers at a time")
    parser.add_argument("--fetch-only", action="store_true", help="fetch and make the portraits, and end")
    parser.add_argument("--no-build", action="store_true", help="score the videos of the last run again")
    parser.add_argument("--no-controls", action="store_true", help="leave out the loudness-only mouth")
    return parser.parse_args()


def chosen(table, words, *columns):
    """The rows that one of the comma-separated words names; all without words."""
    if not words:
        return table
    wanted = words.split(",")
    found = [row for row in table if any(row[column] in wanted for column in columns)]
    unknown = [word for word in wanted if not any(word in (row[column] for column in columns) for row in table)]
    if unknown:
        sys.exit(f"error: there is no `{unknown[0]}`; there are {', '.join(row['name'] for row in table)}")
    return found


def main():
    asked = options()
    fetched, run = asked.folder / "fetched", asked.folder / "run"
    table = sources.rows("portraits.tsv")
    wanted = chosen(table, asked.portraits, "name", "kind")
    try:
        sources.fetch(fetched)
    except sources.Unfetched as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    made = asked.folder / "portraits"
    made.mkdir(parents=True, exist_ok=True)
    files = Portraits(table, fetched, QUALITY.parent / "examples/storytellers/scenes", made)
    pictures = {row["name"]: files.file(row["name"]) for row in wanted}
    if asked.fetch_only:
        print(f"{len(pictures)} portraits in {made}")
        return 0
    spoken = voice_files.made(chosen(sources.rows("voices.tsv"), asked.voices, "name"), fetched, QUALITY,
                              asked.folder / "voices")
    started = time.monotonic()
    videos = run / "work/out/draft/corpus"
    if not asked.no_build:
        rendering.workspace(run / "work", pictures, spoken, wanted)
        rendering.build(asked.build / "aurora", run / "work", asked.jobs)
    clips = [clip(row, voice, pictures, videos) for row in wanted for voice in spoken]
    if not asked.no_controls:
        clips += controls(asked, wanted, spoken, pictures, run / "loudness")
    built = time.monotonic()
    rows = measuring.measure(clips, fetched / "nets", {v.name: v.sound for v in spoken}, asked.jobs)
    timing = dict(rendering=round(built - started), scoring=round(time.monotonic() - built))
    return tell(rows, clips, timing, run)


def clip(row, voice, pictures, videos):
    at = tuple(float(part) for part in row["at"].split()) if row.get("at") else None
    return measuring.Clip(row["name"], row["kind"], voice.name, videos / row["name"] / f"{voice.name}.mp4",
                          pictures[row["name"]], voice.truth, at)


def controls(asked, wanted, spoken, pictures, folder):
    """The loudness-only clips: made again unless only scores are wanted."""
    found = []
    for row in wanted:
        for voice in spoken if row["name"] in CONTROLS else []:
            one = clip(row, voice, pictures, folder)
            one.control = "loudness"
            one.video.parent.mkdir(parents=True, exist_ok=True)
            if not asked.no_build:
                problem = rendering.control(
                    asked.build / "aurora-render", one.picture, voice, len(found) + 1, one.video, one.at)
                if problem:
                    print(f"control {row['name']}, {voice.name}: {problem}", file=sys.stderr)
            found.append(one)
    return found


def tell(rows, clips, timing, run):
    """Prints and writes all figures. Returns the exit status."""
    ordinary = [r for r in rows if "control" not in r and "error" not in r]
    control = [r for r in rows if "control" in r and "error" not in r]
    failed = [r for r in rows if "error" in r]
    for group in (ordinary, control):
        confidence = measuring.shuffled(group)
        for row in group:
            row["shuffled"] = confidence[row["portrait"]]
    for row in rows:
        row.pop("curves", None)
    if not ordinary:
        print("error: no video could be scored", file=sys.stderr)
        return 2
    found = report.goals(ordinary)
    bad = report.worst(ordinary)
    print(report.table(ordinary), end="\n\n")
    if control:
        print(report.controls(ordinary, control), end="\n\n")
    print(report.goal_lines(found))
    for row in failed:
        print(f"NOT MET  {row['portrait']}, {row['voice']}: {row['error']}")
    print("worst:", ", ".join(f"{r['portrait']}/{r['voice']}" for r in bad))
    sheet.write(bad, {(c.portrait, c.voice): c for c in clips if not c.control}, run / "worst.png")
    figures = dict(clips=rows, goals=found, worst=[[r["portrait"], r["voice"]] for r in bad], seconds=timing)
    (run / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    print(f"{run}/figures.json, {run}/worst.png; rendering {timing['rendering']} s, scoring {timing['scoring']} s")
    return 0 if all(goal["met"] for goal in found) and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
