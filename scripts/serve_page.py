#!/usr/bin/env python3
"""Uses the page of `aurora serve` in Chromium as a person would: signs in, has a video made by the form, plays it, and sees
failures told. Looks for complaints of the browser, for inputs without a label, and for what is wider than a phone.

Needs chromium. usage: scripts/serve_page.py FOLDER-WITH-EXECUTABLES [--screenshots FOLDER]
"""
import base64
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import urllib.request
import uuid
import wave
import zlib

import chromium

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENE = ROOT / "examples/storytellers/scenes/baker"
KEY = "key-of-the-page-test"
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>"

NAMELESS = """[...document.querySelectorAll("input, select, textarea, video, progress")].filter(
  thing => !thing.labels?.length && !thing.getAttribute("aria-label")).map(thing => thing.outerHTML).join("\\n")"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Plays the first video to its end.
PLAY = """(async () => {
  const video = document.querySelector("video");
  video.muted = true;
  const ended = new Promise((done, failed) => {
    video.onended = done;
    video.onerror = () => failed(video.error.message);
    setTimeout(() => failed("it does not end"), 30000 + 4000 * (video.duration || 10));
  });
  await video.play();
  await ended;
  return {seconds: video.duration, width: video.videoWidth};
})().catch(problem => ({problem: String(problem)}))"""


def short_sound(path):
    """The first six seconds of the example's."""
    with wave.open(str(SCENE / "line.wav")) as whole, wave.open(str(path), "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(int(6 * whole.getframerate())))


def faceless(path):
    """A grey PNG."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\x80" * 200 for _ in range(200))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 200, 8, 0, 0, 0, 0))
                     + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def submit(url, **members):
    """Sends a task as any client would."""
    data = {name: "data:application/octet-stream;base64," + base64.b64encode((SCENE / file).read_bytes()).decode()
            for name, file in (("image", "portrait.jpg"), ("audio", "line.wav"))}
    task = {"taskType": "videoInference", "taskUUID": str(uuid.uuid4()), "model": "creatify:aurora@fast",
            "inputs": data, **members}
    request = urllib.request.Request(url + "v1", json.dumps([task]).encode(), {"Authorization": f"Bearer {KEY}"})
    urllib.request.urlopen(request).read()


def check(holds, words):
    print(("ok      " if holds else "WRONG   ") + words)
    check.failed = check.failed or not holds


def use(url, folder, pictures):
    short_sound(folder / "line.wav")
    faceless(folder / "grey.png")

    def picture(name):
        if not pictures:
            return
        browser.size(1280, 900)
        browser.screenshot(pictures / f"{name}-desktop.png")
        browser.size(390, 844, phone=True)
        browser.screenshot(pictures / f"{name}-phone.png", whole=True)
        browser.size(1280, 900)

    with chromium.Browser(folder, url) as browser:
        browser.until("!document.querySelector('#sign-in').hidden")
        browser.evaluate("document.querySelector('#key').value = 'a-wrong-key'")
        browser.evaluate("document.querySelector('#sign-in button').click()")
        browser.until("!document.querySelector('#key-problem').hidden")
        picture("0-sign-in")
        check(True, "a wrong key is refused in words")
        browser.evaluate(f"document.querySelector('#key').value = '{KEY}'")
        browser.evaluate("document.querySelector('#sign-in button').click()")
        browser.until("document.querySelector('#connection').textContent === 'live'")
        refusals = [words for words in browser.complaints if "401" in words]
        check(len(refusals) == len(browser.complaints), "nothing is complained of but wrong keys")
        browser.complaints.clear()
        picture("1-before")

        browser.choose("#image", SCENE / "portrait.jpg")
        browser.choose("#audio", folder / "line.wav")
        browser.evaluate("document.querySelector('#prompt').value = 'A kindly baker speaks to the viewer'")
        price = browser.until("document.querySelector('#price').textContent")
        check(price.startswith("$0.42 "), f"the price is told beforehand: {price}")
        browser.evaluate("document.querySelector('#submit').click()")
        browser.until("document.querySelector('#list .state')?.textContent === 'in work'")
        browser.until("document.querySelector('#list progress')?.value > 0")
        picture("2-during")
        browser.until("document.querySelector('#list video') !== null", 120)
        played = browser.evaluate(PLAY)
        check(abs(played.get("seconds", 0) - 6) < 0.1 and played["width"] == 480, f"the result is played: {played}")
        picture("3-after")

        browser.choose("#image", folder / "grey.png")
        browser.evaluate("document.querySelector('#submit').click()")
        problem = browser.until("document.querySelector('#list .problem')?.textContent")
        check("face" in problem, f"a failure is told: {problem}")
        submit(url, positivePrompt=HOSTILE, numberResults=2)
        browser.until("document.querySelectorAll('#list > li').length === 3")
        told = browser.evaluate("document.querySelector('#list .task-prompt').textContent")
        check(told == HOSTILE and browser.evaluate("document.title") == "Aurora", "a prompt is text, whatever it says")
        browser.until("document.querySelectorAll('#list video').length === 3", 300)
        picture("4-more")
        check(browser.evaluate("document.querySelector('#worth').textContent") == "$1.40", "what it is worth adds up")
        nameless = browser.evaluate(NAMELESS)
        check(not nameless, f"everything has a name {nameless}")
        browser.size(360, 740, phone=True)
        check(browser.evaluate(TOO_WIDE) <= 0, "nothing is wider than a phone")
        check(not browser.complaints, f"the browser does not complain {browser.complaints}")


def main():
    words = sys.argv[1:]
    pictures = pathlib.Path(words[words.index("--screenshots") + 1]).resolve() if "--screenshots" in words else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    check.failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "keys").write_text(f"page {KEY}\n")
        server = subprocess.Popen([pathlib.Path(words[0], "aurora-serve").resolve(), "--port", "0", "--keys", folder / "keys",
                                   "--data", folder / "data"], stdout=subprocess.PIPE, text=True)
        try:
            url = server.stdout.readline().split()[-1].removesuffix("v1")
            use(url, folder, pictures)
        finally:
            server.terminate()
            server.wait(20)
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main()
