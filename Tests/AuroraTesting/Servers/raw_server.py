#!/usr/bin/env python3
"""A server below HTTP's politeness, for tests of clients: see RawServer.swift.
usage: raw_server.py http|https|http2 FOLDER; prints its port, and a line of JSON for each line on its input."""
import hashlib, json, os, select, socket, ssl, struct, subprocess, sys, threading, time

kind, folder = sys.argv[1:]
counts = {"connections": 0, "requests": 0, "tunnels": 0, "tunnelHeads": [], "stalls": 0, "ranges": []}
steps_done = {}
# 200 kB that begin like an MP4 file and repeat nowhere.
video = b"\0\0\0\x18ftypisom" + b"".join(hashlib.sha256(b"%d" % index).digest() for index in range(6250))
lock = threading.Lock()


def count(name, step=1):
    with lock:
        counts[name] += step
        return counts[name]


class Connection:
    def __init__(self, sock, number):
        self.sock, self.number, self.buffer, self.served = sock, number, b"", 0

    def until(self, mark):
        while mark not in self.buffer:
            piece = self.sock.recv(65536)
            if not piece: return None
            self.buffer += piece
        found, self.buffer = self.buffer.split(mark, 1)
        return found

    def exactly(self, length):
        while len(self.buffer) < length:
            piece = self.sock.recv(65536)
            if not piece: raise ConnectionError("the client went")
            self.buffer += piece
        found, self.buffer = self.buffer[:length], self.buffer[length:]
        return found

    def answer(self, status, body=b"", length=None, **headers):
        lines = [f"HTTP/1.1 {status} x"] + [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if length != "none": lines.append(f"Content-Length: {len(body) if length is None else length}")
        self.sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def reset(self):
        # With no time to linger, closing is a reset.
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if isinstance(self.sock, ssl.SSLSocket): socket.socket(fileno=self.sock.detach()).close()
        else: self.sock.close()

    def serve(self):
        while (head := self.until(b"\r\n\r\n")) is not None:
            first, *lines = head.decode("latin-1").split("\r\n")
            method, target, _ = first.split(" ")
            if method == "CONNECT": return self.tunnel(head.decode("latin-1"), target)
            headers = [line.split(": ", 1) if ": " in line else [line.rstrip(":"), ""] for line in lines]
            length = int(next((value for name, value in headers if name.lower() == "content-length"), 0))
            body = self.exactly(length)
            count("requests")
            if self.act(method, target, headers, body) == "end": return

    def act(self, method, target, headers, body):
        self.served += 1
        path, _, query = target.partition("?")
        parts = path.split("/")
        if parts[1] == "reset": return self.reset() or "end"
        if parts[1] == "close" or (parts[1] == "once" and self.served > 1): return "end"
        if parts[1] == "half": return self.answer(200, b"0123456789", length=100, Content_Type="application/json") or "end"
        if parts[1] == "garbage": return self.sock.sendall(b"\x00\x01 this is no HTTP\r\n\r\n") or "end"
        if parts[1] == "stall":
            count("stalls")
            try: self.sock.recv(1)
            finally: count("stalls", -1)
            return "end"
        if parts[1] == "drip":
            self.answer(200, b"", length=3600)
            while True:
                self.sock.sendall(b".")
                time.sleep(1)
        if parts[1] == "large": return self.answer(200, b"x" * (1 << 20))
        if parts[1] == "endless":
            self.answer(200, b"", length="none", Connection="close")
            while True: self.sock.sendall(b"x" * 65536)
        if parts[1] == "status":
            return self.answer(int(parts[2]), b"page", Content_Type="text/plain", **({"Retry_After": query.replace("%20", " ")} if query else {}))
        if parts[1] == "redirect": return self.answer(307, b"page", Location=query)
        if parts[1] == "steps": return self.step(parts[2:], {name.lower(): value for name, value in headers})
        seen = {"method": method, "headers": headers, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "connection": self.number}
        return self.answer(200, json.dumps(seen).encode(), Content_Type="application/json")

    def step(self, steps, headers):
        """The video, in the way that the next of the steps says; the last one stays."""
        with lock:
            steps_done["/".join(steps)] = done = steps_done.get("/".join(steps), 0) + 1
            counts["ranges"].append(headers.get("range", ""))
        step = steps[min(done, len(steps)) - 1]
        word, number = step.rstrip("0123456789"), int("0" + step[len(step.rstrip("0123456789")):])
        content = video[:8] + video[8:][::-1] if word == "other" else video
        tag = '"%s"' % hashlib.sha256(content).hexdigest()[:16]
        facts = {"Content_Type": "video/mp4", "ETag": tag, "Accept_Ranges": "bytes"}
        if word == "weak": facts["ETag"] = "W/" + tag
        if word == "bare": del facts["ETag"]
        if word == "status": return self.answer(number, b"<html>no</html>" * 5000, Content_Type="text/html", Retry_After="0")
        if word == "html": return self.answer(200, b"<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html; charset=utf-8")
        if word == "page": return self.answer(200, b"<!DOCTYPE html><title>Sign in</title>", Content_Type="video/mp4")
        if word == "json": return self.answer(200, video, Content_Type="application/json")
        if word == "tiny": return self.answer(200, video[:number], **facts)
        if word == "unknown": return self.answer(200, video, length="none", Connection="close", **facts) or "end"
        if word == "redirect": return self.answer(302, b"", Location="/steps/" + "/".join(steps[1:]))
        if word == "away": return self.answer(302, b"", Location="https://127.0.0.1:1/private")
        first, status = 0, 200
        if "range" in headers and word != "ignore" and headers.get("if-range") in (None, tag):
            first, status = int(headers["range"][6:-1]), 206
        if first >= len(content): return self.answer(416, b"", Content_Range=f"bytes */{len(content)}")
        last = min(first + number, len(content)) - 1 if word == "part" else len(content) - 1
        body = content[first:last + 1]
        if status == 206: facts["Content_Range"] = f"bytes {first + (word == 'shifted')}-{last}/{len(content) + (word == 'longer')}"
        if word in ("cut", "stall", "weak", "bare"):
            self.answer(status, body[:number], length=len(body), **facts)
            if word == "stall": self.sock.recv(1)
            return "end"
        return self.answer(status, body, **facts)

    def tunnel(self, head, target):
        with lock:
            counts["tunnels"] += 1
            counts["tunnelHeads"].append(head)
        host, port = target.rsplit(":", 1)
        # Whatever name is asked for is this machine.
        with socket.create_connection(("127.0.0.1", int(port))) as other:
            self.sock.sendall(b"HTTP/1.1 200 x\r\n\r\n")
            pairs = {self.sock: other, other: self.sock}
            while True:
                for ready in select.select(list(pairs), [], [])[0]:
                    piece = ready.recv(65536)
                    if not piece: return
                    pairs[ready].sendall(piece)

    def serve_http2(self):
        """RFC 9113, as much as it takes to answer each stream with 200 and its number."""
        def frame(kind, flags, stream, payload=b""):
            return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload
        assert self.exactly(24) == b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        self.sock.sendall(frame(4, 0, 0))
        while True:
            head = self.exactly(9)
            length, kind, flags, stream = int.from_bytes(head[:3], "big"), head[3], head[4], int.from_bytes(head[5:], "big")
            payload = self.exactly(length)
            if kind == 4 and not flags & 1: self.sock.sendall(frame(4, 1, 0))
            if kind == 0 and length: self.sock.sendall(frame(8, 0, 0, struct.pack(">I", length)))
            if kind in (0, 1) and flags & 1:
                count("requests")
                # ":status: 200" is entry 8 of the static table of RFC 7541.
                self.sock.sendall(frame(1, 4, stream, b"\x88") + frame(0, 1, stream, b"h2 stream %d connection %d" % (stream, self.number)))


def handle(sock, number):
    try:
        if context:
            # A proxy is asked in the clear; TLS begins with byte 22.
            if sock.recv(1, socket.MSG_PEEK) == b"\x16": sock = context.wrap_socket(sock, server_side=True)
        connection = Connection(sock, number)
        connection.serve_http2() if kind == "http2" else connection.serve()
    except (OSError, ConnectionError, ValueError): pass
    finally:
        try: sock.close()
        except OSError: pass


context = None
if kind != "http":
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", folder + "/key.pem", "-out", folder + "/server.pem", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost,DNS:service.example.com"], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + "/server.pem", folder + "/key.pem")
    if kind == "http2": context.set_alpn_protocols(["h2"])
with open(folder + "/video", "wb") as file: file.write(video)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def listen():
    for line in sys.stdin:
        with lock: print(json.dumps(counts), flush=True)
    # Ends with whoever holds the other end of its input.
    os._exit(0)


threading.Thread(target=listen, daemon=True).start()
while True:
    sock, _ = listener.accept()
    threading.Thread(target=handle, args=(sock, count("connections")), daemon=True).start()
