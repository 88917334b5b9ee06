#!/usr/bin/env python3
"""Uses the page of `aurora serve` in Chromium as a person would: signs in, has a video made by the form, plays it, and sees
failures told; looks on a workspace as it is built; and does the same by the keyboard alone. Looks for complaints of the browser,
for inputs without a label, for text of too little contrast, light and dark, and for what is wider than a phone.

Needs chromium. usage: scripts/serve_page.py FOLDER-WITH-EXECUTABLES [--screenshots FOLDER]
"""
import base64
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time
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
# Text with less contrast than WCAG 2.2, section 1.4.3, asks for: 4.5, whatever its size.
PALE = """(() => {
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (thing) => {
    for (; thing; thing = thing.parentElement) {
      const colour = parts(getComputedStyle(thing).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const found = [];
  let least = 99;
  for (const thing of document.querySelectorAll("body *")) {
    const says = [...thing.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) || thing.matches("input:not([type=file]), textarea, select");
    if (!says || !thing.checkVisibility({checkOpacity: true}) || thing.closest("[disabled], noscript, .skip")) continue;
    const kinds = thing.matches("textarea") ? [null, "::placeholder"] : [null];
    for (const kind of kinds) {
      const style = getComputedStyle(thing, kind);
      const back = ground(thing), over = parts(style.color);
      const opacity = (over[3] ?? 1) * (kind ? Number(style.opacity) : 1);
      const colour = over.slice(0, 3).map((part, index) => part * opacity + back[index] * (1 - opacity));
      const [high, low] = [light(colour), light(back)].sort((one, other) => other - one);
      const contrast = (high + 0.05) / (low + 0.05);
      least = Math.min(least, contrast);
      if (contrast < 4.5) found.push(contrast.toFixed(2) + " " + (kind ?? thing.textContent.trim().slice(0, 40)));
    }
  }
  return {found: [...new Set(found)], least: Math.round(least * 100) / 100};
})()"""
# What has the focus: its name, and whether one sees that it has.
FOCUS = """(() => {
  const thing = document.activeElement;
  const seen = thing.closest(".drop") ?? thing;
  const style = getComputedStyle(seen), box = seen.getBoundingClientRect();
  const name = thing.id || thing.textContent.trim().slice(0, 20) || thing.tagName.toLowerCase();
  return {name, isVisible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight};
})()"""
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


def look(browser, name, pictures):
    """Contrast in both schemes, and screenshots in both and at two widths."""
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        pale = browser.evaluate(PALE)
        check(not pale["found"], f"{name}, {scheme}: the least contrast is {pale['least']} {pale['found'] or ''}")
        if not pictures:
            continue
        browser.size(1280, 900)
        browser.screenshot(pictures / f"{name}-{scheme}-desktop.png")
        browser.size(390, 844, phone=True)
        browser.screenshot(pictures / f"{name}-{scheme}-phone.png", whole=True)
        browser.size(1280, 900)
    browser.scheme("light")


def tab(browser):
    browser.key("Tab", 9)
    return browser.evaluate(FOCUS)


def use_keyboard(url, folder):
    """Signs in, fills in the form, sends it and reaches the player without a mouse."""
    with chromium.Browser(folder / "keyboard", url) as browser:
        browser.size(1280, 900)
        browser.until("!document.querySelector('#sign-in').hidden")
        browser.type(KEY)
        browser.key("Enter", 13, "\r")
        browser.until("document.querySelector('#connection').textContent === 'live'")
        # From the top of the page.
        browser.evaluate("location.reload()")
        time.sleep(0.5)
        browser.until("document.querySelector('#connection')?.textContent === 'live'")
        # The files themselves are chosen in a dialogue of the system's.
        browser.choose("#image", SCENE / "portrait.jpg")
        browser.choose("#audio", folder / "line.wav")
        browser.until("document.querySelector('#price').textContent")
        order = []
        while len(order) < 40 and "submit" not in order:
            focus = tab(browser)
            if focus["name"] != "prompt" and focus["name"] in order:
                continue
            check(focus["isVisible"], f"one sees that the focus is on {focus['name']}")
            order.append(focus["name"])
            if focus["name"] == "prompt":
                browser.type("Somebody speaks by the keyboard")
        wanted = ["Skip to the tasks", "image", "audio", "prompt", "Settings", "submit"]
        check([name for name in order if name in wanted] == wanted, f"Tab goes through the form in its order: {order}")
        before = browser.evaluate("document.querySelectorAll('#list > li').length")
        browser.key("Enter", 13, "\r")
        browser.until(f"document.querySelectorAll('#list > li').length === {before} + 1")
        browser.until("document.querySelector('#list > li:first-child video') !== null", 300)
        for _ in range(20):
            focus = tab(browser)
            if browser.evaluate("document.activeElement.matches('#list > li:first-child video')"):
                break
        check(browser.evaluate("document.activeElement.matches('#list > li:first-child video')") and focus["isVisible"], "Tab reaches the player")
        browser.evaluate("document.activeElement.muted = true")
        browser.key(" ", 32, " ")
        check(browser.until("!document.querySelector('#list > li:first-child video').paused || document.querySelector('#list > li:first-child video').ended"),
              "the space bar plays it")
        check(not [words for words in browser.complaints if "401" not in words], f"the browser does not complain {browser.complaints}")


def use_workspace(programs, folder, pictures):
    """Looks on the example's scenes while they are built, changed and broken."""
    place = folder / "storytellers"
    shutil.copytree(ROOT / "examples/storytellers", place)
    variables = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "NO_COLOR": "1"}

    def build(*scenes):
        subprocess.run([programs / "aurora", "build", *scenes], cwd=place, env=variables, check=True, capture_output=True)
    build("baker")
    with (Server(programs, folder, "workspace", "--workspace", place, "--no-auth") as url,
          chromium.Browser(folder / "onlooker", url) as browser):
        states = "[...document.querySelectorAll('#scenes .state')].map(state => state.textContent).join()"
        browser.until(f"{states} === 'missing,current,missing'")
        look(browser, "5-scenes", pictures)
        played = browser.evaluate(PLAY)
        check(abs(played.get("seconds", 0) - 6.05) < 0.1 and played["width"] == 720, f"a scene's video is played: {played}")
        build()
        browser.until(f"{states} === 'current,current,current'", 20)
        check(True, "what is built is seen while one looks")
        scene = place / "scenes/baker/scene.yaml"
        scene.write_text(scene.read_text().replace("seed: 7", "seed: 8"))
        (place / "scenes/botanist/line.mp3").write_bytes((place / "scenes/botanist/line.mp3").read_bytes() + b"\0")
        browser.until(f"{states} === 'current,changed,changed'", 20)
        check(True, "what was changed is seen while one looks")
        look(browser, "6-scenes-changed", pictures)
        scene.write_text("image: portrait.jpg\nimagine: it\n")
        told = browser.until("document.querySelector('#workspace-problems').textContent", 20)
        check("scenes/baker/scene.yaml:2" in told, f"a mistake is told at its line: {told}")
        check(browser.evaluate("document.querySelectorAll('#scenes video').length") == 3, "and what was there stays")
        browser.size(360, 740, phone=True)
        check(browser.evaluate(TOO_WIDE) <= 0, "nothing is wider than a phone")
        check(not browser.complaints, f"the browser does not complain {browser.complaints}")


class Server:
    """`aurora serve` while it is used; gives its address."""

    def __init__(self, programs, folder, name, *options):
        self.words = [programs / "aurora-serve", "--port", "0", "--data", folder / name, *options]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True)
        return self.process.stdout.readline().split()[-1].removesuffix("v1")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


def use(url, folder, pictures):
    short_sound(folder / "line.wav")
    faceless(folder / "grey.png")

    def picture(name):
        look(browser, name, pictures)

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
    programs = pathlib.Path(words[0]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part in ("keyboard", "onlooker"):
            (folder / part).mkdir()
        (folder / "keys").write_text(f"page {KEY}\n")
        with Server(programs, folder, "data", "--keys", folder / "keys") as url:
            use(url, folder, pictures)
            use_keyboard(url, folder)
        use_workspace(programs, folder, pictures)
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main()
