#!/usr/bin/env python3
"""How long a clip of four seconds takes through each official client, beside the renderer by itself.

usage: serve_times.py FOLDER-WITH-EXECUTABLES [TIMES]

The clients are installed by clients.sh. Each generation is a process of its own, which sends picture and sound as data URIs and
waits for the video as its client does; what is told is the client's own time, from sending to having the result."""
import json, os, pathlib, re, signal, statistics, subprocess, sys, tempfile, time, wave

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENE = ROOT / "examples/storytellers/scenes/baker"
KEY = "key-of-alice"


def clip(path):
    """The first four seconds of the example's sound."""
    with wave.open(str(SCENE / "line.wav")) as whole, wave.open(str(path), "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(4 * whole.getframerate()))


def bare(program, folder, times):
    """Seconds of the renderer alone, with a process for each video."""
    engine = re.search(r"(\d+-[0-9a-f]+)", subprocess.run([program, "--version"], capture_output=True, text=True).stdout).group(1)
    (folder / "picture.jpg").write_bytes((SCENE / "portrait.jpg").read_bytes())
    task = {"image": "picture.jpg", "audio": "sound.wav", "output": "video.mp4", "prompt": "A natural speaking avatar",
        "cfgScaleHundredths": 100, "seed": 1, "shortSide": 480, "framesPerSecond": 25, "quality": 95, "format": "mp4"}
    (folder / "request.json").write_text(json.dumps({"engine": engine, "task": {"talkingHead": {"_0": task}}}))
    found = []
    for _ in range(times):
        start = time.time()
        subprocess.run([program, "--request", "request.json", "--result", "result.json"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found.append(time.time() - start)
        if not (folder / "video.mp4").exists(): sys.exit((folder / "result.json").read_text())
        (folder / "video.mp4").unlink()
    return found


def through(client, words, port, clients, folder, times):
    found = []
    for _ in range(times):
        process = subprocess.Popen(
            [clients / client / "bin/python", ROOT / f"Tests/EndToEndTests/Clients/{client}.py", str(port), KEY, SCENE / "portrait.jpg",
             folder / "sound.wav", "http://127.0.0.1:9/", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        told = json.loads(process.stdout.readline())
        process.kill()
        process.wait()
        if told["check"] != "data URI" or not told["urls"]: sys.exit(f"{client}: {told}")
        found.append(told["seconds"])
        # What it has sent besides is not to be in the way of the next.
        time.sleep(6)
    return found


def main():
    binaries, times = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    clients = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "aurora-test-clients"
    subprocess.run([ROOT / "scripts/clients.sh", clients], check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        clip(folder / "sound.wav")
        (folder / "keys").write_text(KEY + "\n")

        def tell(name, found): print(f"{name:<26} {statistics.median(found):5.2f} s  {[round(one, 2) for one in found]}", flush=True)
        tell("the renderer by itself", bare(binaries / "aurora-render", folder, times))
        server = subprocess.Popen([binaries / "aurora-serve", "--port", "0", "--data", folder / "data", "--keys", folder / "keys"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = int(re.search(r":(\d+)/v1", server.stdout.readline()).group(1))
            for client, words in (("socket_client", []), ("both_client", ["rest"]), ("both_client", ["websocket"])):
                tell({"socket_client": "runware"}.get(client, f"runware-sdk, {''.join(words)}"), through(client, words, port, clients, folder, times))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


main()
