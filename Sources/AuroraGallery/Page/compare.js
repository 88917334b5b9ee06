// Two revisions of one output side by side: both players go by one clock. What differs is drawn by the canvas itself
// ("difference", then "lighter" to amplify), since a page that is opened from disk may not read pixels.

let clockwork = null;

function endComparison() {
  clockwork?.end();
  clockwork = null;
}

const sides = [["before", comparison?.older], ["after", comparison?.newer]];

function comparisonOf(change) {
  const stage = element("div", "stage");
  const seen = sides.map(([side]) => change[side]).filter((output) => output?.url);
  const media = new Set(seen.map((output) => output.medium));
  const isSeen = media.size === 1 && (media.has("video") || media.has("picture"));
  if (isSeen && seen.length === 2) {
    stage.append(...bothOf(change));
  } else {
    const row = element("div", "sides");
    for (const [side, name] of sides) {
      const figure = element("figure");
      figure.append(sideTitle(side, name), change[side] ? mediumOf(change[side], []) : element("p", "tile none", "not there"));
      row.append(figure);
    }
    stage.append(row);
  }
  const about = element("div", "provenance");
  const verb = element("p", "what");
  verb.append(element("span", "verb " + change.verb, change.verb), written("bdi", "", change.profile));
  about.append(verb);
  if (change.reasons.length) {
    const reasons = element("ul", "why");
    for (const line of change.reasons) {
      const item = element("li");
      item.append(marked(line, "span"));
      reasons.append(item);
    }
    about.append(reasons);
  }
  for (const [side, name] of [...sides].reverse()) {
    if (!change[side]) continue;
    const more = element("details");
    more.open = seen.length < 2;
    const title = element("summary", "", side + ": ");
    title.append(written("bdi", "", name));
    more.append(title, provenanceOf(change[side]));
    about.append(more);
  }
  return [stage, about];
}

function sideTitle(side, name) {
  const title = element("figcaption", "", side + " · ");
  title.append(written("bdi", "", name));
  return title;
}

// MARK: both

const ways = { beside: "side by side", wipe: "wipe", difference: "difference" };
let way = "beside";
let amplification = 3;

function bothOf(change) {
  const isVideo = change.after.medium === "video";
  const players = sides.map(([side, name]) => {
    const player = isVideo ? element("video") : element("img");
    if (isVideo) {
      player.preload = "auto";
      player.playsInline = true;
      player.muted = true;
      if (change[side].poster) player.poster = change[side].poster;
      player.setAttribute("aria-label", side + ": " + name);
    } else player.alt = side + ": " + name;
    player.src = change[side].url;
    return player;
  });
  const views = element("div", "views");
  const figures = sides.map(([side, name], index) => {
    const figure = element("figure", side);
    figure.append(sideTitle(side, name), players[index]);
    return figure;
  });
  const canvas = element("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "what differs between before and after: black where nothing does");
  views.append(...figures, canvas);
  const painter = new Painter(canvas, players);
  clockwork = isVideo ? new Clockwork(players, () => painter.draw()) : new Stillness(players, () => painter.draw());
  return [waysOf(views, painter), views, ...(isVideo ? [clockwork.controls] : [])];
}

function waysOf(views, painter) {
  const bar = element("div", "ways");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "how to compare");
  const wipe = slider("where the wipe is", 0, 100, 50, (value) => views.style.setProperty("--wipe", value + "%"));
  const strength = slider("how much stronger the difference is shown", 0, 6, amplification, (value) => {
    painter.amplification = amplification = value;
    painter.draw();
  });
  const buttons = Object.entries(ways).map(([name, words]) => {
    const button = element("button", "way", words);
    button.type = "button";
    button.addEventListener("click", () => choose(name));
    return [name, button];
  });
  function choose(name) {
    way = name;
    views.className = "views " + name;
    for (const [other, button] of buttons) button.setAttribute("aria-pressed", String(other === name));
    wipe.hidden = name !== "wipe";
    strength.hidden = name !== "difference";
    painter.isOn = name === "difference";
    painter.draw();
  }
  bar.append(...buttons.map(([, button]) => button), wipe, strength);
  choose(way);
  return bar;
}

function slider(name, least, most, value, onInput) {
  const range = element("input");
  range.type = "range";
  range.min = least;
  range.max = most;
  range.value = value;
  range.setAttribute("aria-label", name);
  range.title = name;
  range.addEventListener("input", () => onInput(Number(range.value)));
  return range;
}

// Draws the absolute difference of two pictures, doubled as often as is asked for.
class Painter {
  constructor(canvas, players) {
    this.canvas = canvas;
    this.players = players;
    this.amplification = amplification;
    this.isOn = false;
  }

  draw() {
    if (!this.isOn) return;
    const sizes = this.players.map((player) => [player.videoWidth ?? player.naturalWidth, player.videoHeight ?? player.naturalHeight]);
    if (sizes.some(([width]) => !width)) return;
    const [width, height] = sizes[1];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const context = this.canvas.getContext("2d");
    context.globalCompositeOperation = "copy";
    context.drawImage(this.players[0], 0, 0, width, height);
    context.globalCompositeOperation = "difference";
    context.drawImage(this.players[1], 0, 0, width, height);
    context.globalCompositeOperation = "lighter";
    for (let times = 0; times < this.amplification; times += 1) context.drawImage(this.canvas, 0, 0);
  }
}

// Pictures stand still.
class Stillness {
  constructor(pictures, onFrame) {
    for (const picture of pictures) picture.addEventListener("load", onFrame);
  }

  end() {}
}

// One clock for two players: that of the longer video leads, the other follows.
class Clockwork {
  constructor(players, onFrame) {
    this.players = players;
    this.onFrame = onFrame;
    this.isPlaying = false;
    this.controls = element("div", "transport");
    this.button = element("button", "play", "play");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.toggle());
    this.range = slider("position", 0, 1000, 0, (value) => this.seek((value / 1000) * this.duration));
    this.range.className = "position";
    this.time = element("span", "time", "0:00");
    this.sound = element("select");
    this.sound.setAttribute("aria-label", "sound");
    this.sound.append(new Option("no sound", "-1"), new Option("sound before", "0"), new Option("sound after", "1"));
    this.sound.addEventListener("change", () => this.players.forEach((player, index) => (player.muted = String(index) !== this.sound.value)));
    this.controls.append(this.button, this.range, this.time, this.sound);
    for (const player of players) {
      player.addEventListener("loadedmetadata", () => this.tell());
      for (const event of ["loadeddata", "seeked"]) player.addEventListener(event, () => this.onFrame());
      player.addEventListener("click", () => this.toggle());
    }
    this.step = this.step.bind(this);
  }

  get lead() {
    return (this.players[0].duration || 0) > (this.players[1].duration || 0) ? this.players[0] : this.players[1];
  }

  get duration() {
    return this.lead.duration || 0;
  }

  toggle() {
    if (this.isPlaying) return this.pause();
    if (this.lead.ended || this.lead.currentTime >= this.duration - 0.05) this.seek(0);
    this.isPlaying = true;
    this.button.textContent = "pause";
    for (const player of this.players) this.start(player);
    this.frame = requestAnimationFrame(this.step);
  }

  start(player) {
    if (this.lead.currentTime < player.duration) player.play().catch(() => this.pause());
  }

  pause() {
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
    this.button.textContent = "play";
    for (const player of this.players) player.pause();
    // Where they stopped within a frame of each other they shall stand at the same one.
    for (const player of this.players) if (player !== this.lead) player.currentTime = Math.min(this.lead.currentTime, player.duration || 0);
    this.tell();
  }

  seek(seconds) {
    for (const player of this.players) player.currentTime = Math.min(seconds, player.duration || 0);
    if (this.isPlaying) for (const player of this.players) this.start(player);
    this.tell();
  }

  step() {
    if (!this.isPlaying) return;
    const lead = this.lead;
    for (const player of this.players) {
      if (player === lead || player.ended || player.seeking) continue;
      const behind = lead.currentTime - player.currentTime;
      // A little is caught up unseen, by pace; more at a jump.
      if (Math.abs(behind) > 0.25) player.currentTime = Math.min(lead.currentTime, player.duration || 0);
      player.playbackRate = Math.abs(behind) > 0.02 ? Math.min(1.15, Math.max(0.85, 1 + behind)) : 1;
    }
    this.onFrame();
    this.tell();
    if (lead.ended) return this.pause();
    this.frame = requestAnimationFrame(this.step);
  }

  tell() {
    if (document.activeElement !== this.range || this.isPlaying) {
      this.range.value = this.duration ? Math.round((this.lead.currentTime / this.duration) * 1000) : 0;
    }
    this.time.textContent = clock(this.lead.currentTime) + " / " + clock(this.duration);
    this.range.setAttribute("aria-valuetext", this.time.textContent);
  }

  end() {
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
  }
}

begin();
beginViewer();
