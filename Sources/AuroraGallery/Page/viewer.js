// The viewer: one scene with its takes, variants and stills, its player, and how each was made. It is opened by the address, so
// that the browser's way back closes it.

let open = null;
let selected = null;

function follow() {
  const before = fields.q.value + [...Object.keys(choices), "sort"].map((name) => fields[name].value);
  const id = readAddress();
  if (fields.q.value + [...Object.keys(choices), "sort"].map((name) => fields[name].value) !== before) draw();
  const entry = id === null ? null : entries.find((entry) => entry.id === id);
  if (!entry) return hide();
  if (open === entry) return;
  open = entry;
  selected = entry.main;
  const isNew = !find("viewer").open;
  if (isNew) find("viewer").showModal();
  show();
  // Who opens a scene wants to see it.
  if (isNew) (find("viewer").querySelector(".start, .play") ?? find("close")).focus();
}

function hide() {
  if (!open) return;
  const card = open.card;
  open = null;
  stop();
  if (find("viewer").open) find("viewer").close();
  if (card?.isConnected) card.focus();
}

// What plays ends, and nothing more of it is loaded.
function stop() {
  endComparison();
  for (const player of find("viewer-body").querySelectorAll("video, audio")) {
    player.pause();
    player.removeAttribute("src");
    player.load();
  }
  find("viewer-body").replaceChildren();
}

function show() {
  stop();
  const place = shown.indexOf(open);
  find("viewer-title").textContent = open.title;
  find("viewer-place").textContent = place < 0 ? "" : place + 1 + " of " + shown.length;
  find("previous").disabled = place <= 0;
  find("next").disabled = place < 0 || place === shown.length - 1;
  find("viewer-body").append(...(open.change ? comparisonOf(open.change) : sceneOf(open)));
  // What had the focus may be gone, or cannot be used any more.
  if (!find("viewer").contains(document.activeElement) || document.activeElement.disabled) find("close").focus();
}

function step(by) {
  const entry = shown[shown.indexOf(open) + by];
  if (!entry || !shown.includes(open)) return;
  // One entry of the browser's history, however many are looked at.
  history.replaceState(null, "", address(entry.id));
  follow();
}

// MARK: one scene

function sceneOf(entry) {
  const stage = element("div", "stage");
  stage.append(mediumOf(selected, entry.outputs));
  const parts = [stage];
  if (entry.outputs.length > 1) {
    const list = element("ul", "outputs");
    for (const output of entry.outputs) {
      const button = element("button", "output", labelOf(output));
      button.type = "button";
      button.setAttribute("aria-pressed", String(output === selected));
      button.addEventListener("click", () => {
        selected = output;
        show();
        find("viewer-body").querySelector('.output[aria-pressed="true"]').focus();
      });
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    parts.push(list);
  }
  parts.push(provenanceOf(selected));
  return parts;
}

function labelOf(output) {
  const word = kindWord(output.kind);
  const part = output.part || (output.take > 1 ? "t" + output.take : "");
  const name = part && part !== output.kind ? part : word;
  const shape = output.shape ? output.shape.width + "×" + output.shape.height : size(output.bytes);
  return name + " · " + shape + (output.url ? "" : " · missing");
}

function mediumOf(output, siblings) {
  if (!output.url) {
    return element("p", "problem", "Its bytes are neither in out/ nor in the cache. `aurora build` makes them again, if the scene is still the same.");
  }
  if (output.medium === "picture") {
    const image = element("img");
    image.src = output.url;
    image.alt = output.name;
    return image;
  }
  if (output.medium === "video") return startOf(output, siblings);
  if (output.medium === "sound") return playerOf(output, siblings);
  if (output.script) {
    const text = written("pre", "captions", "…");
    captionsOf(output).then((words) => (text.textContent = words));
    return text;
  }
  return element("p", "", "There is nothing to see of a file like this.");
}

// The still, until somebody wants to see the video: then the player takes its place, and plays.
function startOf(output, siblings) {
  const start = element("button", "start");
  start.type = "button";
  start.setAttribute("aria-label", "play " + output.name);
  start.append(picture(output, "face-of"), element("span", "sign", "▶"));
  if (output.shape) start.style.aspectRatio = output.shape.width + " / " + output.shape.height;
  start.addEventListener("click", () => {
    const player = playerOf(output, siblings);
    start.replaceWith(player);
    player.focus();
    // Where a browser plays nothing by itself, its own button does.
    player.play().catch(() => {});
  });
  return start;
}

function playerOf(output, siblings = []) {
  const player = element(output.medium === "video" ? "video" : "audio");
  player.controls = true;
  player.preload = "none";
  player.playsInline = true;
  if (output.shape) {
    player.width = output.shape.width;
    player.height = output.shape.height;
  }
  if (output.poster) player.poster = output.poster;
  player.setAttribute("aria-label", output.name);
  player.src = output.url;
  for (const captions of siblings.filter((other) => other.script && other.take === output.take)) addTrack(player, captions);
  return player;
}

// MARK: captions

const captionTexts = new Map();
window.auroraCaptions = (digest, text) => captionTexts.get(digest)?.(text);

// A page that is opened from disk may not load the captions themselves, so a script brings their text.
function captionsOf(output) {
  return new Promise((done, failed) => {
    captionTexts.set(output.digest, done);
    const script = element("script");
    script.src = output.script;
    script.onload = () => script.remove();
    script.onerror = () => failed(new Error("the captions cannot be loaded"));
    document.head.append(script);
  });
}

function addTrack(player, output) {
  if (!output.file.endsWith(".vtt")) return;
  const track = element("track");
  track.kind = "captions";
  track.label = output.part.replace(/\.?vtt$/, "") || "captions";
  captionsOf(output).then((text) => {
    track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
    player.append(track);
  });
}

// MARK: how it was made

function provenanceOf(output) {
  const about = element("div", "provenance");
  if (output.prompt) about.append(written("blockquote", "prompt", output.prompt));
  const facts = element("dl");
  const fact = (name, value, className = "") => {
    const pair = element("div");
    pair.append(element("dt", "", name), written("dd", className, value));
    facts.append(pair);
  };
  fact("state", { committed: "recorded and committed", "not committed": "recorded, not committed" }[stateOf(output)]
    ?? (output.commit ? "recorded and committed; its bytes are missing" : "recorded; its bytes are missing"));
  if (output.commit) fact("commit", output.commit.id + " of " + day(output.commit.time) + ", " + output.commit.author);
  if (output.paidAt) fact("made", day(output.paidAt));
  const { provider, model, engine } = output.maker;
  fact("made by", [provider, model, engine && "version " + engine].filter(Boolean).join(", "));
  fact("cost", output.cost ? dollars(output.cost) : "free");
  if (output.shape) {
    const { width, height, framesPerSecond, milliseconds, codecs } = output.shape;
    fact("length", length(milliseconds));
    fact("picture", width + "×" + height + ", " + framesPerSecond + " frames a second, " + codecs);
  }
  fact("size", size(output.bytes));
  for (const input of output.inputs) fact(input.name, input.source);
  fact("SHA-256", output.digest, "digest");
  about.append(facts);
  const settings = Object.entries(output.settings);
  if (settings.length) {
    const more = element("details");
    const list = element("dl");
    for (const [name, value] of settings) {
      const pair = element("div");
      pair.append(written("dt", "", name), written("dd", "", value));
      list.append(pair);
    }
    more.append(element("summary", "", "all settings"), list);
    about.append(more);
  }
  if (output.url) {
    const link = element("a", "keep", "keep " + output.file.split("/").pop());
    link.href = output.url;
    link.download = output.file.split("/").pop();
    about.append(link);
  }
  return about;
}

const day = (time) => time.slice(0, 16).replace("T", " ");

// MARK: keys

function beginViewer() {
  find("previous").addEventListener("click", () => step(-1));
  find("next").addEventListener("click", () => step(1));
  find("close").addEventListener("click", () => (location.hash = address()));
  find("viewer").addEventListener("close", () => {
    if (open) location.hash = address();
  });
  // A click beside it closes it.
  find("viewer").addEventListener("click", (event) => {
    if (event.target === find("viewer")) location.hash = address();
  });
  document.addEventListener("keydown", (event) => {
    if (!open || event.ctrlKey || event.metaKey || event.altKey) return;
    // Players and sliders have arrows of their own.
    const isOwn = event.target.closest("video, audio, input, select");
    if (event.key === "n" || (event.key === "ArrowRight" && !isOwn)) step(1);
    if (event.key === "p" || (event.key === "ArrowLeft" && !isOwn)) step(-1);
  });
  window.addEventListener("hashchange", follow);
  follow();
}
