// A picture drawn once, and marks that move over it. It knows pixels, frames and colours, and nothing else:
// Python has turned every coordinate, for every frame, into a pixel of the picture.

const ICONS = {
  back: "M3 2h3v12H3zM14 2v12L6 8z",
  play: "M3 1l11 7-11 7z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  forward: "M10 2h3v12h-3zM2 2l8 6-8 6z",
};
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];

const icon = (name) => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

function element(tag, attributes, parent) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  // JupyterLab's shortcuts look at the focused element itself first, so each one must say that it keeps its keys.
  if (["button", "input", "select", "summary", "textarea"].includes(tag)) made.setAttribute("data-lm-suppress-shortcuts", "true");
  parent.append(made);
  return made;
}

function bytes(model, name) {
  const view = model.get(name); // a DataView, at any offset of its buffer
  return view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
}

// A number of a caption; Python's `_written` writes the same.
function written(x, digits) {
  if (Math.abs(x) < 1e10) return x.toFixed(digits).replace("-", "−");
  if (Math.abs(x) === Infinity) return x > 0 ? "> 10³⁸" : "< −10³⁸"; // more than a float32 holds
  return Number.isNaN(x) ? "NaN" : x.toExponential(2).replace("-", "−");
}

const filled = (template, numbers) =>
  template.replace(/\{(\d+):\.(\d+)f\}/g, (_, i, digits) => written(numbers[i], digits));

// One function a kind of mark: (canvas context, mark, v: this frame's numbers, all: numbers of every frame, frame).

function polyline(ctx, v) {
  ctx.beginPath();
  let down = false; // NaN lifts the pen
  for (let i = 0; i < v.length; i += 2) {
    const seen = v[i] === v[i] && v[i + 1] === v[i + 1];
    if (seen) down ? ctx.lineTo(v[i], v[i + 1]) : ctx.moveTo(v[i], v[i + 1]);
    down = seen;
  }
  ctx.stroke();
}

const draw = {
  field(ctx, mark, v) {
    if (v.some(Number.isNaN)) return;
    const gradient = ctx.createLinearGradient(v[0], v[1], v[2], v[3]);
    mark.stops.forEach(([at, color]) => gradient.addColorStop(at, color));
    ctx.fillStyle = gradient;
    ctx.fillRect(...mark.clip);
  },
  image(ctx, mark, v, all, frame, pixels) {
    if (Number.isNaN(v[0])) return;
    const [rows, columns] = mark.shape;
    const first = mark.from + v[0] * rows * columns;
    const tile = new ImageData(columns, rows);
    for (let i = 0; i < rows * columns; i++) tile.data.set(mark.palette[pixels[first + i]], 4 * i);
    const small = new OffscreenCanvas(columns, rows);
    small.getContext("2d").putImageData(tile, 0, 0);
    ctx.imageSmoothingEnabled = mark.smooth;
    ctx.drawImage(small, ...mark.clip);
  },
  line(ctx, mark, v) {
    polyline(ctx, v);
  },
  curve(ctx, mark, v) {
    // One shape, moved and stretched sideways, and cut off far outside: a canvas drops lines that reach too far.
    const points = [], [left, , width] = mark.clip;
    const near = (x) => Math.max(left - width, Math.min(x, left + 2 * width));
    mark.shape.slice(1).forEach(([u1, y1], i) => {
      const [u0, y0] = mark.shape[i], x0 = v[0] * u0 + v[1], x1 = v[0] * u1 + v[1];
      for (const x of near(x0) === near(x1) ? [] : [near(x0), near(x1)]) points.push(x, y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
    });
    polyline(ctx, points);
  },
  trail(ctx, mark, v, all, frame) {
    polyline(ctx, all.subarray(0, 2 * (frame + 1)));
  },
  dot(ctx, mark, v) {
    for (let i = 0; i < v.length; i += 2) {
      if (v[i] !== v[i] || v[i + 1] !== v[i + 1]) continue;
      ctx.beginPath();
      if (mark.square) ctx.rect(v[i] - mark.size / 2, v[i + 1] - mark.size / 2, mark.size, mark.size);
      else ctx.arc(v[i], v[i + 1], mark.size / 2, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    }
  },
  arrows(ctx, mark, v) {
    for (let i = 0; i < v.length; i += 4) {
      const [x0, y0, x1, y1] = v.subarray(i, i + 4);
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (!(length > 0)) continue;
      ctx.strokeStyle = ctx.fillStyle = mark.colors[(i / 4) % mark.colors.length];
      const head = Math.min(mark.head, length), ux = (x1 - x0) / length, uy = (y1 - y0) / length;
      const bx = x1 - head * ux, by = y1 - head * uy;
      polyline(ctx, [x0, y0, bx, by]);
      ctx.beginPath();
      ctx.moveTo(x1, y1);
      ctx.lineTo(bx - 0.45 * head * uy, by + 0.45 * head * ux);
      ctx.lineTo(bx + 0.45 * head * uy, by - 0.45 * head * ux);
      ctx.fill();
    }
  },
  text(ctx, mark, v) {
    Object.assign(ctx, { font: `${mark.size}px "DejaVu Sans", system-ui, sans-serif`, textAlign: mark.align, textBaseline: "middle" });
    mark.words.forEach((words, i) => ctx.fillText(filled(words, v), ...mark.places[i]));
  },
  bars(ctx, mark, v) {
    for (let i = 0; i < v.length; i += 4) {
      ctx.fillStyle = mark.colors[(i / 4) % mark.colors.length];
      ctx.fillRect(v[i], v[i + 1], v[i + 2] - v[i], v[i + 3] - v[i + 1]);
    }
  },
};

function render({ model, el }) {
  const root = element("div", { class: "lp", role: "group", "data-lm-suppress-shortcuts": "true" }, el);
  const stage = element("div", { class: "lp-stage" }, root);
  const under = element("canvas", { "aria-hidden": "true" }, stage).getContext("2d");
  const picture = element("img", { draggable: "false" }, stage);
  const over = element("canvas", { "aria-hidden": "true", class: "lp-over" }, stage).getContext("2d");
  const still = element("canvas", { "aria-hidden": "true", class: "lp-still" }, stage).getContext("2d"); // under `over`
  const caption = element("p", { class: "lp-caption", "aria-live": "polite" }, root);
  const note = element("p", { class: "lp-note", role: "status" }, root);
  const error = element("p", { class: "lp-error", role: "alert" }, root);
  const silence = element("p", { class: "lp-silence", role: "status" }, root);
  const panel = element("div", { class: "lp-panel" }, root);
  const controls = element("div", { class: "lp-controls" }, root);
  const back = element("button", { type: "button", "aria-label": "Step back", title: "Step back (left arrow)" }, controls);
  const play = element("button", { type: "button", class: "lp-play", title: "Play or pause (Space)" }, controls);
  const forward = element("button", { type: "button", "aria-label": "Step forward", title: "Step forward (right arrow)" }, controls);
  const slider = element("input", { type: "range", min: 0, step: 1, title: "Arrow keys, Home and End move it" }, controls);
  const speed = element("select", { "aria-label": "Speed", title: "Speed" }, controls);
  for (const factor of SPEEDS) element("option", { value: factor }, speed).textContent = `${factor}×`;
  speed.value = 1;
  back.innerHTML = icon("back");
  forward.innerHTML = icon("forward");

  let marks, floats, pixels, frames, captions, url;
  let resting = 0, groundMoves = false; // how many marks stand still under all that move; does the ground move?
  let playing = 0; // the pending animation frame while the film runs

  const moves = (mark) => mark.frames > 1 || "rows" in mark;

  function load() {
    const atEnd = frames > 1 && current() === frames - 1; // a board that shows the end goes on showing the end
    marks = model.get("marks");
    floats = new Float32Array(bytes(model, "data"));
    pixels = new Uint8Array(bytes(model, "pixels"));
    frames = model.get("frames");
    captions = model.get("captions");
    slider.max = frames - 1;
    slider.setAttribute("aria-label", model.get("unit"));
    controls.hidden = frames < 2;
    stage.classList.toggle("lp-listens", model.get("listens"));
    if (atEnd && model.get("frame") !== frames - 1) model.set("frame", frames - 1);
    paintStill();
    show();
  }

  // What stands still is painted once; with a single frame, everything is painted in `show`.
  function paintStill() {
    const front = marks.filter((mark) => !mark.under), ground = marks.filter((mark) => mark.under);
    const first = front.findIndex(moves);
    resting = frames < 2 ? 0 : first < 0 ? front.length : first;
    groundMoves = frames < 2 || ground.some(moves);
    clear(under, still);
    front.slice(0, resting).forEach((mark) => paint(still, mark, 0));
    if (!groundMoves) ground.forEach((mark) => paint(under, mark, 0));
  }

  function loadPicture() {
    URL.revokeObjectURL(url);
    url = URL.createObjectURL(new Blob([bytes(model, "picture")], { type: "image/png" }));
    const [width, height] = model.get("size");
    Object.assign(picture, { src: url, alt: model.get("alt"), width, height });
    root.style.maxWidth = `${width / 2 + 16}px`; // the picture has two pixels for each of the page's
    root.setAttribute("aria-label", model.get("alt"));
    fit();
    load();
  }

  // The canvases have as many pixels as the screen shows of them, and no more than the picture; marks are scaled.
  function fit() {
    const [width, height] = model.get("size"), shown = stage.getBoundingClientRect().width * devicePixelRatio;
    const share = Math.min(1, shown / width) || 0.5, across = Math.round(width * share), down = Math.round(height * share);
    const resized = over.canvas.width !== across || over.canvas.height !== down;
    for (const ctx of [under, over, still]) {
      if (resized) Object.assign(ctx.canvas, { width: across, height: down });
      ctx.setTransform(across / width, 0, 0, down / height, 0, 0);
    }
    return resized;
  }

  function refit() {
    if (!fit()) return;
    paintStill();
    show();
  }

  const clear = (...layers) => layers.forEach((ctx) => ctx.clearRect(0, 0, ...model.get("size")));

  // Controls that ask Python for other marks. Python answers by replacing marks; the newest value wins, because
  // the widget manager holds back all but one message until the kernel has answered. Each message says which controls
  // were moved since the last answer: of the others, Python may have set some itself meanwhile.
  const inputs = {}, readings = {}; // name -> function that shows a value
  function send(changes) {
    const answered = model.get("answered"), waiting = Object.entries(model.get("moved")).filter(([, at]) => at > answered);
    const number = Math.max(answered, ...waiting.map(([, at]) => at)) + 1;
    model.set("values", { ...model.get("values"), ...changes });
    model.set("moved", { ...Object.fromEntries(waiting), ...Object.fromEntries(Object.keys(changes).map((name) => [name, number])) });
    model.save_changes();
    if (!patience) tell({ kind: "ask", x: 0, y: 0 });
  }

  // Every message has a number, and Python says which one it has heard. Where it stays silent, the reader is told.
  let count = 0, patience = 0;
  function tell(message) {
    clearTimeout(patience);
    patience = setTimeout(() => {
      silence.textContent = "Python does not answer: it is busy, or its kernel has stopped. If this stays, run all cells again.";
    }, 4000);
    count = Math.max(count, model.get("heard")) + 1; // another view of the model may have counted on
    model.send({ ...message, number: count });
  }
  function answered() {
    if (model.get("heard") !== count) return;
    clearTimeout(patience);
    patience = 0;
    silence.textContent = "";
  }

  function loadControls() {
    const controls = model.get("controls"), groups = {};
    panel.replaceChildren();
    for (const control of controls) {
      const box = control.group ? (groups[control.group] ??= group(control)) : panel;
      (make[control.kind] ?? make.slider)(control, box);
    }
    panel.hidden = !panel.hasChildNodes();
    panel.classList.toggle("lp-grouped", controls.some((control) => control.group));
    if (panel.classList.contains("lp-grouped")) root.append(panel); // many controls come after the film's own
    root.classList.toggle("lp-board", !panel.hidden || model.get("listens"));
    showValues();
  }

  function group({ group: name, folded, tall }) {
    const box = element(folded ? "details" : "fieldset", tall ? { class: "lp-tall" } : {}, panel);
    element(folded ? "summary" : "legend", {}, box).textContent = name;
    return folded ? element("div", {}, box) : box;
  }

  const labelled = (label, box, attributes = {}) => {
    const made = element("label", attributes, box);
    element("span", {}, made).textContent = label;
    return made;
  };

  const pressed = (name) => (model.get("values")[name] ?? 0) + 1; // how often, with this time

  const make = {
    button({ name, label }, box) {
      const button = element("button", { type: "button", "data-name": name }, box);
      button.textContent = label;
      button.onclick = () => send({ [name]: pressed(name) });
    },
    choice({ name, label, options }, box) {
      const select = element("select", { "data-name": name }, labelled(label, box));
      options.forEach((option) => (element("option", { value: option }, select).textContent = option));
      select.onchange = () => send({ [name]: select.value });
      inputs[name] = (value) => (select.value = value);
    },
    check({ name, label }, box) {
      const tick = element("input", { type: "checkbox", "data-name": name }, labelled(label, box));
      tick.onchange = () => send({ [name]: tick.checked });
      inputs[name] = (value) => (tick.checked = value);
    },
    number({ name, label, step }, box) {
      const field = element("input", { type: "number", step, "data-name": name }, labelled(label, box));
      field.onchange = () => send({ [name]: field.value === "" ? null : Number(field.value) });
      inputs[name] = (value) => (field.value = value ?? "");
    },
    text({ name, label, lines, enter }, box) {
      const long = lines > 1, made = labelled(label, box, { class: "lp-wide" });
      const field = element(long ? "textarea" : "input", { ...(long ? { rows: lines } : { type: "text" }), "data-name": name, spellcheck: "false" }, made);
      field.onchange = () => send({ [name]: field.value });
      if (enter)
        field.onkeydown = (event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          send({ [name]: field.value, [enter]: pressed(enter) });
        };
      inputs[name] = (value) => field.value !== value && (field.value = value);
    },
    reading({ name, label, lines }, box) {
      const long = lines > 1, both = element("div", { class: "lp-wide" }, box), made = labelled(label, both);
      const field = element(long ? "textarea" : "input", { ...(long ? { rows: lines } : { type: "text" }), readonly: "", "data-name": name }, made);
      const copy = element("button", { type: "button", "aria-label": `Copy: ${label}` }, both);
      copy.textContent = "Copy";
      field.onfocus = () => field.select();
      copy.onclick = async () => {
        field.select();
        await navigator.clipboard?.writeText(field.value).catch(() => document.execCommand("copy"));
        copy.textContent = "Copied";
        setTimeout(() => (copy.textContent = "Copy"), 1500);
      };
      readings[name] = (value) => field.value !== value && (field.value = value);
    },
    slider({ name, label, low, high, step, log, zero }, box) {
      const made = labelled(label, box);
      const range = element("input", { type: "range", min: low, max: high, step, "data-name": name }, made);
      const reading = element("output", {}, made);
      const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      const show = (value) => {
        reading.textContent = log ? Number(value.toPrecision(2)) : value.toFixed(digits).replace("-", "−");
        range.setAttribute("aria-valuetext", reading.textContent);
      };
      range.oninput = () => {
        const least = zero && Number(range.value) <= low + 1e-9;
        const value = !log ? Number(range.value) : least ? 0 : 10 ** range.value;
        show(value);
        send({ [name]: value });
      };
      inputs[name] = (value) => {
        const place = !log ? value : value > 0 ? Math.log10(value) : low;
        if (Math.abs(Number(range.value) - place) > 1e-9) range.value = place;
        show(value);
      };
    },
  };

  function showValues() {
    for (const [name, value] of Object.entries(model.get("values"))) inputs[name]?.(value);
    for (const [name, value] of Object.entries(model.get("readings") ?? {})) readings[name]?.(value);
    const off = model.get("off") ?? [];
    for (const field of panel.querySelectorAll("[data-name]")) field.disabled = off.includes(field.dataset.name);
  }

  const current = () => (model.get("frame") < 0 ? frames - 1 : Math.min(model.get("frame"), frames - 1)); // -1: the last

  function sentence(frame) {
    const { at, n, frames: kept, templates } = captions;
    const start = at + n * Math.min(frame, kept - 1);
    const template = templates.filter(([from]) => from <= frame).at(-1)[1];
    return filled(template, floats.subarray(start, start + n));
  }

  function paint(ctx, mark, frame) {
    const rows = mark.rows, shown = rows ? rows[Math.min(frame, rows.length - 1)] : Math.min(frame, mark.frames - 1);
    const start = mark.at + mark.n * shown;
    ctx.save();
    ctx.beginPath();
    ctx.rect(...mark.clip);
    ctx.clip();
    Object.assign(ctx, { strokeStyle: mark.edge, fillStyle: mark.color, lineWidth: mark.width, lineJoin: "round" });
    ctx.setLineDash(mark.dash);
    const all = floats.subarray(mark.at, mark.at + mark.n * mark.frames);
    draw[mark.kind](ctx, mark, floats.subarray(start, start + mark.n), all, shown, pixels);
    ctx.restore();
  }

  function show() {
    const frame = current();
    clear(over, ...(groundMoves ? [under] : []));
    if (groundMoves) marks.filter((mark) => mark.under).forEach((mark) => paint(under, mark, frame));
    marks.filter((mark) => !mark.under).slice(resting).forEach((mark) => paint(over, mark, frame));
    caption.textContent = sentence(frame);
    slider.value = frame;
    slider.setAttribute("aria-valuetext", caption.textContent);
    error.textContent = model.get("error");
    note.textContent = model.get("note") ?? "";
    root.classList.toggle("lp-large", Boolean(model.get("large")));
  }

  // The frame is set on the model, which every view of it hears, and never saved: no message leaves the page.
  const go = (frame) => model.set("frame", Math.max(0, Math.min(frame, frames - 1)));

  function toggle(run) {
    cancelAnimationFrame(playing);
    playing = 0;
    if (run) {
      if (current() === frames - 1) go(0);
      let last = current(), position = last, before = performance.now();
      const tick = (now) => {
        if (current() !== last) return toggle(false); // another view of this film, or Python, has moved it
        const rate = Math.min(60, Math.max(4, frames / 8)) * speed.value; // frames a second
        position += (rate * (now - before)) / 1000;
        before = now;
        go(Math.floor(position));
        last = current();
        last < frames - 1 ? (playing = requestAnimationFrame(tick)) : toggle(false);
      };
      playing = requestAnimationFrame(tick);
    }
    play.innerHTML = playing ? `${icon("pause")} Pause` : `${icon("play")} Play`;
    caption.setAttribute("aria-live", playing ? "off" : "polite"); // a screen reader waits for the end
  }

  const step = (by) => {
    toggle(false);
    go(current() + by);
  };
  back.onclick = () => step(-1);
  forward.onclick = () => step(1);
  play.onclick = () => toggle(!playing);
  slider.oninput = () => {
    toggle(false);
    go(Number(slider.value));
  };

  root.onkeydown = (event) => {
    if (frames < 2 || event.target === speed || panel.contains(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const jump = { ArrowLeft: current() - 1, ArrowRight: current() + 1, Home: 0, End: frames - 1 };
    const onButton = event.target.tagName === "BUTTON";
    if (event.key in jump) {
      toggle(false);
      go(jump[event.key]);
    } else if (event.key === " " && !onButton) toggle(!playing);
    else return;
    event.preventDefault();
  };

  // Clicks and drags go back to Python in pixels of the picture. While Python is at work on one, the newest drag waits.
  let waits = null;
  const point = (kind, event) => {
    const box = stage.getBoundingClientRect(), [width, height] = model.get("size");
    const x = ((event.clientX - box.left) / box.width) * width, y = ((event.clientY - box.top) / box.height) * height;
    tell({ kind, x, y });
  };
  const heard = () => {
    answered();
    if (!waits || model.get("heard") !== count) return;
    point("drag", waits);
    waits = null;
  };
  stage.onpointerdown = (event) => {
    if (frames > 1) slider.focus({ preventScroll: true });
    if (!model.get("listens")) return;
    stage.setPointerCapture(event.pointerId);
    point("down", event);
  };
  stage.onpointermove = (event) => {
    if (!stage.hasPointerCapture(event.pointerId)) return;
    waits = event;
    heard();
  };
  stage.onpointerup = (event) => {
    if (!stage.hasPointerCapture(event.pointerId)) return;
    waits = null;
    point("up", event);
  };

  const listeners = { "change:picture": loadPicture, "change:alt": loadPicture, "change:frame": show, "change:error": show };
  Object.assign(listeners, { "change:controls": loadControls, "change:values": showValues, "change:readings": showValues });
  Object.assign(listeners, { "change:off": showValues, "change:note": show, "change:large": show, "change:heard": heard });
  for (const name of ["marks", "data", "pixels", "frames", "captions", "listens"]) listeners[`change:${name}`] = null;
  let waiting = false; // several traits that change together are shown together
  const loadSoon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      load();
    });
  };
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener ?? loadSoon);
  loadPicture();
  loadControls();
  toggle(false);
  const sizes = new ResizeObserver(refit);
  sizes.observe(stage);
  window.addEventListener("resize", refit); // the page was zoomed, or moved to another screen
  return () => {
    sizes.disconnect();
    window.removeEventListener("resize", refit);
    cancelAnimationFrame(playing);
    clearTimeout(patience);
    URL.revokeObjectURL(url);
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener ?? loadSoon);
  };
}

export default { render };

// ---- a film without a widget manager: Python has packed its state into the page (packed.py)

async function unpacked(text) {
  const deflated = new Blob([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))]).stream();
  const whole = await new Response(deflated.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  let at = 4 + new DataView(whole).getUint32(0, true);
  const { bytes, ...state } = JSON.parse(new TextDecoder().decode(whole.slice(4, at)));
  for (const [name, length] of bytes) {
    state[name] = new DataView(whole, at, length);
    at += length;
  }
  return state;
}

// What `render` asks of a widget's model. Nobody else listens: what is saved or sent goes nowhere.
function modelOf(state) {
  const heard = new Map(), listeners = (event) => heard.get(event) ?? heard.set(event, new Set()).get(event);
  return {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const listener of [...listeners(`change:${name}`)]) listener();
    },
    on: (event, listener) => void listeners(event).add(listener),
    off: (event, listener) => void listeners(event).delete(listener),
    save_changes() {},
    send() {},
  };
}

// Two views of one film move together. A film whose views have all left the page begins anew.
const films = (globalThis.logregFilms ??= new Map()); // id -> { model, views }, for every copy of this script
const isGone = (view) => view.seen && !view.host.isConnected;

function filmOf(id, state) {
  for (const [name, { views }] of films) {
    for (const view of views) if (isGone(view)) view.leave();
    if (!views.size) films.delete(name);
  }
  return films.get(id) ?? films.set(id, { model: modelOf(state), views: new Set() }).get(id);
}

// Show in `host` the film that its data-film holds; `scope` keeps films of different notebooks apart.
// Answers a function that takes it away again.
export async function mount(host, { style = "", scope = "" } = {}) {
  if (style && ![...document.querySelectorAll("style.lp-style")].some((each) => each.textContent === style))
    element("style", { class: "lp-style" }, document.head).textContent = style;
  const state = await unpacked(host.dataset.film);
  const film = filmOf(`${scope} ${state.id}`, state);
  host.replaceChildren();
  const erase = render({ model: film.model, el: host });
  const view = { host, seen: false, leave: () => film.views.delete(view) && (watch.disconnect(), erase()) };
  const watch = new ResizeObserver(() => (view.seen ||= host.isConnected));
  film.views.add(view);
  watch.observe(host);
  return view.leave;
}
