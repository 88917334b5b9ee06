#!/usr/bin/env python3
"""Paid builds by `aurora serve`, with either side killed at random: every video is asked for once and made once.

usage: serve_kills.py FOLDER-WITH-EXECUTABLES [ROUNDS [SEED]]

Each round takes two scenes that were never built, builds them for the hosted provider, kills the build or the server (SIGKILL) at a
random moment, starts the server again if it was that, and builds again until nothing is left. Fails if that does not end well,
if the server took more tasks than there are videos, or if a record is missing."""
import os, pathlib, random, re, signal, sqlite3, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEY = "key-of-alice"


class Server:
    def __init__(self, binaries, folder):
        self.program, self.folder, self.port = str(pathlib.Path(binaries, "aurora-serve").resolve()), folder, 0
        (folder / "keys").write_text(KEY + "\n")
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--data", str(self.folder / "data"), "--keys", str(self.folder / "keys")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r":(\d+)/v1", self.process.stdout.readline()).group(1))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def tasks(self):
        with sqlite3.connect(f"file:{self.folder}/data/serve.sqlite?mode=ro", uri=True) as database:
            return database.execute("SELECT COUNT(*) FROM tasks").fetchone()[0]


def main():
    binaries, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    chance = random.Random(seed)
    place = pathlib.Path(tempfile.mkdtemp())
    server = Server(binaries, place)
    work = place / "workspace"
    work.mkdir()
    aurora = str(pathlib.Path(binaries, "aurora").resolve())
    variables = {**os.environ, "RUNWARE_API_KEY": KEY, "RUNWARE_BASE_URL": f"http://127.0.0.1:{server.port}/v1",
        "XDG_STATE_HOME": str(place / "state"), "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    git = lambda *words: subprocess.run(["git", *words], cwd=work, check=True, capture_output=True, env=variables)
    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.name", "Test")
    git("config", "user.email", "test@example.com")
    (work / ".gitignore").write_text("/out/\n/.aurora/\n")
    (work / "aurora.yaml").write_text("name: kills\nprofile: final\nprofiles: {final: {provider: runware}}\n")
    source = ROOT / "examples/storytellers/scenes/baker"
    sound = (source / "line.wav").read_bytes()
    command = [aurora, "build", "--max-cost", "100"]
    killed = {"build": 0, "server": 0, "neither": 0}
    for round in range(rounds):
        for number in (2 * round, 2 * round + 1):
            scene = work / f"scenes/s{number}"
            scene.mkdir(parents=True)
            (scene / "portrait.jpg").write_bytes((source / "portrait.jpg").read_bytes())
            (scene / "line.wav").write_bytes(sound)
            (scene / "scene.yaml").write_text(f"image: portrait.jpg\naudio: line.wav\nprompt: Person {number} speaks\n")
        git("add", ".")
        git("commit", "--quiet", "--message", f"Add scenes {round}")
        build = subprocess.Popen(command, cwd=work, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        victim = chance.choice(["build", "server"])
        try:
            build.wait(chance.uniform(0, 2.5))
            victim = "neither"
        except subprocess.TimeoutExpired:
            if victim == "build": build.kill()
            else: server.kill()
        killed[victim] += 1
        if victim == "server":
            time.sleep(chance.uniform(0, 0.5))
            server.start()
        build.wait()
        for again in range(5):
            ended = subprocess.run(command, cwd=work, env=variables, capture_output=True, text=True)
            if ended.returncode == 0: break
        if ended.returncode != 0: sys.exit(f"round {round} (seed {seed}), {victim} killed: {ended.stderr}")
        if server.tasks() != 2 * (round + 1):
            sys.exit(f"round {round} (seed {seed}), {victim} killed: {server.tasks()} tasks for {2 * (round + 1)} videos")
    records = sum(1 for path in (work / "records").rglob("*.json"))
    server.kill()
    print(f"{rounds} rounds, killed: {killed}; {server.tasks()} tasks for {2 * rounds} videos, {records} records")
    sys.exit(0 if records == 2 * rounds else 1)


main()
