#!/usr/bin/env python3
"""Uses the page of `aurora gallery` in Chromium as a person would, opened from disk: searches, filters, plays a video with
captions, goes on by keyboard, compares two revisions side by side, with a wipe and as a difference. Looks for complaints of
the browser and for what is wider than a phone, and measures how long a page of a thousand scenes takes to be there.

Needs chromium. usage: scripts/gallery_page.py FOLDER-WITH-EXECUTABLES [--screenshots FOLDER] [--scenes NUMBER]
"""
import base64
import hashlib
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import chromium

ROOT = pathlib.Path(__file__).resolve().parent.parent
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"><b>bold</b> \u202egnp.exe \"'`${x}"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAMELESS = """[...document.querySelectorAll("input, select, video, button, canvas, dialog")].filter(
  thing => !thing.labels?.length && !thing.getAttribute("aria-label") && !thing.getAttribute("aria-labelledby")
    && !thing.textContent.trim()).map(thing => thing.outerHTML).join("\\n")"""
# A page marks nothing for tests: the list is there when its last card of the first batch is, has been laid out and painted,
# and the page answers.
READY = """(async () => {
  const began = performance.now();
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  while (!document.querySelector(".card .still")?.getBoundingClientRect().height) await frame();
  await frame();
  return {since: performance.now(), waited: performance.now() - began, cards: document.querySelectorAll(".card").length};
})()"""


def check(holds, words):
    print(("ok      " if holds else "WRONG   ") + words, flush=True)
    check.failed = check.failed or not holds


def key(browser, name):
    number = {"Escape": 27, "ArrowLeft": 37, "ArrowRight": 39}.get(name) or ord(name.upper())
    for kind in ["keyDown", "keyUp"]:
        browser.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=number,
                     text=name if len(name) == 1 and kind == "keyDown" else "")


def pixels(png):
    """The width, the height and the bytes of the red, green and blue of a PNG of 8 bits."""
    place, data, facts = 8, b"", None
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place:place + 8])
        body = png[place + 8:place + 8 + size]
        facts = struct.unpack(">IIBB", body[:10]) if kind == b"IHDR" else facts
        data += body if kind == b"IDAT" else b""
        place += 12 + size
    width, height, _, colour = facts
    step = {2: 3, 6: 4}[colour]
    raw, rows, last = zlib.decompress(data), [], bytearray(width * step)
    for index in range(height):
        begin = index * (width * step + 1)
        how, row = raw[begin], bytearray(raw[begin + 1:begin + 1 + width * step])
        for at in range(len(row)):
            left = row[at - step] if at >= step else 0
            up, corner = last[at], last[at - step] if at >= step else 0
            if how == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            else:
                near = (0, left, up, (left + up) // 2)[how]
            row[at] = (row[at] + near) & 255
        rows.append(row)
        last = row
    return width, height, [[sum(row[at:at + 3]) for at in range(0, len(row), step)] for row in rows]


def brightness(browser, selector):
    """How bright an element is on the screen, 0…1, and which part of it is brighter than black."""
    # Its edge is rounded and blurred.
    box = browser.evaluate(f"(box => ({{x: box.x + 8, y: box.y + 8, width: box.width - 16, height: box.height - 16, scale: 1}}))"
                           f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")
    box["scale"] = min(1, 160 / box["width"])
    answer = browser.call("Page.captureScreenshot", clip=box)
    values = [value for row in pixels(base64.b64decode(answer["data"]))[2] for value in row]
    return sum(values) / 765 / len(values), sum(value > 60 for value in values) / len(values)


class Workspace:
    """A workspace of records alone, as a build leaves them, with a cache that has their bytes."""

    def __init__(self, folder, programs):
        self.folder, self.programs = folder, programs
        (folder / "scenes").mkdir(parents=True)
        (folder / "aurora.yaml").write_text("name: videos\nprofile: draft\nprofiles: {draft: {provider: embedded}}\n")
        (folder / ".gitignore").write_text("/out/\n/.aurora/\n")
        self.run("git", "init", "--quiet", "--initial-branch=main")
        self.run("git", "config", "user.name", "Ada")
        self.run("git", "config", "user.email", "ada@example.org")

    def run(self, program, *words):
        return subprocess.run([program, *words], cwd=self.folder, check=True, stdout=subprocess.PIPE, text=True).stdout

    def aurora(self, *words):
        return self.run(self.programs / "aurora", *words)

    def commit(self, words):
        self.run("git", "add", "-A")
        self.run("git", "commit", "--quiet", "--message", words)

    def store(self, content):
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / ".aurora/objects" / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return digest

    def record(self, name, content, kind="talkingHead", profile="draft", scene=None, milliseconds=6000, size=480, cost=0,
               provider="embedded", **parameters):
        scene = scene or name
        record = {
            "costMicroDollars": cost, "format": 1, "scene": scene, "take": 1,
            "inputs": {"audio": {"path": f"scenes/{scene}/line.wav", "sha256": hashlib.sha256(name.encode()).hexdigest()}},
            "key": hashlib.sha256(repr((name, content[-64:], parameters)).encode()).hexdigest(),
            "output": {"bytes": len(content), "sha256": self.store(content)},
            "parameters": {"keyFormat": "1", "kind": kind, **parameters},
            "provider": {"engine": "1", "model": "model", "name": provider},
        }
        if milliseconds:
            record["media"] = {"audioCodec": "aac", "videoCodec": "h264", "fps": 25, "width": size, "height": size,
                               "durationMilliseconds": milliseconds}
        path = self.folder / "records" / profile / hashlib.sha256(scene.encode()).hexdigest()[:2] / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, indent=2))


def unlike(video, number):
    """The same video in other bytes: an MP4 file may have free space at its end."""
    return video + struct.pack(">I4sI", 12, b"free", number)


def unlike_picture(picture, number):
    """The same JPEG picture in other bytes: what follows its end is not looked at."""
    return picture + struct.pack(">I", number)


def render(programs, folder):
    """Two real videos of one speaker that differ a little, and a still."""
    made = []
    for name, motion in [("one", 40), ("two", 180)]:
        bench = folder / name
        shutil.copytree(ROOT / "examples/storytellers/scenes/baker", bench / "scenes/baker")
        (bench / "aurora.yaml").write_text("name: x\nprofile: d\nprofiles: {d: {provider: embedded, settings: {size: 480p}}}\n"
                                           "git: {commit: off}\n")
        subprocess.run([programs / "aurora", "build", "--set", f"motion={motion}"], cwd=bench, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made.append((bench / "out/d/baker.mp4").read_bytes())
    page = subprocess.run([programs / "aurora", "gallery"], cwd=folder / "one", check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True).stdout.strip()
    still = next((folder / "one" / page).parent.glob("media/*.poster.jpg"))
    return *made, still.read_bytes()


class Looking:
    """A browser on a gallery, with pictures of it for people."""

    def __init__(self, folder, page, pictures):
        self.folder, self.page, self.pictures = folder, page, pictures

    def __enter__(self):
        self.browser = chromium.Browser(self.folder, self.page.as_uri())
        self.browser.size(1280, 900)
        return self

    def __exit__(self, *words):
        self.browser.__exit__(*words)

    def picture(self, name):
        if not self.pictures:
            return
        for scheme in ["light", "dark"]:
            self.browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            self.browser.size(1280, 900)
            time.sleep(0.3)
            self.browser.screenshot(self.pictures / f"gallery-{name}-desktop-{scheme}.png")
            self.browser.size(390, 844, phone=True)
            time.sleep(0.3)
            self.browser.screenshot(self.pictures / f"gallery-{name}-phone-{scheme}.png")
        self.browser.call("Emulation.setEmulatedMedia", features=[])
        self.browser.size(1280, 900)

    def count(self):
        """What the page says that there is: it says something as soon as it is there."""
        for _ in range(100):
            text = self.browser.evaluate("document.querySelector('#count')?.textContent")
            if text: return text
            time.sleep(0.1)
        return None


def use(page, folder, pictures):
    with Looking(folder, page, pictures) as looking:
        browser = looking.browser
        check(looking.count() == "62 scenes · $0.42", f"all is there: {looking.count()}")
        check(browser.evaluate("document.querySelectorAll('video').length") == 0, "no video is loaded")
        headings = browser.evaluate("[...document.querySelectorAll('h2.campaign')].map(h => h.textContent).join('|')")
        check(headings == "scenes|spring", f"scenes stand by campaign: {headings}")
        browser.until("document.querySelector('.card img').naturalWidth > 0")
        looking.picture("list")

        browser.evaluate("document.querySelector('#filters').elements.q.focus()")
        browser.call("Input.insertText", text="BAKER cell7")
        browser.until("document.querySelector('#count').textContent.startsWith('1 of 62')")
        check("q=BAKER+cell7" in browser.evaluate("location.hash"), "a search is in the address")
        browser.evaluate("""(f => { f.q.value = ""; f.campaign.value = "=spring"; f.kind.value = "=variant";
          f.q.form.dispatchEvent(new Event("input")) })(document.querySelector('#filters').elements)""")
        check(looking.count().startswith("3 of 62"), f"filters work together: {looking.count()}")
        browser.evaluate("document.querySelector('#filters').elements.q.value = 'nothing like this'; "
                         "document.querySelector('#filters').dispatchEvent(new Event('input'))")
        check(not browser.evaluate("document.querySelector('#nothing').hidden"), "that nothing is found is said")
        browser.evaluate("document.querySelector('#reset').click()")
        check(looking.count().startswith("62 scenes"), "filters can be dropped")

        browser.evaluate("document.querySelector('a.card[href*=\"draft%2Fbaker\"]').click()")
        browser.until("document.querySelector('#viewer .start') !== null")
        loaded = browser.evaluate("performance.getEntriesByType('resource').filter(r => /[.](mp4|mov|webm)$/.test(r.name)).length "
                                  "+ document.querySelectorAll('video').length")
        check(loaded == 0, "nothing is loaded before it is played")
        looking.picture("viewer")
        browser.evaluate("document.querySelector('#viewer .start').click()")
        browser.until("document.querySelector('#viewer video').currentTime > 0.5")
        check(True, "a video plays from disk")
        browser.evaluate("document.querySelector('#viewer video').textTracks[0].mode = 'showing'")
        words = browser.until("document.querySelector('#viewer video').textTracks[0].cues?.[0]?.text")
        check(words == "Good morning &amp; &lt;b&gt;welcome&lt;/b&gt;", f"its captions are there: {words}")
        looking.picture("player")
        names = browser.evaluate("[...document.querySelectorAll('.output')].map(b => b.textContent).join('|')")
        check(names.count("|") == 2, f"what belongs to a scene is beside it: {names}")
        browser.evaluate("document.querySelectorAll('.output')[1].click()")
        browser.until("document.querySelectorAll('.output')[1].getAttribute('aria-pressed') === 'true'")

        title = "document.querySelector('#viewer-title').textContent"
        before = browser.evaluate(title)
        key(browser, "ArrowRight")
        after = browser.evaluate(title)
        key(browser, "ArrowLeft")
        check(before == "baker" and after == "hostile" and browser.evaluate(title) == before, "arrows lead on and back")
        key(browser, "n")
        check(browser.evaluate(title) == after, "so do letters")
        browser.evaluate(f"location.hash = 'open=' + encodeURIComponent('draft/' + {json.dumps('hostile')})")
        browser.until(f"{title} === 'hostile'")
        told = browser.evaluate("document.querySelector('.prompt').textContent")
        check(told == HOSTILE.replace("\u202e", "\\u{202e}"), f"a prompt is text, whatever it says: {told}")
        check(browser.evaluate("document.title") == "videos · the workspace", "nothing of it ran")
        check("neither in out/ nor in the cache" in browser.evaluate("document.querySelector('.stage').textContent"),
              "missing bytes are said")
        looking.picture("missing")
        nameless = browser.evaluate(NAMELESS)
        check(not nameless, f"everything has a name {nameless}")
        key(browser, "Escape")
        browser.until("!document.querySelector('#viewer').open")
        check(not browser.evaluate("document.querySelectorAll('video').length"), "Escape closes it, and the player goes")
        browser.size(360, 740, phone=True)
        check(browser.evaluate(TOO_WIDE) <= 0, "nothing is wider than a phone")
        browser.evaluate("document.querySelector('.card').click()")
        check(browser.evaluate(TOO_WIDE) <= 0 and browser.evaluate(
            "document.querySelector('#viewer').scrollWidth <= document.querySelector('#viewer').clientWidth"),
            "nor is the viewer")
        check(not browser.complaints, f"the browser does not complain {browser.complaints}")


def compare(page, folder, pictures):
    with Looking(folder, page, pictures) as looking:
        browser = looking.browser
        check(looking.count().startswith("4 changes"), f"changes are listed: {looking.count()}")
        verbs = browser.evaluate("[...document.querySelectorAll('.card .verb')].map(v => v.textContent).join(' ')")
        check(sorted(verbs.split()) == ["changed", "changed", "new", "removed"], f"with what became of them: {verbs}")
        browser.until("document.querySelector('.card img')?.naturalWidth > 0")
        looking.picture("changes")
        browser.evaluate("document.querySelector('a.card[href*=\"draft%2Fbaker\"]').click()")
        browser.until("document.querySelectorAll('.views video').length === 2")
        browser.until("[...document.querySelectorAll('.views video')].every(v => v.readyState >= 2)")
        words = browser.evaluate("document.querySelector('.why').textContent")
        check("coldly" in words and browser.evaluate("document.querySelector('.why del').textContent") == "kindly",
              f"why is told in words: {words}")
        looking.picture("beside")
        browser.evaluate("document.querySelector('.play').click()")
        browser.until("document.querySelector('.views .after video').currentTime > 1.5")
        apart = browser.evaluate("""new Promise(done => { const [a, b] = document.querySelectorAll('.views video'); let worst = 0, n = 0;
          const look = () => { worst = Math.max(worst, Math.abs(a.currentTime - b.currentTime)); (n += 1) < 40 ? requestAnimationFrame(look) : done(worst) };
          look() })""")
        moved = browser.evaluate("Math.min(...[...document.querySelectorAll('.views video')].map(v => v.currentTime))")
        check(apart < 0.1 and moved > 1.7, f"both play at once, at most {apart * 1000:.1f} ms apart, up to {moved:.1f} s")
        browser.evaluate("document.querySelector('.play').click()")
        browser.evaluate("(r => { r.value = 500; r.dispatchEvent(new Event('input')) })(document.querySelector('.position'))")
        browser.until("[...document.querySelectorAll('.views video')].every(v => v.paused && !v.seeking)")
        times = browser.evaluate("[...document.querySelectorAll('.views video')].map(v => v.currentTime)")
        check(times[0] == times[1] and times[0] > 2.5, f"both are sought to one moment: {times}")
        browser.evaluate("document.querySelectorAll('.way')[1].click()")
        looking.picture("wipe")
        browser.evaluate("document.querySelectorAll('.way')[2].click()")
        browser.until("document.querySelector('.views canvas').width === 480")
        time.sleep(0.3)
        mean, share = brightness(browser, ".views canvas")
        check(0.005 < mean < 0.9 and share > 0.02, f"the difference is seen: {mean:.3f} bright, {share:.0%} of it not black")
        looking.picture("difference")
        # Of the same video twice nothing is left.
        browser.evaluate("document.querySelector('.views .before video').src = document.querySelector('.views .after video').src")
        browser.until("document.querySelector('.views .before video').readyState >= 2")
        browser.evaluate("(r => { r.value = 500; r.dispatchEvent(new Event('input')) })(document.querySelector('.position'))")
        browser.until("[...document.querySelectorAll('.views video')].every(v => !v.seeking && v.readyState >= 2)")
        time.sleep(0.5)
        mean, share = brightness(browser, ".views canvas")
        check(mean < 0.02 and share < 0.01, f"of the same video twice nothing is left: {mean:.3f}, {share:.1%}")
        looking.picture("same")
        key(browser, "n")
        browser.until("document.querySelectorAll('#viewer .sides, .views').length === 1")
        nameless = browser.evaluate(NAMELESS)
        check(not nameless, f"everything has a name {nameless}")
        browser.size(360, 740, phone=True)
        check(browser.evaluate("document.querySelector('#viewer').scrollWidth <= document.querySelector('#viewer').clientWidth"),
              "nothing is wider than a phone")
        check(not browser.complaints, f"the browser does not complain {browser.complaints}")


def load(page, folder, scenes):
    """How long a page takes from the navigation to a list that is painted and answers, in milliseconds."""
    times, answers = [], []
    with chromium.Browser(folder, page.as_uri()) as browser:
        browser.size(1280, 900)
        for _ in range(7):
            browser.call("Page.navigate", url="about:blank")
            browser.until("location.href === 'about:blank'")
            browser.call("Page.navigate", url=page.as_uri())
            browser.until("document.readyState === 'complete' || document.querySelector('.card')")
            times.append(browser.evaluate(READY)["since"])
            answers.append(browser.evaluate("""(async () => { const began = performance.now();
              const f = document.querySelector('#filters').elements; f.q.value = '99';
              f.q.form.dispatchEvent(new Event('input'));
              await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              return performance.now() - began })()"""))
        found = browser.evaluate("document.querySelector('#count').textContent")
    times.sort()
    answers.sort()
    check(f" of {scenes} scenes" in found, f"all of them are searched: {found}")
    check(times[-1] < 1000, f"a page of {scenes} scenes is there after {times[3]:.0f} ms (median of 7, at most {times[-1]:.0f}); "
          f"a search is answered after {answers[3]:.0f} ms")


def main():
    words = sys.argv[1:]
    programs = pathlib.Path(words[0]).resolve()
    pictures = pathlib.Path(words[words.index("--screenshots") + 1]).resolve() if "--screenshots" in words else None
    scenes = int(words[words.index("--scenes") + 1]) if "--scenes" in words else 1000
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    check.failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        one, two, still = render(programs, folder)
        work = Workspace(folder / "videos", programs)
        captions = "WEBVTT\n\n00:00.000 --> 00:05.000\nGood morning &amp; &lt;b&gt;welcome&lt;/b&gt;\n".encode()
        work.record("baker", one, prompt="A baker speaks kindly to the viewer in warm light")
        work.record("baker.poster", still, kind="poster", scene="baker", milliseconds=0)
        work.record("baker.vtt", captions, kind="captions", scene="baker", milliseconds=0, format="vtt")
        for number in range(60):
            cell = f"spring/cell{number}"
            work.record(cell, unlike(one if number % 2 else two, number), prompt=f"The baker greets {number}",
                        cost=420000 if number == 3 else 0, provider="runware" if number == 3 else "embedded")
            if number < 3:
                work.record(f"{cell}.mov", unlike(one, 100 + number), kind="variant", scene=cell, format="mov")
        work.record("hostile", b"nobody has this", prompt=HOSTILE)
        shutil.rmtree(folder / "videos/.aurora/objects" / hashlib.sha256(b"nobody has this").hexdigest()[:2])
        work.commit("One")
        page = folder / "videos" / work.aurora("gallery").strip()
        use(page, folder, pictures)

        work.record("baker", two, prompt="A baker speaks coldly to the viewer in warm light")
        work.record("baker.poster", unlike_picture(still, 1), kind="poster", scene="baker", milliseconds=0)
        work.record("late", unlike(two, 500), prompt="Late")
        for path in (folder / "videos/records").rglob("cell59.json"):
            path.unlink()
        work.commit("Two")
        page = folder / "videos" / work.aurora("gallery", "HEAD~1..HEAD", "--to", "../compared").strip()
        compare(page, folder, pictures)

        many = Workspace(folder / "many", programs)
        for number in range(scenes):
            scene = f"spring/{number:04}" if number % 3 else f"single{number:04}"
            many.record(scene, unlike(one, number), prompt=f"Words for the scene of the number {number}. " * 4)
            many.record(f"{scene}.poster", unlike_picture(still, number), kind="poster", scene=scene, milliseconds=0)
        many.commit("Many")
        began = time.monotonic()
        page = folder / "many" / many.aurora("gallery").strip()
        middle = time.monotonic()
        many.aurora("gallery")
        print(f"        {scenes} scenes are written in {middle - began:.1f} s, and again in {time.monotonic() - middle:.1f} s")
        load(page, folder, scenes)
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main()
