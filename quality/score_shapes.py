#!/usr/bin/env python3
"""Score time-stamped mouth shapes against clips whose phones are known. Needs numpy alone.

score_shapes.py --truth T.tsv --shapes S.tsv [--map class8|rhubarb|phones]
score_shapes.py --batch LIST.tsv            columns: group, system, map, truth file, shapes file

Truth: start, tab, end, tab, phone (seconds; ARPAbet or IPA; SIL is silence). Shapes: time, tab, shape and any further
columns, each shape until the next line; the last line ends the clip. `class8` are the shapes of `aurora-render
--visemes`, `rhubarb` those of Rhubarb Lip Sync, `phones` takes phones for shapes.

What is measured, on frames of 10 ms:
  PBM recall, precision   a run of p, b, m in the truth is found if a run of closed lips has its middle within 80 ms
                          (one to one). Closed lips wholly inside a pause of 120 ms or more are right and not counted.
  offset                  median of the found closures' middles less the truth's, in ms; negative is early.
  FV recall, precision    the same for f and v.
  corr                    correlation of openness over time (each class has one, smoothed by 40 ms), at lag 0, and the
                          best within 150 ms. Positive lag is late. Mean of the clips.
  fit                     the same at lag 0 with each shape's openness fitted to the truth, so that no table is blamed.
  opening                 the same at lag 0 with the mean opening that the third column states.
  lenient                 share of the speech whose shape is one that the phone may have.
  pauses                  share of the pauses in which the mouth is closed.
  short                   share of the shapes that last less than 55 ms.
"""
import argparse
import collections
import json

import numpy as np

FRAMES_PER_SECOND = 100
CLASSES = ["SIL", "CLOSED", "FV", "ROUND", "OPEN", "NARROW"]
MAPS = {
    "rhubarb": {
        "A": ("CLOSED", 0), "B": ("NARROW", .25), "C": ("OPEN", .65), "D": ("OPEN", 1), "E": ("ROUND", .45),
        "F": ("ROUND", .3), "G": ("FV", .1), "H": ("NARROW", .3), "X": ("SIL", 0)},
    "class8": {
        "SIL": ("SIL", 0), "PBM": ("CLOSED", 0), "FV": ("FV", .1), "RND": ("ROUND", .35), "AA": ("OPEN", 1),
        "EH": ("OPEN", .6), "IY": ("NARROW", .3), "TT": ("NARROW", .2)},
}
# Class and openness of phones, and the classes that a shape for them may be of; none where any shape is right.
PHONE_ROWS = [
    ("SIL", 0, "SIL CLOSED", "SIL pau sil _ # <s> </s> +NSN+ +SPN+"),
    ("CLOSED", 0, "CLOSED", "p b m P B M pʰ p͈"),
    ("FV", .1, "FV", "f v F V pf"),
    ("FV", .1, "", "β"),
    ("ROUND", .35, "ROUND", "u w ɥ ø œ o ʉ UW UH OW W ʊ oʊ əʊ õ ɵ y"),
    ("ROUND", .35, "ROUND OPEN", "ɔ ɒ AO ɔ̃ ɔː"),
    ("ROUND", .35, "ROUND NARROW", "ɔɪ OY ʃ ʒ tʃ dʒ t͡ʃ d͡ʒ SH ZH CH JH"),
    ("ROUND", .3, "ROUND NARROW", "ɹ R"),
    ("OPEN", .6, "ROUND OPEN", "ɚ ɝ ɜ ER"),
    ("OPEN", 1, "OPEN", "a ɑ æ AA AE ɑ̃ ã ʌ AH ɐ ɐ̃"),
    ("OPEN", 1, "OPEN NARROW", "aɪ AY"),
    ("OPEN", 1, "OPEN ROUND", "aʊ AW ɐʊ"),
    ("OPEN", .6, "OPEN", "ɛ EH ɛ̃ eə"),
    ("OPEN", .6, "OPEN NARROW", "e eɪ EY ə AX AXR ᵻ ẽ IX"),
    ("NARROW", .3, "NARROW", "i ɪ IY IH ĩ ɪə"),
    ("NARROW", .3, "NARROW OPEN ROUND", "j Y ʎ ɲ"),
    ("NARROW", .2, "NARROW ROUND", "t d s z θ ð T D S Z TH DH ts t͡ɕ ç l L ɫ ɾ r x ʁ DX"),
    ("NARROW", .2, "NARROW ROUND OPEN", "n k g ɡ ŋ N K G NG ʔ ɣ"),
    ("NARROW", .2, "", "h HH HV ɦ"),
]
PHONES = {name: (kind, openness, set(allowed.split())) for kind, openness, allowed, names in PHONE_ROWS
          for name in names.split()}
TOLERANCE = .08
PAUSE = .12
SHORT = .055


def phone(name):
    """Class, openness and allowed classes of a phone, by its longest known beginning."""
    plain = name.strip()
    for mark in "ˈˌː̩^":
        plain = plain.replace(mark, "")
    if plain.isascii() and plain.isupper():
        plain = plain.rstrip("012")
    if not plain:
        return PHONES["SIL"]
    for length in range(min(len(plain), 5), 0, -1):
        if plain[:length] in PHONES:
            return PHONES[plain[:length]]
    return "NARROW", .2, {"NARROW", "ROUND", "OPEN"}


def smooth(curve, sigma=4):
    """Gaussian of 40 ms."""
    kernel = np.exp(-.5 * (np.arange(-4 * sigma, 4 * sigma + 1) / sigma) ** 2)
    return np.convolve(np.pad(curve, 4 * sigma, "edge"), kernel / kernel.sum(), "valid")


def correlation(one, other):
    """Pearson's, 0 for a constant."""
    return float(np.corrcoef(one, other)[0, 1]) if one.std() > 1e-6 and other.std() > 1e-6 else 0.


def read_truth(path):
    rows = (line.rstrip("\n").split("\t") for line in open(path, encoding="utf8"))
    return [(float(row[0]), float(row[1]), row[2]) for row in rows if len(row) >= 3 and float(row[1]) > float(row[0])]


def read_shapes(path):
    """Start, end, shape and opening (or None)."""
    rows = []
    for line in open(path, encoding="utf8"):
        columns = line.rstrip("\n").split("\t")
        if len(columns) >= 2 and columns[0] not in ("time", "") and columns[0][0] != "#":
            rows.append((float(columns[0]), columns[1].strip(), float(columns[2]) if len(columns) > 2 else None))
    rows.sort(key=lambda row: row[0])
    return [(a[0], b[0], a[1], a[2]) for a, b in zip(rows, rows[1:]) if b[0] > a[0]]


def runs(segments):
    """Touching segments of one kind as one."""
    found = []
    for start, end, kind in segments:
        if found and found[-1][2] == kind and start - found[-1][1] < .011:
            found[-1][1] = end
        else:
            found.append([start, end, kind])
    return found


def paint(segments, count, value):
    """The segments' values on the frames' grid."""
    curve = np.zeros(count)
    for start, end, item in segments:
        curve[max(0, round(start * FRAMES_PER_SECOND)):max(0, round(end * FRAMES_PER_SECOND))] = value(item)
    return curve


class Clip:
    """One clip's truth and shapes on one grid."""

    def __init__(self, truth_path, shapes_path, map_name):
        self.truth = read_truth(truth_path)
        shapes = read_shapes(shapes_path)
        table = MAPS.get(map_name)
        look = (lambda shape: phone(shape)[:2]) if table is None else (lambda shape: table.get(shape, ("NARROW", .25)))
        self.shapes = [(start, end, look(shape)[0]) for start, end, shape, _ in shapes]
        self.shape_count = len(runs([(start, end, shape) for start, end, shape, _ in shapes]))
        self.short_count = sum(
            end - start < SHORT for start, end, _ in runs([(s, e, shape) for s, e, shape, _ in shapes]))
        self.count = round(max(self.truth[-1][1], shapes[-1][1]) * FRAMES_PER_SECOND)
        self.true_class = paint(self.truth, self.count, lambda item: CLASSES.index(phone(item)[0]))
        self.true_openness = smooth(paint(self.truth, self.count, lambda item: phone(item)[1]))
        named = [(start, end, shape) for start, end, shape, _ in shapes]
        self.shown_class = paint(named, self.count, lambda item: CLASSES.index(look(item)[0]))
        self.openness = smooth(paint(named, self.count, lambda item: look(item)[1]))
        self.names = np.array(["-"] * self.count, dtype=object)
        for start, end, shape in named:
            first, last = round(start * FRAMES_PER_SECOND), round(end * FRAMES_PER_SECOND)
            self.names[max(0, first):max(0, last)] = shape if table else "{}{}".format(*look(shape))
        stated = [(start, end, opening) for start, end, _, opening in shapes]
        has_opening = all(opening is not None for _, _, opening in stated)
        self.opening = smooth(paint(stated, self.count, lambda item: item)) if has_opening else None
        self.pauses = [run for run in runs([(a, b, phone(p)[0]) for a, b, p in self._without_gaps()])
                       if run[2] == "SIL" and run[1] - run[0] >= PAUSE]

    def _without_gaps(self):
        time, found = 0, []
        for start, end, name in self.truth + [(self.count / FRAMES_PER_SECOND, self.count / FRAMES_PER_SECOND, "")]:
            if start - time > .011:
                found.append((time, start, "SIL"))
            if end > start:
                found.append((start, end, name))
            time = max(time, end)
        return found

    def events(self, kind):
        """The runs of a class in the truth and in the shapes, less those that need no match."""
        true = [(a, b) for a, b, k in
                runs([(a, b, phone(p)[0] if phone(p)[2] else "-") for a, b, p in self.truth]) if k == kind]
        free = [(a, b) for a, b, p in self.truth if phone(p)[0] == "FV" and not phone(p)[2]]
        shown = [(a, b) for a, b, k in runs(self.shapes) if k == kind]
        shown = [(a, b) for a, b in shown if not any(s - .02 <= a and b <= e + .02 for s, e, _ in self.pauses)]
        shown = [(a, b) for a, b in shown
                 if not any(min(b, y + .06) > max(a, x - .06) and abs(a + b - x - y) < .2 for x, y in free)]
        return true, shown

    def matches(self, kind):
        """How many true, shown and matched runs; offsets of the matched in ms. Nearest first, one to one."""
        true, shown = self.events(kind)
        pairs = sorted((abs((a + b - x - y) / 2), i, j) for i, (a, b) in enumerate(true)
                       for j, (x, y) in enumerate(shown) if abs((a + b - x - y) / 2) <= TOLERANCE)
        used_true, used_shown, offsets = set(), set(), []
        for _, i, j in pairs:
            if i not in used_true and j not in used_shown:
                used_true.add(i)
                used_shown.add(j)
                offsets.append(500 * (sum(shown[j]) - sum(true[i])))
        return len(true), len(shown), len(offsets), offsets

    def lag(self):
        """The best correlation within 150 ms, and its lag in ms."""
        best = (-2., 0)
        for step in range(-15, 16):
            true = self.true_openness[:self.count - step] if step >= 0 else self.true_openness[-step:]
            shown = self.openness[step:] if step >= 0 else self.openness[:self.count + step]
            best = max(best, (correlation(true, shown), step * 10))
        return best

    def lenient(self):
        """Frames of speech whose phone is choosy, and those of them with an allowed shape."""
        asked = right = 0
        for start, end, name in self.truth:
            kind, _, allowed = phone(name)
            if kind != "SIL" and allowed:
                frames = self.shown_class[round(start * FRAMES_PER_SECOND):round(end * FRAMES_PER_SECOND)]
                asked += len(frames)
                right += sum(CLASSES[int(frame)] in allowed for frame in frames)
        return asked, right

    def closed_in_pauses(self):
        frames = [self.shown_class[round(a * FRAMES_PER_SECOND):round(b * FRAMES_PER_SECOND)]
                  for a, b, _ in self.pauses]
        return sum(len(part) for part in frames), sum(int((part <= 1).sum()) for part in frames)


def fitted(clips):
    """Mean correlation at lag 0 with the openness of each shape fitted over all clips."""
    names = sorted({name for clip in clips for name in set(clip.names)})
    rows = np.concatenate([np.array([[name == known for known in names] for name in clip.names], float)
                           for clip in clips])
    truth = np.concatenate([clip.true_openness for clip in clips])
    weights = dict(zip(names, np.linalg.lstsq(rows, truth, rcond=None)[0]))
    return float(np.mean([correlation(clip.true_openness, smooth(np.array([weights[n] for n in clip.names])))
                          for clip in clips]))


def ratio(part, whole):
    return part / whole if whole else float("nan")


def pooled(clips):
    """The figures of a system over clips: events and frames pooled, correlations averaged."""
    result = {"clips": len(clips)}
    for kind, name in (("CLOSED", "pbm"), ("FV", "fv")):
        found = [clip.matches(kind) for clip in clips]
        true, shown, matched = (sum(row[i] for row in found) for i in range(3))
        offsets = [offset for row in found for offset in row[3]]
        result[name] = {
            "events": true, "recall": ratio(matched, true), "precision": ratio(matched, shown),
            "offset_ms": float(np.median(offsets)) if offsets else float("nan")}
    lags = [clip.lag() for clip in clips]
    result["corr"] = float(np.mean([correlation(clip.true_openness, clip.openness) for clip in clips]))
    result["corr_best"] = float(np.mean([best for best, _ in lags]))
    result["lag_ms"] = float(np.median([lag for _, lag in lags]))
    result["fit"] = fitted(clips)
    openings = [correlation(clip.true_openness, clip.opening) for clip in clips if clip.opening is not None]
    result["opening"] = float(np.mean(openings)) if openings else float("nan")
    for name, counts in (("lenient", [clip.lenient() for clip in clips]),
                         ("pauses", [clip.closed_in_pauses() for clip in clips])):
        result[name] = ratio(sum(right for _, right in counts), sum(asked for asked, _ in counts))
    result["short"] = ratio(sum(clip.short_count for clip in clips), sum(clip.shape_count for clip in clips))
    return result


HEAD = ("| clips | system | PBM recall / precision (events) | offset ms | FV recall / precision (events) | corr | best @ lag "
        "| fit | opening | lenient | pauses | short |\n" + "|---" * 12 + "|")


def line(group, system, figures):
    closed, tucked = figures["pbm"], figures["fv"]
    return (
        f"| {group} ({figures['clips']}) | {system} | {closed['recall']:.2f} / {closed['precision']:.2f} "
        f"({closed['events']}) | {closed['offset_ms']:+.0f} | {tucked['recall']:.2f} / {tucked['precision']:.2f} "
        f"({tucked['events']}) | {figures['corr']:.2f} | {figures['corr_best']:.2f} @ {figures['lag_ms']:+.0f} "
        f"| {figures['fit']:.2f} | {figures['opening']:.2f} | {figures['lenient']:.2f} | {figures['pauses']:.2f} "
        f"| {figures['short']:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth")
    parser.add_argument("--shapes")
    parser.add_argument("--map", default="class8", choices=["class8", "rhubarb", "phones"])
    parser.add_argument("--batch")
    parser.add_argument("--json", action="store_true", help="all figures as JSON instead of a table")
    arguments = parser.parse_args()
    groups = collections.OrderedDict()
    if arguments.batch:
        for row in open(arguments.batch, encoding="utf8"):
            group, system, map_name, truth, shapes = row.rstrip("\n").split("\t")
            groups.setdefault((group, system), []).append(Clip(truth, shapes, map_name))
    elif arguments.truth and arguments.shapes:
        groups["clip", "shapes"] = [Clip(arguments.truth, arguments.shapes, arguments.map)]
    else:
        parser.error("give --truth and --shapes, or --batch")
    figures = {key: pooled(clips) for key, clips in groups.items()}
    if arguments.json:
        print(json.dumps([{"group": group, "system": system, **row} for (group, system), row in figures.items()]))
        return
    print(HEAD)
    for (group, system), row in figures.items():
        print(line(group, system, row))


if __name__ == "__main__":
    main()
