"""Runs commands in turns, so that noise hits all alike, and prints what they took beside each other."""

import pathlib
import statistics
import subprocess


class Run:
    """One run of a program: seconds of wall time, of processors, and mebibytes at its peak."""

    def __init__(self, seconds, processor, mebibytes, output):
        self.seconds, self.processor, self.mebibytes, self.output = seconds, processor, mebibytes, output


class Launcher:
    """Starts programs and measures them, by `launch.c`."""

    def __init__(self, folder):
        self.program = pathlib.Path(folder, "launch")
        self.report = pathlib.Path(folder, "launch-report")
        subprocess.run(["cc", "-O2", "-o", self.program, pathlib.Path(__file__).with_name("launch.c")], check=True)


launcher = None


def start(folder):
    """To be called once, with a folder to build the launcher in."""
    global launcher
    launcher = Launcher(folder)


def run(command, folder, environment=None, check=True):
    process = subprocess.run([launcher.program, launcher.report, *command], cwd=folder, env=environment,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if check and process.returncode != 0:
        raise SystemExit(f"bench: {' '.join(map(str, command))} in {folder} ended with status {process.returncode}")
    seconds, processor, kibibytes, _ = launcher.report.read_text().split()
    return Run(float(seconds), float(processor), int(kibibytes) / 1024, process.stdout.decode(errors="replace"))


def in_turns(commands, runs, before=None):
    """Runs each of `commands` (name to function that returns a Run) so many times, one after another."""
    results = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if before:
                before(name)
            results[name].append(command())
    return results


class Row:
    """What many runs of one program came to."""

    def __init__(self, runs):
        self.least = min(run.seconds for run in runs)
        self.median = statistics.median(run.seconds for run in runs)
        self.processor = statistics.median(run.processor for run in runs)
        self.mebibytes = max(run.mebibytes for run in runs)


def milliseconds(seconds):
    return f"{seconds * 1000:10.2f} ms" if seconds < 10 else f"{seconds:10.2f} s "


def show(title, results, goals=()):
    """Prints a table, and below it each goal: (name, peer, at most this ratio)."""
    print(f"\n{title}")
    rows = {name: Row(runs) for name, runs in results.items()}
    for name, row in rows.items():
        print(f"  {name:<34} least {milliseconds(row.least)}  median {milliseconds(row.median)}"
              f"  processors {milliseconds(row.processor)}  {row.mebibytes:6.1f} MiB")
    for name, peer, limit in goals:
        if peer in rows and name in rows:
            ratio = rows[name].median / rows[peer].median
            print(f"  {name} / {peer}: {ratio:.2f} (goal: at most {limit}) {verdict(ratio <= limit)}"
                  f"   by the least: {rows[name].least / rows[peer].least:.2f}")
    return rows


def verdict(is_met):
    return "met" if is_met else "NOT MET"
