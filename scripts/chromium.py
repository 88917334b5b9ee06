"""Chromium without a screen, for tests: it looks at a page, or plays videos that it gets from a server on this machine. It is
told what to do through a pipe, in the protocol of its developer tools (https://chromedevtools.github.io/devtools-protocol).
"""
import base64
import fcntl
import http.server
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

PAGE = b"""<!doctype html><meta charset="utf-8"><title>Playback</title>
<style>body { margin: 0; background: #346 } video { display: block; max-width: 100vw; max-height: 100vh }</style>
<video muted playsinline></video>"""

# Plays what is at a URL to its end, then seeks to the middle; gives facts, or a problem in words.
PLAY = """(async url => {
  const video = document.querySelector("video");
  const event = (name, seconds) => new Promise((done, failed) => {
    video.addEventListener(name, () => done(), {once: true});
    video.addEventListener("error", () => failed(video.error.message || `error ${video.error.code}`), {once: true});
    setTimeout(() => failed(`no "${name}" within ${seconds} s`), seconds * 1000);
  });
  try {
    let next = event("loadedmetadata", 20);
    video.src = url;
    await next;
    next = event("ended", 30 + 4 * video.duration);
    await video.play();
    await next;
    const facts = {
      duration: video.duration, width: video.videoWidth, height: video.videoHeight, ended: video.ended,
      decoded: video.getVideoPlaybackQuality().totalVideoFrames,
    };
    next = event("seeked", 20);
    video.currentTime = video.duration / 2;
    await next;
    facts.soughtTo = video.currentTime;
    const canvas = Object.assign(document.createElement("canvas"), {width: facts.width, height: facts.height});
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    const pixels = context.getImageData(0, 0, facts.width, facts.height).data;
    const sums = [0, 0, 0];
    pixels.forEach((value, index) => { if (index % 4 < 3) sums[index % 4] += value });
    facts.colour = sums.map(sum => sum * 4 / pixels.length);
    return facts;
  } catch (problem) { return {problem: `the browser says: ${problem}`} }
})"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the page and the files of a folder, and parts of them, without which a player cannot seek."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/":
            return self.answer(200, "text/html", PAGE)
        path = pathlib.Path(self.directory, pathlib.PurePosixPath(self.path).name)
        if not path.is_file():
            return self.send_error(404)
        data, kind = path.read_bytes(), self.guess_type(str(path))
        asked = self.headers.get("Range", "")
        if not asked.startswith("bytes="):
            return self.answer(200, kind, data)
        first, last = (asked.removeprefix("bytes=").split("-") + [""])[:2]
        begin, end = int(first), min(int(last or len(data)), len(data) - 1)
        return self.answer(206, kind, data[begin:end + 1], f"bytes {begin}-{end}/{len(data)}")

    def answer(self, status, kind, body, part=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Accept-Ranges", "bytes")
        if part:
            self.send_header("Content-Range", part)
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            pass  # A player that has enough hangs up.


class Browser:
    """A browser with one page: that at `url`, or else one that plays the videos of a folder. The folder is also where the
    browser keeps what it keeps."""

    def __init__(self, folder, url=None):
        program = shutil.which("chromium")
        if not program:
            sys.exit("chromium is missing: apt-get install chromium")
        self.server = None
        self.root = url
        if url is None:
            self.server = http.server.ThreadingHTTPServer(
                ("127.0.0.1", 0), lambda *arguments: Handler(*arguments, directory=str(folder)))
            threading.Thread(target=self.server.serve_forever, daemon=True).start()
            self.root = f"http://127.0.0.1:{self.server.server_port}/"
        # What the page complained of.
        self.complaints = []
        to_read, self.writer = os.pipe()
        self.reader, to_write = os.pipe()
        # The browser's ends are its descriptors 3 and 4; they must not be in each other's way before.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (to_read, to_write)]
        words = [program, "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--mute-audio",
                 "--autoplay-policy=no-user-gesture-required", "--window-size=800,800",
                 f"--user-data-dir={folder}/chromium"]
        if os.geteuid() == 0:
            words.append("--no-sandbox")  # Its sandbox refuses to work for root.

        def place():
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)
        self.process = subprocess.Popen(words, preexec_fn=place, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for end in [to_read, to_write, *ends]:
            os.close(end)
        self.number, self.rest, self.session = 0, b"", None
        self.version = self.call("Browser.getVersion")["product"]
        target = self.call("Target.createTarget", url=self.root)["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for part in ["Page", "Runtime", "Log"]:
            self.call(f"{part}.enable")
        while self.evaluate("document.readyState") != "complete":
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Its helpers are of its session: all of them end with it.
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self.server:
            self.server.shutdown()

    def call(self, method, **parameters):
        """The result of a command."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"the browser refuses {method}: {answer['error']['message']}")
                return answer["result"]

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.reader, 1 << 16)
            if not more:
                sys.exit("the browser went away")
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(line)
        if message.get("method") == "Runtime.exceptionThrown":
            details = message["params"]["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
            self.complaints.append(message["params"]["entry"]["text"])
        return message

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return answer["result"].get("value")

    def play(self, video):
        return self.evaluate(f"{PLAY}({json.dumps(self.root + video.name)})")

    def until(self, expression, seconds=60):
        """Waits until an expression is true, and gives its value."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                sys.exit(f"after {seconds} s it is still not so: {expression}\n{self.evaluate('document.body.innerText')}")
            time.sleep(0.1)
        return value

    def choose(self, selector, path):
        """Chooses a file, as a person would in the form's dialogue."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def size(self, width, height, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1,
                  mobile=phone)

    def scheme(self, name):
        """What the person prefers: `light` or `dark`."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def key(self, name, code, text=""):
        """Presses a key; `code` is that of Windows, by which browsers name keys."""
        known = {"key": name, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **known, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **known)

    def type(self, text):
        """Types into what has the focus."""
        self.call("Input.insertText", text=text)

    def screenshot(self, path, whole=False):
        answer = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))
