"""The service's side of HTTP/1.1, and everything that can go wrong there."""
import hashlib, http.server, json, os, re, socket, ssl, struct, subprocess, sys, threading
from contract import TYPES, redacted

KINDS = {"videoInference": "submit", "getResponse": "poll", "getTaskDetails": "details", "mediaStorage": "upload", "imageUpload": "upload"}
CODES = {400: "badRequest", 401: "invalidApiKey", 402: "insufficientCredits", 403: "forbidden", 404: "notFound", 408: "timeoutProvider",
    429: "rateLimitExceeded", 500: "internalServerError", 502: "badGateway", 503: "serviceUnavailable", 504: "timeoutProvider"}


class Ended(Exception):
    """The connection is no more."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service = context = None

    def log_message(self, *words): pass

    def setup(self):
        with self.service.lock: fault = self.service.faults.take("connect")
        if fault:
            self.connection = self.request
            self.break_off(fault["do"])
        # Here, since a client that does not go on with it must keep nobody else waiting.
        if self.context: self.request = self.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle_one_request(self):
        try: super().handle_one_request()
        except (Ended, OSError): self.close_connection = True

    # Sending

    def send(self, status, body, kind="application/json", headers=(), promised=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        for name, value in headers: self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def break_off(self, how):
        self.close_connection = True
        if how == "reset":
            # With no time to linger, closing is a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket.socket(fileno=self.connection.detach()).close()
        elif how == "stall": self.wait()
        elif how == "garbage": self.connection.sendall(b"\x00\x01 this is no HTTP\r\n\r\n")
        raise Ended()

    def wait(self):
        """Until the client goes, or it is released."""
        service = self.service
        released = service.released
        with service.lock: service.waiting += 1
        try:
            self.connection.settimeout(0.05)
            while not released.is_set():
                try:
                    if not self.connection.recv(1): break
                except TimeoutError: continue
                except OSError: break
        finally:
            with service.lock: service.waiting -= 1

    # Tasks

    def do_POST(self):
        service = self.service
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.partition("?")[0] == "/control":
            return self.send(200, json.dumps(service.command(json.loads(body))).encode())
        try: tasks = json.loads(body)
        except ValueError: tasks = None
        with service.lock:
            log = self.log_line(tasks)
            self.catch_up()
            if self.path.partition("?")[0] != "/v1": return self.refuse(log, 404, "notFound", "There is nothing here.")
            if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
                return self.refuse(log, 400, "invalidJSON", "The body is no JSON array of objects.")
            account = self.account(tasks)
            if account is None: return self.refuse(log, 401, "invalidApiKey", "Invalid API key. Get one at https://my.runware.ai/signup", "apiKey")
            kind = next((KINDS[task["taskType"]] for task in tasks if task.get("taskType") in KINDS), "other")
            fault = service.faults.take(kind, [str(task.get("positivePrompt", "")) for task in tasks])
            log.update(fault=fault and fault["do"], account=account)
            if fault and fault["do"] == "late":
                service.late.append([service.count + fault.get("requests", 1), tasks, account])
                service.note("requests.jsonl", {**log, "status": 0})
                self.break_off("reset")
            if fault and fault["when"] == "before" and self.goes_wrong(fault): status, answer = None, None
            else: status, answer = service.answer(tasks, account, self.origin, fault)
            service.note("requests.jsonl", {**log, "status": status, "answer": answer})
        self.reply(fault, status, answer)

    def log_line(self, tasks):
        self.service.count += 1
        headers = {name.lower(): value for name, value in self.headers.items()}
        if "authorization" in headers: headers["authorization"] = headers["authorization"].split(" ")[0] + " <redacted>"
        return {"request": self.service.count, "path": self.path, "headers": headers, "tasks": redacted(tasks), "fault": None}

    def catch_up(self):
        """Carries out what was only delayed."""
        due = [one for one in self.service.late if one[0] <= self.service.count]
        self.service.late = [one for one in self.service.late if one[0] > self.service.count]
        for _, tasks, account in due: self.service.answer(tasks, account, self.origin, None)

    def account(self, tasks):
        scheme, _, key = (self.headers.get("Authorization") or "").partition(" ")
        if scheme.lower() != "bearer": key = tasks[0].get("apiKey") if tasks and tasks[0].get("taskType") == "authentication" else None
        return self.service.options["keys"].get(key)

    @property
    def origin(self): return ("https" if self.service.options.get("tls") else "http") + "://" + self.headers.get("Host", "localhost")

    def refuse(self, log, status, code, message, parameter=None):
        error = {"code": code, "message": message, **({"parameter": parameter, "type": "string"} if parameter else {})}
        self.service.note("requests.jsonl", {**log, "status": status, "answer": {"errors": [error]}})
        self.send(status, json.dumps({"errors": [error]}).encode())

    def goes_wrong(self, fault): return fault["do"] not in ("forget", "fail", "cost", "seconds")

    def reply(self, fault, status, answer):
        body = json.dumps(answer or {}).encode()
        if not fault or not self.goes_wrong(fault): return self.send(status, body)
        do = fault["do"]
        if do in ("reset", "close", "stall", "garbage"): self.break_off(do)
        if do == "half":
            self.send(200, body[:len(body) // 2], promised=len(body))
            self.close_connection = True
        elif do == "malformed": self.send(200, body[:-1] or b"{")
        elif do == "emptyData": self.send(200, b'{"data":[]}')
        elif do == "wrongTask":
            other = lambda found: found[0][:-12] + "%012x" % (int(found[0][-12:], 16) ^ 1)
            told = body if answer else b'{"data":[{"taskType":"videoInference","taskUUID":"00000000-0000-4000-8000-000000000000"}]}'
            self.send(200, re.sub(r'(?<="taskUUID": ")[^"]{36}', other, told.decode()).encode())
        elif do == "status": self.send_status(fault)
        else: raise ValueError(f"no such fault: {do}")

    def send_status(self, fault):
        status, shape = fault["status"], fault.get("body", "errors")
        headers = [("Retry-After", fault["retryAfter"])] if "retryAfter" in fault else []
        if shape == "html": return self.send(status, b"<html><title>%d</title></html>" % status, "text/html", headers)
        if shape == "empty": return self.send(status, b"", "text/plain", headers)
        error = {"code": fault.get("code", CODES.get(status, "error")), "message": fault.get("message", f"This is status {status}.")}
        if "parameter" in fault: error["parameter"] = fault["parameter"]
        body = {"errors": [error]}
        if shape == "legacy": body = {"error": True, "errorId": 19, "errorMessageContentId": 1212, "errorMessage": error["message"]}
        self.send(status, json.dumps(body).encode(), headers=headers)

    # Videos

    def do_GET(self):
        service = self.service
        with service.lock:
            service.count += 1
            found = re.fullmatch(r"/video/(\d+)/([0-9a-f-]{36})\.\w+", self.path)
            place = service.videos.get(found[2]) if found else None
            row = service.tasks[place[0]] if place else None
            fault = service.faults.take("download", [row["task"].get("positivePrompt", "")]) if row else None
            log = {"request": service.count, "path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()},
                "fault": fault and fault["do"], "download": place and place[0]}
            service.note("requests.jsonl", log)
            is_expired = found and int(found[1]) < service.expired[0]
        if not row: return self.send(404, b"<html>not found</html>", "text/html")
        if is_expired: return self.send(service.expired[1], b"<Error><Code>AccessDenied</Code></Error>", "application/xml")
        content = service.video(row, row["seconds"])
        if fault: return self.send_faulty(fault, row, content)
        self.send_part(row, content)

    def send_part(self, row, content, limit=None, ranges=True):
        """The video or what is asked for of it; with a limit, no more than that, though more is announced."""
        tag = '"%s"' % hashlib.sha256(content).hexdigest()[:24]
        kind = TYPES[row["task"].get("outputFormat", "MP4").lower()]
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "") if ranges else None
        headers, status, part = [("ETag", tag), ("Accept-Ranges", "bytes")], 200, content
        if asked and self.headers.get("If-Range") in (None, tag):
            first, last = int(asked[1]), min(int(asked[2] or len(content) - 1), len(content) - 1)
            if first >= len(content): return self.send(416, b"", kind, [("Content-Range", f"bytes */{len(content)}")])
            status, part = 206, content[first:last + 1]
            headers.append(("Content-Range", f"bytes {first}-{last}/{len(content)}"))
        self.send(status, part if limit is None else part[:limit], kind, headers, promised=len(part))

    def send_faulty(self, fault, row, content):
        do = fault["do"]
        if do in ("reset", "close", "stall", "garbage"): self.break_off(do)
        elif do == "status": self.send_status({"body": "html", **fault})
        elif do == "truncate":
            self.send_part(row, content, limit=fault.get("bytes", len(content) // 2))
            self.break_off("close")
        elif do == "stallBody":
            self.send_part(row, content, limit=fault.get("bytes", len(content) // 2))
            self.break_off("stall")
        elif do == "html": self.send(200, b"<!DOCTYPE html><html><title>Sign in</title></html>", "text/html")
        elif do == "json": self.send(200, b'{"errors":[{"code":"expired","message":"gone"}]}')
        elif do == "other": self.send_part(row, self.service.video(row, fault["seconds"]))
        elif do == "noRange": self.send_part(row, content, ranges=False)
        elif do == "oversize":
            size = fault.get("bytes", 600 << 20)
            self.send(200, content[:size], promised=size)
            for start in range(len(content), size, 1 << 16): self.wfile.write(bytes(min(1 << 16, size - start)))
        else: raise ValueError(f"no such fault: {do}")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request, address):
        if not isinstance(sys.exc_info()[1], (Ended, OSError)): super().handle_error(request, address)


def serve(service):
    Handler.service = service
    server = Server(("127.0.0.1", service.options.get("port", 0)), Handler)
    if service.options.get("tls"):
        folder = service.folder
        if not os.path.exists(folder + "/server.pem"):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", folder + "/key.pem", "-out", folder + "/server.pem", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/server.pem", folder + "/key.pem")
        Handler.context = context
    print(server.server_address[1], flush=True)

    def listen():
        for line in sys.stdin: print(json.dumps(service.command(json.loads(line))), flush=True)
        # Ends with whoever holds the other end of its input, unless nobody ever did.
        if not service.options.get("stays"): os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    server.serve_forever()
