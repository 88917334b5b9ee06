"""Runs commands in turns, so that noise hits all alike, and prints what they took beside each other."""

import os
import statistics
import subprocess
import time


class Run:
    """One run of a program: seconds of wall time, of processors, and mebibytes at its peak."""

    def __init__(self, seconds, processor, mebibytes, output):
        self.seconds, self.processor, self.mebibytes, self.output = seconds, processor, mebibytes, output


def run(command, folder, environment=None, check=True):
    with open(os.devnull, "r+b") as nothing:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=nothing, stdout=subprocess.PIPE,
                                   stderr=nothing)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
    if check and process.returncode != 0:
        raise SystemExit(f"bench: {' '.join(map(str, command))} in {folder} ended with status {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.decode(errors="replace"))


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
