"use strict";
// The page of `aurora serve`: what it is at, and a form to try a task. It speaks the same API as everybody else, and hears
// of changes by server-sent events, which are read by `fetch` since an EventSource cannot send a key.

const find = (id) => document.getElementById(id);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const dollars = (micro) => "$" + (micro / 1e6).toFixed(2);

const keyName = "aurora-api-key";
const headers = () => {
  const key = sessionStorage.getItem(keyName);
  // A server that takes any key wants one all the same.
  return { Authorization: "Bearer " + (key ?? "aurora-page") };
};

// MARK: what the server says

let state = null;

async function listen() {
  for (;;) {
    try {
      const answer = await fetch("/events", { headers: headers(), cache: "no-store" });
      if (answer.status === 401) {
        await askForKey();
        continue;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      connection("live", "live");
      await readEvents(answer.body, (data) => show(JSON.parse(data)));
    } catch (error) {
      console.info("the connection is lost:", error);
    }
    connection("not connected, trying again", "lost");
    await wait(1500);
  }
}

async function readEvents(body, onData) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const data = text.slice(0, end).split("\n").filter((line) => line.startsWith("data: "));
      if (data.length) onData(data.map((line) => line.slice(6)).join("\n"));
    }
  }
}

function connection(words, kind) {
  const place = find("connection");
  if (place.textContent !== words) place.textContent = words;
  place.className = kind;
}

function askForKey() {
  const hadKey = sessionStorage.getItem(keyName) !== null;
  connection("a key is needed", "lost");
  find("sign-in").hidden = false;
  find("try").hidden = find("tasks").hidden = true;
  find("key-problem").hidden = !hadKey;
  find("key-problem").textContent = "The server does not know this key.";
  find("key").focus();
  return new Promise((done) => {
    find("sign-in").querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(keyName, find("key").value.trim());
      find("sign-in").hidden = true;
      done();
    };
  });
}

// MARK: tasks

const cards = new Map();

function show(next) {
  state = next;
  find("try").hidden = find("tasks").hidden = false;
  find("running").textContent = next.counts.running;
  find("waiting").textContent = next.counts.waiting;
  find("videos").textContent = next.use.videos;
  find("worth").textContent = dollars(next.use.costMicroDollars);
  find("nothing").hidden = next.tasks.length > 0;
  const list = find("list");
  const seen = new Set();
  next.tasks.forEach((task, index) => {
    seen.add(task.number);
    let card = cards.get(task.number);
    if (!card) cards.set(task.number, (card = { element: document.createElement("li"), told: "" }));
    // A card is written anew only if its task has changed: a video that plays goes on.
    const told = JSON.stringify(task);
    if (card.told !== told) write(card, task);
    card.told = told;
    if (list.children[index] !== card.element) list.insertBefore(card.element, list.children[index] ?? null);
  });
  for (const [number, card] of cards) {
    if (seen.has(number)) continue;
    card.element.remove();
    cards.delete(number);
  }
  scenes(next.workspace);
  price();
}

// MARK: the workspace's scenes

const sceneCards = new Map();

function scenes(workspace) {
  find("workspace").hidden = !workspace;
  if (!workspace) return;
  const problems = workspace.problems ?? [];
  find("workspace-problems").hidden = !problems.length;
  find("workspace-problems").replaceChildren(...problems.map((words) => element("li", "", words)));
  // What is wrong in one file keeps nobody from seeing what was there before.
  if (!workspace.scenes) return;
  find("workspace-title").textContent = "Scenes of " + workspace.name + " (" + workspace.profile + ")";
  const states = ["current", "changed", "missing", "failed"];
  const counts = states.map((name) => [workspace.scenes.filter((scene) => scene.state === name).length, name]);
  const told = counts.filter(([count]) => count).map(([count, name]) => count + " " + name).join(" · ");
  if (find("workspace-counts").textContent !== told) find("workspace-counts").textContent = told || "no scenes yet";
  const list = find("scenes");
  const seen = new Set();
  workspace.scenes.forEach((scene, index) => {
    seen.add(scene.id);
    let card = sceneCards.get(scene.id);
    if (!card) sceneCards.set(scene.id, (card = { element: element("li"), told: "", video: null }));
    const told = JSON.stringify(scene);
    if (card.told !== told) writeScene(card, scene);
    card.told = told;
    if (list.children[index] !== card.element) list.insertBefore(card.element, list.children[index] ?? null);
  });
  for (const [id, card] of sceneCards) {
    if (seen.has(id)) continue;
    card.element.remove();
    sceneCards.delete(id);
  }
}

function writeScene(card, scene) {
  const head = element("div", "task-head");
  head.append(element("h3", "", scene.id), element("span", "state " + scene.state, scene.state));
  // A player whose video is still the same goes on.
  const old = card.element.querySelector("video");
  let picture = old && card.video === scene.video ? old : null;
  if (!picture && scene.video) {
    picture = element("video");
    picture.controls = true;
    picture.playsInline = true;
    picture.preload = "metadata";
    picture.src = scene.video;
    if (scene.poster) picture.poster = scene.poster;
    picture.setAttribute("aria-label", "the video of scene " + scene.id);
  }
  card.video = scene.video ?? null;
  const facts = [];
  if (scene.milliseconds !== undefined) facts.push((scene.milliseconds / 1000).toFixed(1) + " s");
  if (scene.costMicroDollars !== undefined) facts.push(scene.costMicroDollars ? dollars(scene.costMicroDollars) : "free");
  if (scene.built !== undefined) facts.push("built " + new Date(scene.built).toLocaleString());
  const parts = [head, picture ?? element("p", "no-video", "no video yet")];
  if (facts.length) parts.push(element("p", "about", facts.join(" · ")));
  if (scene.detail) parts.push(element("p", scene.state === "failed" ? "problem" : "about", scene.detail));
  card.element.replaceChildren(...parts);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function write(card, task) {
  const failed = task.takes.some((take) => take.state === "failed");
  const words = { waiting: "waiting", running: "in work", ended: failed ? "failed" : "done", expired: "deleted" }[task.state];
  const head = element("div", "task-head");
  head.append(element("span", "state " + (task.state === "ended" ? (failed ? "failed" : "made") : ""), words));
  const time = element("time", "about", new Date(task.created).toLocaleString());
  time.dateTime = new Date(task.created).toISOString();
  head.append(time, element("span", "about", task.model), element("code", "about", task.task));
  const parts = [head];
  if (task.prompt) parts.push(element("p", "task-prompt", task.prompt));
  if (task.state === "waiting" || task.state === "running") {
    const bar = element("progress");
    bar.max = 1;
    if (task.state === "running" && task.progress !== undefined) bar.value = task.progress;
    if (task.state === "waiting") bar.value = 0;
    bar.setAttribute("aria-label", words);
    parts.push(bar);
  }
  const players = element("div", "takes");
  const problems = new Set();
  for (const take of task.takes) {
    if (take.state === "made" && task.state !== "expired") players.append(player(task, take));
    if (take.state === "failed") problems.add(take.message + " (" + take.code + ")");
  }
  if (players.children.length) parts.push(players);
  for (const problem of problems) parts.push(element("p", "problem", problem));
  if (task.state === "expired") parts.push(element("p", "about", "Its videos were deleted at the end of their time."));
  // What is there already stays: only what is before it changes.
  const old = card.element.querySelector(".takes");
  if (old && players.children.length === old.children.length) parts[parts.indexOf(players)] = old;
  card.element.replaceChildren(...parts);
}

function player(task, take) {
  const figure = element("figure");
  const caption = element("figcaption", "", dollars(take.costMicroDollars) + " · " + (take.bytes / 1e6).toFixed(1) + " MB · ");
  const link = element("a", "", "download");
  link.href = take.url;
  link.download = take.url.split("/").pop();
  caption.append(link);
  const video = element("video");
  video.controls = true;
  video.playsInline = true;
  video.preload = "metadata";
  video.src = take.url;
  video.setAttribute("aria-label", task.prompt || "the video of task " + task.task);
  figure.append(video, caption);
  return figure;
}

// MARK: the form

const chosen = { image: null, audio: null };
let seconds = null;

function choose(field, file) {
  const drop = find(field + "-drop");
  const media = drop.querySelector("img, audio");
  if (media.src) URL.revokeObjectURL(media.src);
  chosen[field] = file;
  drop.classList.toggle("full", Boolean(file));
  media.hidden = !file;
  if (!file) return;
  drop.querySelector(".what").textContent = file.name;
  media.src = URL.createObjectURL(file);
  if (field === "image") media.alt = file.name;
  if (field === "audio") {
    seconds = null;
    media.onloadedmetadata = () => {
      seconds = Number.isFinite(media.duration) ? media.duration : null;
      price();
    };
  }
  price();
}

for (const field of ["image", "audio"]) {
  const drop = find(field + "-drop");
  find(field).addEventListener("change", (event) => choose(field, event.target.files[0] ?? null));
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    find(field).files = event.dataTransfer.files;
    choose(field, event.dataTransfer.files[0]);
  });
}

// A started second counts whole, as the hosted service has it.
function price() {
  const perSecond = state?.prices[find("model").value];
  const results = Number(find("results").value) || 1;
  find("price").textContent =
    seconds && perSecond ? dollars(Math.ceil(seconds) * perSecond * results) + " at the hosted service, free here" : "";
}
for (const field of ["model", "results"]) find(field).addEventListener("input", price);

const dataURI = (file) =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });

// `crypto.randomUUID` is there on secure pages alone, and this one may be reached by http.
function taskUUID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

find("task-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const problem = find("form-problem");
  problem.hidden = true;
  find("submit").disabled = true;
  try {
    const task = {
      taskType: "videoInference", taskUUID: taskUUID(), model: find("model").value, deliveryMethod: "async",
      inputs: { image: await dataURI(chosen.image), audio: await dataURI(chosen.audio) }, outputType: "URL",
      outputFormat: find("format").value, outputQuality: Number(find("quality").value), CFGScale: Number(find("cfg").value),
      numberResults: Number(find("results").value), includeCost: true, safety: { mode: find("safety").value },
    };
    const prompt = find("prompt").value.trim();
    if (prompt) task.positivePrompt = prompt;
    const answer = await fetch("/v1", {
      method: "POST", headers: { ...headers(), "Content-Type": "application/json" }, body: JSON.stringify([task]),
    });
    const said = await answer.json();
    if (said.errors?.length) throw new Error(said.errors.map((error) => error.message).join(" "));
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
  find("submit").disabled = false;
});

listen();
