import Foundation

/// A server on this machine that speaks https with a certificate of its own making, and misbehaves on request:
///
///     /file        "content", ETag "one", Last-Modified; status 304 for who has it
///     /cut         less than it announces     /stall   announces, and sends nothing until it may
///     /endless     never ends                 /empty   nothing
///     /status/N    that status                /to?URL  leads on to URL
///     /headers     what the client said of itself
///     /count       how many requests it had for /file
package final class HTTPSServer: Sendable {
    /// `localhost:port`.
    package let host: String
    /// The file of its certificate.
    package let certificate: String
    private let process: Process
    private let questions = Pipe()
    private let answers = Pipe()

    /// Starts it in a folder of the test's own.
    package init(in folder: TemporaryFolder) throws {
        certificate = folder.path("server.pem")
        try folder.write(Self.script, to: "server.py")
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", folder.path("server.py"), folder.path]
        process.standardOutput = answers
        process.standardInput = questions
        try process.run()
        host = "localhost:\(try Self.line(answers))"
    }

    // Not by a signal that can be blocked: a process begins with the mask of the thread that starts it.
    deinit { kill(process.processIdentifier, SIGKILL) }

    /// How many requests for `/stall` there were that still wait, for all the server knows: it may not send a byte to
    /// any of them before `letGo`.
    package func stalls() throws -> Int { Int(try ask("stalls")) ?? 0 }

    /// Has all that stalls go on.
    package func letGo() throws { _ = try ask("go") }

    private func ask(_ question: String) throws -> String {
        try questions.fileHandleForWriting.write(contentsOf: Data("\(question)\n".utf8))
        return try Self.line(answers)
    }

    private static func line(_ pipe: Pipe) throws -> String {
        var line = Data()
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        return String(decoding: line, as: UTF8.self)
    }

    package func url(_ path: String) -> String { "https://\(host)/\(path)" }

    private static let script = """
        import http.server, os, ssl, subprocess, sys, threading
        folder = sys.argv[1]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", folder + "/key.pem", "-out", folder + "/server.pem", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
        count = 0
        stalls = 0
        go = threading.Event()
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *words): pass
            def answer(self, status, body=b"", **headers):
                self.send_response(status)
                length = headers.pop("length", len(body))
                if length is not None: self.send_header("Content-Length", str(length))
                for name, value in headers.items(): self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)
            def do_GET(self):
                global count, stalls
                self.close_connection = True
                path, _, query = self.path.partition("?")
                parts = path.split("/")
                if parts[1] == "file":
                    count += 1
                    content = open(folder + "/content", "rb").read() if os.path.exists(folder + "/content") else b"content"
                    etag = '"%s"' % content.hex()[:40]
                    same = self.headers.get("If-None-Match") == etag
                    self.answer(304 if same else 200, b"" if same else content, ETag=etag)
                elif parts[1] == "headers": self.answer(200, str(self.headers).encode())
                elif parts[1] == "count": self.answer(200, str(count).encode())
                elif parts[1] == "empty": self.answer(200)
                elif parts[1] == "status": self.answer(int(parts[2]), b"page")
                elif parts[1] == "to": self.answer(302, b"page", Location=query)
                elif parts[1] == "cut": self.answer(200, b"half", length=8)
                elif parts[1] == "stall":
                    self.answer(200, b"", length=8)
                    stalls += 1
                    go.wait()
                    stalls -= 1
                    self.wfile.write(b"too late")
                elif parts[1] == "endless":
                    self.answer(200, b"", length=None)
                    try:
                        while True: self.wfile.write(b"x" * 65536)
                    except OSError: pass
                else: self.answer(404)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/server.pem", folder + "/key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        def listen():
            for line in sys.stdin:
                if line == "go\\n": go.set()
                print(stalls, flush=True)
            # Ends with whoever holds the other end of its input.
            os._exit(0)
        threading.Thread(target=listen, daemon=True).start()
        server.serve_forever()
        """
}
