"use strict";
// The list of a gallery: what there is, what of it is shown, and in which order. Everything comes from `data.js`; texts are put
// into the page as text, never as markup. No video is loaded here.

const find = (id) => document.getElementById(id);
const gallery = window.auroraGallery;
const comparison = gallery.comparison;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// A text that somebody wrote: its direction is its own.
function written(name, className, text) {
  const made = element(name, className, text);
  made.dir = "auto";
  return made;
}

// MARK: quantities in words

const dollars = (micro) => "$" + (micro / 1e6).toFixed(micro % 1e4 === 0 ? 2 : 6).replace(/(\.\d\d\d*?)0+$/, "$1");

function size(bytes) {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : bytes + " bytes";
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  while (value >= 999.95 && units.length > 1) {
    value /= 1000;
    units.shift();
  }
  return value.toFixed(1) + " " + units[0];
}

function clock(seconds) {
  const whole = Math.floor(seconds + 0.05);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? minutes + ":" + rest : Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0") + ":" + rest;
}

function length(milliseconds) {
  return milliseconds < 59950 ? (milliseconds / 1000).toFixed(1) + " s" : clock(milliseconds / 1000) + " min";
}

const count = (number, one, many) => number + " " + (number === 1 ? one : (many ?? one + "s"));
const kindWords = { talkingHead: "video", poster: "still" };
const kindWord = (kind) => kindWords[kind] ?? kind;

// MARK: entries

// One card each: a scene with all that belongs to it, or one output that differs.
const entries = comparison ? comparison.changes.map(entryOfChange) : gallery.scenes.map(entryOfScene);

// As people count: the second cell before the tenth. Where that says nothing, what was sorted before stays.
const names = new Intl.Collator("en", { numeric: true });
entries.sort((one, other) =>
  names.compare(one.profile, other.profile) || names.compare(one.campaign, other.campaign) || names.compare(one.title, other.title));

function entryOfScene(scene) {
  const main = scene.outputs[0];
  return entry(scene, scene.scene, main, scene.outputs, {
    scene,
    states: [...new Set(scene.outputs.map(stateOf))],
    cost: scene.outputs.reduce((sum, output) => sum + output.cost, 0),
  });
}

function entryOfChange(change) {
  const main = change.after ?? change.before;
  const both = [change.before, change.after].filter(Boolean);
  return entry(change, main.name, main, both, {
    change,
    states: [change.verb, ...(both.some((output) => !output.url) ? ["missing"] : [])],
    cost: change.verb === "new" || change.verb === "changed" ? change.after.cost : 0,
    reasons: change.reasons.flat().map((words) => words.text).join(""),
  });
}

function entry(of, title, main, outputs, more) {
  return {
    title, main, outputs, profile: of.profile, campaign: of.campaign ?? "", id: of.profile + "/" + title,
    providers: new Set(outputs.map((output) => output.maker.provider)), kinds: new Set(outputs.map((output) => output.kind)),
    milliseconds: Math.max(...outputs.map((output) => output.shape?.milliseconds ?? 0)),
    bytes: outputs.reduce((sum, output) => sum + output.bytes, 0),
    time: outputs.map((output) => output.commit?.time ?? output.paidAt ?? "9").sort().pop(),
    words: null, card: null, ...more,
  };
}

function stateOf(output) {
  if (!output.url) return "missing";
  return output.commit ? "committed" : "not committed";
}

// What a search looks at, gathered when somebody searches.
function wordsOf(entry) {
  entry.words ??= [
    entry.title, entry.campaign, entry.profile, entry.reasons ?? "",
    ...entry.outputs.flatMap((output) => [
      output.name, output.file, output.prompt ?? "", output.maker.provider, output.maker.model,
      ...output.inputs.map((input) => input.source),
    ]),
  ].join("\n").toLowerCase();
  return entry.words;
}

// Whether a word is how the name of an output's bytes or of its commit begins.
function isNumbered(entry, word) {
  return word.length > 5
    && entry.outputs.some((output) => output.digest.startsWith(word) || output.commit?.id.startsWith(word.slice(0, 10)));
}

// MARK: filters

const orders = {
  name: ["name", null],
  newest: ["newest", (one, other) => (one.time < other.time ? 1 : one.time > other.time ? -1 : 0)],
  longest: ["longest", (one, other) => other.milliseconds - one.milliseconds],
  largest: ["largest", (one, other) => other.bytes - one.bytes],
  dearest: ["most expensive", (one, other) => other.cost - one.cost],
};
const choices = {
  campaign: (entry) => [entry.campaign],
  profile: (entry) => [entry.profile],
  provider: (entry) => entry.providers,
  kind: (entry) => entry.kinds,
  state: (entry) => entry.states,
};
const fields = find("filters").elements;

function fillFilters() {
  for (const [name, values] of Object.entries(choices)) {
    const found = [...new Set(entries.flatMap((entry) => [...values(entry)]))].sort();
    const select = fields[name];
    select.append(new Option("all", "*"));
    for (const value of found) {
      select.append(new Option(name === "kind" ? kindWord(value) : value || "none", "=" + value));
    }
    // Where there is nothing to choose, nothing is asked.
    select.closest("label").hidden = found.length < 2;
  }
  for (const [value, [words]] of Object.entries(orders)) fields.sort.append(new Option(words, value));
  if (comparison) fields.state.closest("label").firstElementChild.textContent = "Change";
}

// The state of the filters is in the address, so that it can be sent to somebody.
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  fields.q.value = said.get("q") ?? "";
  for (const name of Object.keys(choices)) {
    fields[name].value = said.has(name) ? "=" + said.get(name) : "*";
    if (fields[name].selectedIndex < 0) fields[name].value = "*";
  }
  fields.sort.value = said.get("sort") in orders ? said.get("sort") : "name";
  return said.get("open");
}

function address(open) {
  const said = new URLSearchParams();
  if (fields.q.value.trim()) said.set("q", fields.q.value.trim());
  for (const name of Object.keys(choices)) {
    if (fields[name].value !== "*") said.set(name, fields[name].value.slice(1));
  }
  if (fields.sort.value !== "name") said.set("sort", fields.sort.value);
  if (open !== undefined) said.set("open", open);
  return "#" + said;
}

function chosen() {
  const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.entries(choices).filter(([name]) => fields[name].value !== "*");
  const found = entries.filter((entry) =>
    wanted.every(([name, values]) => [...values(entry)].includes(fields[name].value.slice(1)))
    && words.every((word) => wordsOf(entry).includes(word) || isNumbered(entry, word)));
  const order = orders[fields.sort.value][1];
  return order ? found.sort(order) : found;
}

// MARK: cards

function picture(output, className) {
  if (output?.poster) {
    const image = element("img", className);
    image.loading = "lazy";
    image.decoding = "async";
    image.alt = "";
    image.src = output.poster;
    return image;
  }
  const words = !output ? "none" : output.url ? (output.medium === "video" ? "no still" : output.medium) : "missing";
  return element("span", "tile " + className, words);
}

function cardOf(entry) {
  const card = element("a", "card");
  card.href = "#open=" + encodeURIComponent(entry.id);
  const face = element("span", "face" + (entry.change ? " both" : ""));
  if (entry.change) {
    face.append(picture(entry.change.before, "still"), picture(entry.change.after, "still"));
  } else {
    face.append(picture(entry.main, "still"));
    if (entry.milliseconds) face.append(element("span", "length", clock(entry.milliseconds / 1000)));
  }
  const title = element("span", "title");
  if (entry.change) title.append(element("span", "verb " + entry.change.verb, entry.change.verb));
  // Of a campaign's cell, the heading says the rest.
  const isBelow = fields.sort.value === "name" && entry.campaign && entry.title.startsWith(entry.campaign + "/");
  title.append(written("bdi", "", isBelow ? entry.title.slice(entry.campaign.length + 1) : entry.title));
  card.append(face, title);
  const facts = factsOf(entry);
  if (facts.length) card.append(element("span", "facts", facts.join(" · ")));
  if (entry.change?.reasons.length) {
    const reasons = element("span", "reasons");
    for (const line of entry.change.reasons.slice(0, 2)) reasons.append(marked(line, "span"));
    card.append(reasons);
  }
  card.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.hash = address(entry.id);
  });
  return (entry.card = card);
}

function factsOf(entry) {
  const facts = [];
  if (profileCount > 1) facts.push(entry.profile);
  if (entry.change) {
    // The rest is among the reasons.
    if (entry.states.includes("missing")) facts.push("missing");
    return facts;
  }
  if (entry.main.shape) facts.push(length(entry.main.shape.milliseconds));
  facts.push(size(entry.main.bytes));
  if (entry.cost) facts.push(dollars(entry.cost));
  const more = entry.outputs.length - 1;
  if (more) facts.push(more + " more");
  for (const state of entry.states) if (state !== "committed") facts.push(state);
  return facts;
}

// A line with what went struck out and what came underlined.
function marked(line, name) {
  const made = element(name, "marked");
  for (const words of line) {
    const part = { removed: "del", added: "ins", path: "code" }[words.mark] ?? "span";
    made.append(written(part, "", words.text));
  }
  return made;
}

const profileCount = new Set(entries.map((entry) => entry.profile)).size;

// MARK: the list

// Cards at a time: enough for a large window, few enough to be there at once.
const batch = 240;
let shown = [];
let drawn = 0;
let grid = null;
let told = null;

const more = element("div", "more");
const watch = new IntersectionObserver((sights) => {
  if (sights.some((sight) => sight.isIntersecting)) drawMore();
}, { rootMargin: "1500px" });

function draw() {
  shown = chosen();
  drawn = 0;
  grid = told = null;
  find("list").replaceChildren(more);
  drawMore();
  watch.disconnect();
  watch.observe(more);
  const whole = shown.length === entries.length ? "" : " of " + entries.length;
  const noun = comparison ? "change" : "scene";
  const cost = shown.reduce((sum, entry) => sum + entry.cost, 0);
  find("count").textContent = shown.length + whole + " " + (entries.length === 1 ? noun : noun + "s") + (cost ? " · " + dollars(cost) : "");
  find("nothing").hidden = shown.length > 0;
  find("reset").hidden = entries.length === 0;
  if (!entries.length) find("nothing").firstChild.textContent = comparison ? "Nothing differs. " : "There is no record yet. ";
}

function drawMore() {
  const end = Math.min(drawn + batch, shown.length);
  const isGrouped = fields.sort.value === "name" && new Set(entries.map((entry) => entry.campaign)).size > 1;
  for (; drawn < end; drawn += 1) {
    const entry = shown[drawn];
    const heading = isGrouped ? entry.profile + "\n" + entry.campaign : "";
    if (!grid || heading !== told) {
      if (isGrouped) {
        const title = element("h2", "campaign");
        title.append(written("bdi", "", entry.campaign || "scenes"));
        if (profileCount > 1) title.append(written("span", "profile", entry.profile));
        more.before(title);
      }
      grid = element("div", "grid");
      more.before(grid);
      told = heading;
    }
    grid.append(cardOf(entry));
  }
  more.hidden = drawn >= shown.length;
}

function begin() {
  document.title = gallery.workspace + " · " + gallery.subject;
  find("title").textContent = gallery.workspace;
  find("subject").textContent = gallery.subject;
  document.body.classList.toggle("comparing", Boolean(comparison));
  fillFilters();
  readAddress();
  draw();
  find("filters").addEventListener("input", () => {
    history.replaceState(null, "", address());
    draw();
  });
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("reset").addEventListener("click", () => {
    find("filters").reset();
    history.replaceState(null, "", address());
    draw();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select, dialog")) return;
    event.preventDefault();
    fields.q.focus();
  });
}
