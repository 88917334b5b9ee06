"""What a run shows: tables by voice and by kind of portrait, the goals, the controls, and the worst."""
import statistics
from dataclasses import dataclass


@dataclass
class Goal:
    """A figure that every video, or all of them together, must reach."""
    name: str
    #: The figure of a clip, or of all clips; None where it does not apply.
    value: callable
    is_met: callable
    wanted: str
    #: How far a clip is from the goal, 0 for just met; for the order of the worst.
    shortfall: callable = None


LEGIBLE = .6      # readings of the mouth that agree less are not of the mouth


def mouth(key):
    """A figure of the mouth, where it can be read."""
    return lambda row: row[key] if row["mouth_legible"] >= LEGIBLE else None


CLIP_GOALS = [
    Goal("mouth legible", lambda r: r["mouth_legible"], lambda v: v >= LEGIBLE, f">= {LEGIBLE}", lambda v: LEGIBLE - v),
    Goal("face found", lambda r: r["face_found"], lambda v: v >= .95, ">= 0.95", lambda v: (.95 - v) / .5),
    Goal("sync confidence", mouth("confidence"), lambda v: v >= .6, ">= 0.6", lambda v: (.6 - v) / .6),
    Goal("lag", mouth("lag_ms"), lambda v: abs(v) <= 40, "within 40 ms", lambda v: (abs(v) - 40) / 100),
    Goal("open minus closed", mouth("open_minus_closed"), lambda v: v >= .6, ">= 0.6", lambda v: (.6 - v) / .6),
    Goal("identity distance", lambda r: r.get("identity"), lambda v: v <= .3, "<= 0.3", lambda v: (v - .3) / .3),
    Goal("head step", lambda r: r["largest_head_step"], lambda v: v < .08, "< 0.08", lambda v: (v - .08) / .08),
]


def legible(rows):
    return [r for r in rows if r["mouth_legible"] >= LEGIBLE]


def closed(rows):
    """Share of closed lips on p, b and m, over all rows whose mouth can be read."""
    rows = legible(rows)
    return share(rows, lambda r: r["closures"]["closed"], lambda r: r["closures"]["n"])


def sounding(rows):
    """The same, of those where the sound does not fall silent: a mouth that follows loudness shuts in the others too."""
    rows = legible(rows)
    return share(rows, lambda r: r["closures"]["sounding"]["closed"], lambda r: r["closures"]["sounding"]["n"])


def share(rows, part, whole):
    total = sum(whole(r) for r in rows)
    return round(sum(part(r) for r in rows) / total, 3) if total else None


def blinks_a_minute(rows):
    seconds = sum(r["seconds"] for r in rows)
    return round(60 * sum(r["blinks"]["count"] for r in rows) / seconds, 1) if seconds else None


def shuffled(rows):
    """The mean of the portraits' shuffled controls."""
    rows = legible(rows) or rows
    return round(statistics.mean(r["shuffled"] for r in rows), 3)


POOLED_GOALS = [
    Goal("lips closed on p, b, m", closed, lambda v: v >= .95, ">= 0.95"),
    Goal("lips closed while the sound goes on", sounding, lambda v: v >= .95, ">= 0.95"),
    Goal("events of p, b, m", lambda rows: sum(r["closures"]["n"] for r in legible(rows)), lambda v: v >= 100, ">= 100"),
    Goal("shuffled control", shuffled, lambda v: v < .3, "< 0.3"),
    Goal("blinks a minute", blinks_a_minute, lambda v: 8 <= v <= 30, "8 to 30"),
]

HEAD = ["", "clips", "legible", "p b m", "closed", "sounding", "open-closed", "confidence", "lag", "shuffled", "identity",
        "head step", "blinks/min", "background"]


def line(name, rows):
    """A row of the table: sums and means, and behind a stroke the worst. What is about the mouth leaves out the clips
    whose mouth cannot be read."""
    def both(rows, key, worst):
        values = [r[key] for r in rows if r.get(key) is not None]
        return f"{statistics.mean(values):.2f} | {worst(values):.2f}" if values else "-"

    read = legible(rows)
    lag = f"{max((r['lag_ms'] for r in read), key=abs):+d} ms" if read else "-"
    return [name, len(rows), len(read), sum(r["closures"]["n"] for r in read), text(closed(rows)),
            text(sounding(rows)), both(read, "open_minus_closed", min), both(read, "confidence", min), lag,
            f"{shuffled(rows):.2f}", both(rows, "identity", max), both(rows, "largest_head_step", max),
            text(blinks_a_minute(rows)), both(rows, "background_change", max)]


def text(value):
    return "-" if value is None else f"{value:g}"


def table(rows):
    """Lines of a table: by voice, by kind, and all."""
    lines = [HEAD]
    for key in ("voice", "kind"):
        for name in dict.fromkeys(r[key] for r in rows):
            lines.append(line(name, [r for r in rows if r[key] == name]))
        lines.append(None)
    lines.append(line("ALL", rows))
    return aligned(lines)


def aligned(lines):
    widths = [max(len(str(row[i])) for row in lines if row) for i in range(len(HEAD))]
    return "\n".join("  ".join([str(row[0]).ljust(widths[0])] + [str(c).rjust(w) for c, w in zip(row[1:], widths[1:])])
                     if row else "" for row in lines)


def goals(rows):
    """For each goal: its name, whether it is met, and a sentence."""
    found = []
    for goal in POOLED_GOALS:
        value = goal.value(rows)
        met = value is not None and goal.is_met(value)
        found.append(dict(goal=goal.name, met=met, wanted=goal.wanted, value=value))
    for goal in CLIP_GOALS:
        values = [(goal.value(r), r) for r in rows]
        known = [(v, r) for v, r in values if v is not None]
        missing = [(v, r) for v, r in known if not goal.is_met(v)]
        found.append(dict(goal=goal.name, met=not missing, wanted=goal.wanted, clips=len(known),
                          missed=[dict(portrait=r["portrait"], voice=r["voice"], value=v) for v, r in missing]))
    return found


def goal_lines(found):
    lines = []
    for goal in found:
        mark = "met    " if goal["met"] else "NOT MET"
        if "missed" in goal:
            names = ", ".join(f"{m['portrait']}/{m['voice']} {m['value']:g}" for m in goal["missed"][:6])
            more = len(goal["missed"]) - 6
            detail = f"{goal['clips'] - len(goal['missed'])} of {goal['clips']} clips"
            detail += f"; not {names}" + (f" and {more} more" if more > 0 else "") if names else ""
        else:
            detail = text(goal["value"])
        lines.append(f"{mark}  {goal['goal']} {goal['wanted']}: {detail}")
    return "\n".join(lines)


def badness(row):
    """How bad a clip is: what it lacks of its goals, and its open closures."""
    lacking = [goal.shortfall(value) for goal in CLIP_GOALS if (value := goal.value(row)) is not None]
    n = row["closures"]["n"] if legible([row]) else 0
    return sum(max(0, l) for l in lacking) + (1 - row["closures"]["closed"] / n if n else 0)


def worst(rows, count=5):
    """The worst clips, no two of one portrait."""
    found = {}
    for row in sorted(rows, key=badness, reverse=True):
        found.setdefault(row["portrait"], row)
    return list(found.values())[:count]


def controls(rows, control_rows):
    """The same clips with a mouth that follows loudness, beside the real ones."""
    names = {(r["portrait"], r["voice"]) for r in control_rows}
    same = [r for r in rows if (r["portrait"], r["voice"]) in names]
    return aligned([HEAD, line("as made", same), line("loudness only", control_rows)])
