#!/usr/bin/env python3
"""Misuses `aurora serve` in every way that costs little, and times what other clients notice of it.

usage: serve_abuse.py FOLDER-WITH-EXECUTABLES [MISUSE…]

Prints a row for each way: what the server did, how long a ping of somebody else took meanwhile (median, 99th of a hundred,
longest, in ms), and the server's memory. Fails if the misuse is not ended as it should be, a 99th is above 200 ms, or the memory
grows beyond half a gigabyte."""
import base64, http.client, json, os, pathlib, re, resource, signal, socket, statistics, subprocess, sys, tempfile, threading, time

KEY = "key-of-alice"
LIMIT_MS, LIMIT_MIB = 200, 512
# Made beforehand: while it is, this program's other threads stand still.
LARGE = b'[{"taskType":"mediaStorage","taskUUID":"0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11","operation":"upload","media":"' + b"A" * (100 << 20) + b'"}]'


class Server:
    def __init__(self, binaries):
        self.folder = tempfile.TemporaryDirectory()
        keys = pathlib.Path(self.folder.name, "keys")
        keys.write_text(KEY + "\n")
        self.process = subprocess.Popen(
            [str(pathlib.Path(binaries, "aurora-serve").resolve()), "--port", "0", "--data", self.folder.name + "/data", "--keys", str(keys)],
            stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/v1", self.process.stdout.readline()).group(1))

    def memory(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) // 1024

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        return connection

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def ping(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    start = time.perf_counter()
    connection.request("POST", "/v1", '[{"taskType":"ping"}]', {"Authorization": "Bearer " + KEY, "Content-Type": "application/json"})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - start) * 1000
    assert answer.status == 200 and b"pong" in body, (answer.status, body)
    connection.close()
    return took


def until_closed(connection, most):
    """Seconds until the server ends a connection, and what it said; None if it does not."""
    connection.settimeout(most)
    start, said = time.time(), b""
    try:
        while True:
            part = connection.recv(65536)
            if not part: return time.time() - start, said
            said += part
    except (ConnectionResetError, BrokenPipeError): return time.time() - start, said
    except TimeoutError: return None, said


def head(length, extra=""): return f"POST /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {length}\r\n{extra}\r\n".encode()


def slow_head(server):
    connection = server.connect()
    stop = threading.Event()

    def drip():
        for byte in b"POST /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 1000:
            if stop.wait(0.5): return
            try: connection.send(bytes([byte]))
            except OSError: return
    threading.Thread(target=drip, daemon=True).start()
    took, _ = until_closed(connection, 40)
    stop.set()
    return took is not None and took < 15, f"closed after {took and round(took)} s"


def slow_body(server):
    connection = server.connect()
    connection.sendall(head(1_000_000))
    stop = threading.Event()

    def drip():
        while not stop.wait(0.5):
            try: connection.send(b"[")
            except OSError: return
    threading.Thread(target=drip, daemon=True).start()
    took, _ = until_closed(connection, 40)
    stop.set()
    return took is not None and took < 15, f"closed after {took and round(took)} s"


def slow_read(server):
    """Asks for forty megabytes and takes nothing."""
    sound = base64.b64encode(b"RIFF....WAVE" + bytes(40 << 20)).decode()
    task = {"taskType": "mediaStorage", "taskUUID": "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11", "operation": "upload", "media": sound}
    other = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    other.request("POST", "/v1", json.dumps([task]), {"Authorization": "Bearer " + KEY})
    name = json.loads(other.getresponse().read())["data"][0]["mediaURL"].rpartition("/")[2]
    connection = server.connect()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(f"GET /media/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    time.sleep(25)
    took, said = until_closed(connection, 2)
    return took is not None and len(said) < 20 << 20, f"closed; {len(said) >> 10} KiB were on the way"


def huge_head(server):
    connection = server.connect()
    connection.settimeout(20)
    sent = 0
    try:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Much: ")
        while sent < 64 << 20:
            connection.sendall(b"a" * 65536)
            sent += 65536
    except OSError: return sent < 8 << 20, f"closed after {sent >> 10} KiB"
    return False, f"took {sent >> 20} MiB"


def announced_too_large(server):
    connection = server.connect()
    connection.sendall(head(10 << 30))
    start = time.time()
    first = connection.recv(20)
    answered = time.time() - start
    # What comes behind an answer is taken for ten seconds, so that who still sends sees it.
    took, said = until_closed(connection, 15)
    is_right = b" 413 " in first and answered < 2 and took is not None
    return is_right, (first + said)[:30].decode(errors="replace").split("\r")[0]


def without_key(server):
    connection = server.connect()
    connection.sendall(head(100 << 20).replace(KEY.encode(), b"wrong-key"))
    took, said = until_closed(connection, 10)
    return b" 401 " in said[:20], said[:30].decode(errors="replace").split("\r")[0]


def idle(server):
    """A thousand connections that say nothing."""
    connections = [server.connect() for _ in range(1000)]
    time.sleep(3)
    took, _ = until_closed(connections[0], 40)
    for connection in connections: connection.close()
    return took is not None and took < 15, f"1000 open; the first closed after {took and round(took + 3)} s"


def large_bodies(server):
    """Three of a hundred megabytes at a time: there is memory for two, and a third is told so where it comes in between."""
    statuses = []

    def send():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        try:
            connection.request("POST", "/v1", LARGE, {"Authorization": "Bearer " + KEY})
            statuses.append(connection.getresponse().status)
        except OSError as error: statuses.append(f"cut off: {error}")
    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return set(statuses) <= {400, 503} and 400 in statuses, f"answers {statuses}"


def deep_json(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    statuses = []
    for body in ("[" * (4 << 20), "[" + "1," * (4 << 20) + "1]"):
        connection.request("POST", "/v1", body, {"Authorization": "Bearer " + KEY})
        answer = connection.getresponse()
        statuses.append(answer.status)
        answer.read()
    return statuses == [400, 400], f"answers {statuses}"


def socket_stranger(server):
    """A WebSocket that sends much before it shows a key."""
    connection = server.connect()
    connection.sendall(b"GET /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    connection.recv(4096)
    sent = 0
    try:
        connection.sendall(b"\x81\xff" + (100 << 20).to_bytes(8, "big") + b"\0\0\0\0")
        while sent < 100 << 20:
            connection.sendall(b"a" * 65536)
            sent += 65536
    except OSError: return sent < 8 << 20, f"closed after {sent >> 10} KiB"
    return False, "took all of it"


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    server, failures = Server(sys.argv[1]), 0
    print(f"{'misuse':<22} {'median':>7} {'99th':>7} {'longest':>8} {'MiB':>6}  what came of it")
    for misuse in (slow_head, slow_body, slow_read, huge_head, announced_too_large, without_key, idle, deep_json, socket_stranger, large_bodies):
        if sys.argv[2:] and misuse.__name__ not in sys.argv[2:]: continue
        times, result, stop = [], [], threading.Event()
        highest = [0]

        def others():
            while not stop.is_set() or len(times) < 100:
                times.append(ping(server.port))
                highest[0] = max(highest[0], server.memory())
                time.sleep(0.01)
        watcher = threading.Thread(target=others)
        watcher.start()
        result = misuse(server)
        stop.set()
        watcher.join()
        times.sort()
        slowest = times[min(len(times) - 1, int(len(times) * 0.99))]
        is_right = result[0] and slowest <= LIMIT_MS and highest[0] <= LIMIT_MIB
        failures += not is_right
        print(f"{misuse.__name__:<22} {statistics.median(times):7.1f} {slowest:7.1f} {times[-1]:8.1f} {highest[0]:6}  {result[1]}{'' if is_right else '   FAILED'}", flush=True)
    status = server.end()
    print(f"ended with status {status}")
    sys.exit(1 if failures or status else 0)


main()
