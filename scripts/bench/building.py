"""The figures of building: Aurora beside ninja, make, DVC and the bare looks at the same files.

Every scene has a scene file, a picture, a sound and one video; the provider is a program that copies the picture.
"""

import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time

import measure
import workspace

# Kept small so that the disk's speed does not decide: what is measured is bookkeeping.
COPY = ["cp", "{image}", "{output}"]


class Bench:
    """A built workspace of one size with its peers' files."""

    def __init__(self, aurora, count, folder, probe):
        self.aurora, self.count, self.probe = aurora, count, probe
        self.root = pathlib.Path(folder, f"scenes-{count}")
        home = pathlib.Path(folder, "home")
        home.mkdir(exist_ok=True)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C",
                            "GIT_CONFIG_GLOBAL": "/dev/null"}

    def run(self, *words, check=True):
        return measure.run([self.aurora, *words], self.root, self.environment, check)

    def prepare(self):
        workspace.make(self.root, self.count, COPY)
        self.run("trust", "--yes")

    def first_builds(self):
        """Builds everything with each tool; returns the seconds by tool."""
        for tool in ("ninja", "make"):
            folder = self.root / f"{tool}-out"
            folder.mkdir()
        (self.root / "build.ninja").write_text(
            f"builddir = ninja-out\nrule copy\n  command = cp $portrait $out\n" + "".join(
                f"build ninja-out/s{index:06d}.mp4: copy {' '.join(workspace.inputs(index))}\n"
                f"  portrait = {workspace.inputs(index)[1]}\n" for index in range(self.count)))
        (self.root / "Makefile").write_text(workspace.make_file(self.count, "make-out"))
        jobs = str(os.cpu_count())
        return {"aurora": self.run("build", "-j", jobs),
                "ninja": measure.run(["ninja", "-j", jobs], self.root),
                "make": measure.run(["make", "-j", jobs], self.root)}

    def bare_actions(self):
        """What the actions cost by themselves: the program started as often, with a file of the same size each."""
        portrait = self.root / workspace.inputs(0)[1]
        with tempfile.TemporaryDirectory(dir=self.root.parent) as folder:
            program = shutil.which("cp")
            start = time.perf_counter()
            waiting = []
            for index in range(self.count):
                waiting.append(os.posix_spawn(program, ["cp", str(portrait), f"{folder}/{index}"], {}))
                if len(waiting) >= os.cpu_count():
                    os.waitpid(waiting.pop(0), 0)
            for process in waiting:
                os.waitpid(process, 0)
            return time.perf_counter() - start

    def probe_list(self):
        path = self.root / "list"
        path.write_text("".join(f"{name}\n" for name in workspace.all_files(self.root, self.count)))

    def lstat(self):
        run = measure.run([self.probe, "list"], self.root)
        # The list is the probe's own business: only the looks count.
        run.seconds = float(run.output.split()[0])
        return run

    def no_op(self, runs):
        self.run("build")
        self.run("build")
        self.probe_list()
        results = measure.in_turns(
            {"aurora build": lambda: self.run("build"), "ninja": lambda: measure.run(["ninja"], self.root),
             "make": lambda: measure.run(["make"], self.root), "lstat of the same, one thread": self.lstat}, runs)
        rows = measure.show(
            f"Nothing to do, {self.count} scenes", results,
            [("aurora build", "ninja", 0.5), ("aurora build", "lstat of the same, one thread", 1.25)])
        peak = rows["aurora build"].mebibytes
        print(f"  memory: {peak:.1f} MiB (goal: at most 60 MiB) {measure.verdict(peak <= 60)}")
        return rows

    def watched(self, runs):
        """A build beside `aurora watch`, which knows what changed without a look."""
        said = self.root.parent / "watch-output"
        with open(said, "wb") as output:
            watcher = subprocess.Popen([self.aurora, "watch"], cwd=self.root, env=self.environment,
                                       stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            start = time.perf_counter()
            while b"watching" not in said.read_bytes():
                if time.perf_counter() - start > 120:
                    raise SystemExit("bench: `aurora watch` did not find a workspace of "
                                     f"{self.count} scenes in order within two minutes")
                time.sleep(0.1)
            print(f"\n`aurora watch` is ready after {time.perf_counter() - start:.1f} s, {self.count} scenes")
            rows = measure.show(
                f"Nothing to do beside `aurora watch`, {self.count} scenes",
                measure.in_turns(
                    {"aurora build": lambda: self.run("build"),
                     "aurora --version": lambda: self.run("--version")}, runs))
        finally:
            watcher.terminate()
            watcher.wait()
        median = rows["aurora build"].median
        print(f"  aurora build: {median * 1000:.1f} ms (goal: at most 20 ms) {measure.verdict(median <= 0.020)}")

    def one_changed(self, runs):
        numbers = random.Random(1)

        def change(name):
            index = numbers.randrange(self.count)
            workspace.edit(self.root, index, f"{name} {numbers.random()}")
            # The clock by which files are stamped moves every few milliseconds.
            time.sleep(0.03)

        return measure.show(
            f"One scene changed, {self.count} scenes",
            measure.in_turns(
                {"aurora build, one changed": lambda: self.run("build"),
                 "ninja, one changed": lambda: measure.run(["ninja"], self.root)}, runs, change))

    def diff_of_all(self):
        """A diff in which every scene has another picture."""
        for index in range(self.count):
            workspace.edit(self.root, index, f"something new {index}")
        time.sleep(0.03)
        result = self.run("diff", "--json")
        changed = sum(1 for line in result.output.splitlines() if '"change"' in line)
        print(f"\ndiff with {changed} changed scenes: {result.seconds:.2f} s, {result.mebibytes:.0f} MiB", end="")
        if self.count == 10_000:
            print(f" (goal: at most 1 s) {measure.verdict(result.seconds <= 1)}", end="")
        print(flush=True)
        subprocess.run(["git", "checkout", "-q", "."], cwd=self.root, check=True)


def first(bench):
    seconds = bench.first_builds()
    bare = bench.bare_actions()
    print(f"\nFirst build, {bench.count} scenes, milliseconds an action")
    for tool, run in seconds.items():
        print(f"  {tool:<10} {run.seconds / bench.count * 1000:8.3f}  {run.mebibytes:7.1f} MiB")
    print(f"  {'the bare programs':<10} {bare / bench.count * 1000:8.3f}")
    overhead = (seconds["aurora"].seconds - bare) / bench.count * 1000
    print(f"  overhead of aurora: {overhead:.3f} ms (goal: at most 0.5 ms) {measure.verdict(overhead <= 0.5)}")


def hashing(aurora, folder):
    """How fast new inputs are hashed, beside openssl on one processor."""
    bench = Bench(aurora, 1, folder, None)
    bench.root = pathlib.Path(folder, "large")
    processors = os.cpu_count()
    workspace.make(bench.root, 2 * processors, COPY)
    size = 128 << 20
    for index in range(2 * processors):
        with open(bench.root / workspace.inputs(index)[1], "wb") as file:
            for _ in range(size >> 20):
                file.write(os.urandom(1 << 20))
    bench.run("trust", "--yes")
    total = 2 * processors * size
    files = [str(bench.root / workspace.inputs(index)[1]) for index in range(2 * processors)]
    base = min(measure.run([aurora, "--version"], bench.root).seconds for _ in range(3))
    best = {"aurora": 0.0, "openssl": 0.0}
    for _ in range(3):
        shutil.rmtree(bench.root / ".aurora", ignore_errors=True)
        run = bench.run("status", check=False)
        best["aurora"] = max(best["aurora"], total / (run.seconds - base) / 1e9)
        run = measure.run(["openssl", "dgst", "-sha256", *files], bench.root)
        best["openssl"] = max(best["openssl"], total / run.seconds / 1e9)
    ratio = best["aurora"] / processors / best["openssl"]
    print(f"\nHashing {total >> 20} MiB of new inputs: aurora {best['aurora']:.2f} GB/s on {processors} processors, "
          f"openssl {best['openssl']:.2f} GB/s on one\n"
          f"  aurora a processor / openssl: {ratio:.2f} (goal: at least 0.9) {measure.verdict(ratio >= 0.9)}")
    shutil.rmtree(bench.root)


def building(aurora, probe, sizes, folder):
    """All sizes one after another, and how the cost grows from each to the next."""
    earlier = None
    for count in sizes:
        fits, needed, free = workspace.has_room(folder, count)
        if not fits:
            print(f"\n{count} scenes: skipped, the disk has {free >> 20} MiB free and {needed >> 20} MiB are needed")
            continue
        bench = Bench(aurora, count, folder, probe)
        bench.prepare()
        first(bench)
        rows = bench.no_op(runs=20 if count <= 1000 else 10 if count <= 10_000 else 5)
        bench.watched(runs=10)
        bench.one_changed(runs=8 if count <= 10_000 else 4)
        if count <= 10_000:
            bench.diff_of_all()
        if earlier:
            (old, before) = earlier
            for name, row in rows.items():
                print(f"  growth from {old} to {count} scenes, {name}: {row.median / before[name].median:.1f} times")
        earlier = (count, rows)
        shutil.rmtree(bench.root)
