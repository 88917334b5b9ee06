#!/usr/bin/env python3
"""Fifty clients that send tasks and ask for them, for a minute: counts requests and answers.

usage: serve_load.py FOLDER-WITH-EXECUTABLES [SECONDS [CLIENTS]]

Fails if anything but 200 and 429 is answered, or a connection breaks."""
import base64, collections, http.client, io, json, pathlib, re, signal, subprocess, sys, tempfile, threading, time, uuid, wave

KEY = "key-of-alice"
ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    folder = tempfile.TemporaryDirectory()
    keys = pathlib.Path(folder.name, "keys")
    keys.write_text(KEY + "\n")
    server = subprocess.Popen(
        [str(pathlib.Path(sys.argv[1], "aurora-serve").resolve()), "--port", "0", "--data", folder.name + "/data", "--keys", str(keys), "--queue", "20"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = int(re.search(r":(\d+)/v1", server.stdout.readline()).group(1))
    scene = ROOT / "examples/storytellers/scenes/baker"
    picture = base64.b64encode((scene / "portrait.jpg").read_bytes()).decode()
    short = io.BytesIO()
    with wave.open(str(scene / "line.wav")) as whole, wave.open(short, "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(whole.getframerate()))
    sound = base64.b64encode(short.getvalue()).decode()
    statuses, times, lock, end = collections.Counter(), [], threading.Lock(), time.time() + seconds

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        own = []
        while time.time() < end:
            if len(own) < 2:
                task = {"taskType": "videoInference", "taskUUID": str(uuid.uuid4()), "model": "creatify:aurora@fast",
                    "inputs": {"image": picture, "audio": sound}}
            else: task = {"taskType": "getResponse", "taskUUID": own[-1]}
            start = time.perf_counter()
            try:
                connection.request("POST", "/v1", json.dumps([task]), {"Authorization": "Bearer " + KEY})
                answer = connection.getresponse()
                body = json.loads(answer.read())
                status = answer.status
            except OSError as error: status, body = type(error).__name__, {}
            with lock:
                statuses[status] += 1
                times.append((time.perf_counter() - start) * 1000)
            if task["taskType"] == "videoInference":
                if status == 200: own.append(task["taskUUID"])
                else: time.sleep(0.2)
            elif body.get("data", [{}])[0].get("status") == "success": own.pop()
    threads = [threading.Thread(target=client) for _ in range(count)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    server.send_signal(signal.SIGTERM)
    ended = server.wait(30)
    times.sort()
    print(f"{count} clients, {seconds:.0f} s: {sum(statuses.values()) / seconds:.0f} requests a second, median {times[len(times) // 2]:.1f} ms, "
        f"99th {times[int(len(times) * 0.99)]:.1f} ms, longest {times[-1]:.0f} ms, answers {dict(statuses)}, ended with status {ended}")
    sys.exit(0 if set(statuses) <= {200, 429} and ended == 0 else 1)


main()
