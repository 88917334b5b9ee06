#!/usr/bin/env python3
"""Paid builds of examples/storytellers by `aurora serve`, with either side killed at random: every video is asked for once and
made once.

usage: serve_kills.py FOLDER-WITH-EXECUTABLES [KILLS [SEED]]

The first round is a build that nobody disturbs. Each later one gives the three scenes new prompts, builds them for the hosted
provider, kills the build or the server (SIGKILL) at a random moment, starts the server again if it was that, and builds again until
nothing is left. After each round the server has one task for each video that there ever was, each of which succeeded; each
published video is one that the server made; and what `aurora cost` adds up is what the server counts. Fails with the first round
that leaves anything else."""
import hashlib, json, os, pathlib, random, re, shutil, sqlite3, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEY = "key-of-alice"
SCENES = ("automaton", "baker", "botanist")


class Server:
    def __init__(self, binaries, folder):
        self.program, self.folder, self.port = str(pathlib.Path(binaries, "aurora-serve").resolve()), folder, 0
        (folder / "keys").write_text(f"alice {KEY}\n")
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--data", str(self.folder / "data"), "--keys", str(self.folder / "keys")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r":(\d+)/v1", self.process.stdout.readline()).group(1))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def ask(self, statement):
        with sqlite3.connect(f"file:{self.folder}/data/serve.sqlite?mode=ro", uri=True) as database:
            return database.execute(statement).fetchone()

    def digests(self):
        return {digest(path) for path in (self.folder / "data/media").glob("*.mp4")}


def digest(path): return hashlib.sha256(path.read_bytes()).hexdigest()


class Workspace:
    """A copy of the example, in a repository of its own."""

    def __init__(self, binaries, place, port):
        self.folder = place / "storytellers"
        shutil.copytree(ROOT / "examples/storytellers", self.folder)
        self.aurora = str(pathlib.Path(binaries, "aurora").resolve())
        self.variables = {**os.environ, "RUNWARE_API_KEY": KEY, "RUNWARE_BASE_URL": f"http://127.0.0.1:{port}/v1",
            "XDG_STATE_HOME": str(place / "state"), "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Test")
        self.git("config", "user.email", "test@example.com")

    def git(self, *words): subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, env=self.variables)

    def renew(self, round):
        """Every scene's prompt says another number, so that each is another video."""
        for scene in SCENES:
            folder = self.folder / "scenes" / scene
            place, begin = (folder / "prompt.txt", "") if (folder / "prompt.txt").exists() else (folder / "scene.yaml", "prompt: >-\n  ")
            text = re.sub(r"Take \d+\. ", "", place.read_text())
            place.write_text(text.replace(begin, f"{begin}Take {round}. ", 1))
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", f"Ask for take {round}")

    @property
    def command(self): return [self.aurora, "build", "--profile", "final", "--max-cost", "1000"]

    def begin(self):
        return subprocess.Popen(self.command, cwd=self.folder, env=self.variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def build(self):
        return subprocess.run(self.command, cwd=self.folder, env=self.variables, capture_output=True, text=True)

    def cost(self):
        """Paid results and millionths of a dollar."""
        told = subprocess.run([self.aurora, "cost", "--profile", "final", "--json"], cwd=self.folder, env=self.variables,
            check=True, capture_output=True, text=True).stdout
        total = json.loads(told.splitlines()[-1])
        return total["results"], total["costMicroDollars"]


def problem(server, workspace, rounds, price):
    """What is not as it should be after so many rounds, in words; None if nothing is."""
    wanted = len(SCENES) * rounds
    tasks, ended = server.ask("SELECT COUNT(*), SUM(state = 'ended') FROM tasks")
    if (tasks, ended) != (wanted, wanted): return f"{tasks} tasks, {ended} ended, for {wanted} videos"
    made, cost = server.ask("SELECT COUNT(cost), SUM(cost) FROM takes")
    if made != wanted: return f"{made} videos made instead of {wanted}"
    if price is not None and cost != price * rounds: return f"the server counts {cost}, not {price} for each of {rounds} rounds"
    if workspace.cost() != (wanted, cost): return f"`aurora cost` says {workspace.cost()}, the server {(wanted, cost)}"
    theirs = server.digests()
    if len(theirs) != wanted: return f"the server keeps {len(theirs)} different videos instead of {wanted}"
    for scene in SCENES:
        video = workspace.folder / f"out/final/{scene}.mp4"
        if not video.exists() or digest(video) not in theirs: return f"the server did not make {video.name}"
    return None


def main():
    binaries, wanted = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        server = Server(binaries, place)
        workspace = Workspace(binaries, place, server.port)
        try: run(server, workspace, wanted, seed, chance)
        finally: server.kill()


def run(server, workspace, wanted, seed, chance):
    workspace.renew(0)
    start = time.time()
    ended = workspace.build()
    patience = time.time() - start
    if ended.returncode != 0: sys.exit(f"undisturbed: {ended.stderr}")
    price = workspace.cost()[1]
    wrong = problem(server, workspace, 1, None)
    if wrong: sys.exit(f"undisturbed: {wrong}")
    print(f"undisturbed: {len(SCENES)} videos in {patience:.1f} s, ${price / 1e6:.2f} by `aurora cost` and by the server", flush=True)
    killed, rounds, builds = {"build": 0, "server": 0}, 1, 1
    while sum(killed.values()) < wanted:
        workspace.renew(rounds)
        build = workspace.begin()
        victim = chance.choice(["build", "server"])
        try:
            build.wait(chance.uniform(0, patience))
            victim = None
        except subprocess.TimeoutExpired:
            if victim == "build": build.kill()
            else: server.kill()
            killed[victim] += 1
        if victim == "server":
            time.sleep(chance.uniform(0, 0.5))
            server.start()
        build.wait()
        rounds += 1
        for again in range(5):
            ended = workspace.build()
            builds += 1
            if ended.returncode == 0: break
        told = f"round {rounds} (seed {seed}), {victim} killed"
        if ended.returncode != 0: sys.exit(f"{told}: {ended.stderr}")
        wrong = problem(server, workspace, rounds, price)
        if wrong: sys.exit(f"{told}: {wrong}")
        if rounds % 10 == 0: print(f"{rounds} rounds, killed: {killed}", flush=True)
    results, cost = workspace.cost()
    print(f"{rounds} rounds, killed: {killed}; {server.ask('SELECT COUNT(*) FROM tasks')[0]} tasks for {results} videos, each made once; "
        f"${cost / 1e6:.2f} = {rounds} × ${price / 1e6:.2f} by `aurora cost` and by the server")


main()
