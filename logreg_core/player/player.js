// @ts-check
// A picture drawn once, and marks that move over it. It knows pixels, frames and colours, and nothing else:
// Python has turned every coordinate, for every frame, into a pixel of the picture.
//
// In reading order: the marks on a canvas; what a model holds; the parts of a view (stage, time, words, the channel
// to Python, form, transport, presentation, pointer, keys); `render`, which puts them together; and `mount`, for a page
// without widgets.

/**
 * What Python says of a mark. Its numbers begin at `at`: `n` of them for each of its `frames`.
 * @typedef {{kind: string, name: string, at: number, n: number, frames: number, under: boolean, clip: Box,
 *   color: string, edge: string, width: number, dash: number[], [look: string]: any}} Mark
 * @typedef {[number, number, number, number]} Box left, top, width, height
 * @typedef {{at: number, n: number, frames: number, templates: [number, string][]}} Captions
 * @typedef {{kind: string, name: string, label: string, group?: string, folded?: boolean, tall?: boolean, wide?: boolean,
 *   [look: string]: any}} Control
 * @typedef {{marks: Mark[], floats: Float32Array, pixels: Uint8Array, frames: number, captions: Captions}} Film
 * @typedef {{get(name: string): any, set(name: string, value: any): void, on(event: string, listener: () => void): void,
 *   off(event: string, listener: () => void): void, save_changes(): void, send(message: object): void}} Model
 * @typedef {CanvasRenderingContext2D} Canvas
 * @typedef {{kind: string, x: number, y: number}} Message
 */

const ICONS = {
  back: "M3 2h3v12H3zM14 2v12L6 8z",
  play: "M3 1l11 7-11 7z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  forward: "M10 2h3v12h-3zM2 2l8 6-8 6z",
  fill: "M1 1h5v2H3v3H1zM10 1h5v5h-2V3h-3zM1 10h2v3h3v2H1zM13 10h2v5h-5v-2h3z",
  leave: "M4 1h2v5H1V4h3zM10 1h2v3h3v2h-5zM1 10h5v5H4v-3H1zM10 10h5v2h-3v3h-2z",
};
const STEPS = [1, 10, 100];
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];
const FEW = 4; // controls on a filled screen, where nobody has chosen any
const TYPED = "textarea, select, input:not([type=range], [type=checkbox], [type=file])"; // where letters are the reader's
const LARGEST = 5e6; // bytes of a file that is read
const PATIENCE = 4000; // milliseconds that Python may take to answer
const READABLE = 0.6; // of its own size: where a picture of several panels would be smaller, they stand below each other

/** @param {keyof typeof ICONS} name */
const icon = (name) => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;

/**
 * A new element at the end of its parent.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {Element} parent
 */
function element(tag, attributes, parent) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  // JupyterLab's shortcuts look at the focused element itself first, so each one must say that it keeps its keys.
  if (["button", "input", "select", "summary", "textarea"].includes(tag)) made.setAttribute("data-lm-suppress-shortcuts", "true");
  parent.append(made);
  return made;
}

/** What a file says. @param {ArrayBuffer} content */
function wordsOf(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

/**
 * A number of a caption; Python's `written` writes the same.
 * @param {number} x
 * @param {number} digits
 */
function written(x, digits) {
  if (Math.abs(x) < 1e10) return x.toFixed(digits).replace("-", "−");
  if (Math.abs(x) === Infinity) return x > 0 ? "> 10³⁸" : "< −10³⁸"; // more than a float32 holds
  return Number.isNaN(x) ? "NaN" : x.toExponential(2).replace("-", "−");
}

/**
 * @param {string} template
 * @param {ArrayLike<number>} numbers
 */
const filled = (template, numbers) =>
  template.replace(/\{(\d+):\.(\d+)f\}/g, (_, i, digits) => written(numbers[i], Number(digits)));

/**
 * The caption of a frame.
 * @param {Pick<Film, "captions" | "floats">} film
 * @param {number} frame
 */
function sentence({ captions, floats }, frame) {
  const { at, n, frames, templates } = captions, start = at + n * Math.min(frame, frames - 1);
  const template = templates.filter(([from]) => from <= frame).at(-1)?.[1] ?? "";
  return filled(template, floats.subarray(start, start + n));
}

// ---- the marks on a canvas

/**
 * A line through pairs of numbers; NaN lifts the pen.
 * @param {Canvas} ctx
 * @param {ArrayLike<number>} v
 */
function polyline(ctx, v) {
  ctx.beginPath();
  let down = false;
  for (let i = 0; i < v.length; i += 2) {
    const seen = v[i] === v[i] && v[i + 1] === v[i + 1];
    if (seen) down ? ctx.lineTo(v[i], v[i + 1]) : ctx.moveTo(v[i], v[i + 1]);
    down = seen;
  }
  ctx.stroke();
}

/**
 * The corners of an arrow at the edge of the axes that points to a dot outside them; null for a dot that is inside.
 * @param {Mark} mark
 * @param {number} x
 * @param {number} y
 */
function away({ clip: [left, top, width, height], size }, x, y) {
  const nearX = Math.max(left, Math.min(x, left + width)), nearY = Math.max(top, Math.min(y, top + height));
  if (Math.abs(x - nearX) < 1 && Math.abs(y - nearY) < 1) return null; // on the edge, but for rounding
  const length = Math.hypot(x - nearX, y - nearY), ux = (x - nearX) / length || 0, uy = (y - nearY) / length || 0;
  const bx = nearX - size * ux, by = nearY - size * uy;
  return [[nearX, nearY], [bx - 0.6 * size * uy, by + 0.6 * size * ux], [bx + 0.6 * size * uy, by - 0.6 * size * ux], [nearX, nearY]];
}

/**
 * Whether a dot that is shown lies outside its axes.
 * @param {Film} film
 * @param {number} frame
 */
function leaves({ marks, floats }, frame) {
  return marks.some((mark) => {
    if (mark.kind !== "dot") return false;
    const start = mark.at + mark.n * Math.min(frame, mark.frames - 1), v = floats.subarray(start, start + mark.n);
    return v.some((x, i) => i % 2 === 0 && x === x && v[i + 1] === v[i + 1] && away(mark, x, v[i + 1]));
  });
}

/** @type {WeakMap<Uint8Array, Map<number, OffscreenCanvas>>} the small pictures of a film, by where they begin */
const tiles = new WeakMap();

/**
 * One small picture as a canvas, which is painted once.
 * @param {Mark} mark
 * @param {Uint8Array} pixels
 * @param {number} first
 */
function tile(mark, pixels, first) {
  const known = tiles.get(pixels) ?? new Map(), there = known.get(first);
  if (there) return there;
  const [rows, columns] = mark.shape, data = new ImageData(columns, rows), small = new OffscreenCanvas(columns, rows);
  for (let i = 0; i < rows * columns; i++) data.data.set(mark.palette[pixels[first + i]], 4 * i);
  small.getContext("2d")?.putImageData(data, 0, 0);
  tiles.set(pixels, known.set(first, small));
  return small;
}

/**
 * One function a kind of mark; `v` are the numbers of a frame, `all` those of every frame.
 * @type {Record<string, (ctx: Canvas, mark: Mark, v: Float32Array, all: Float32Array, frame: number, pixels: Uint8Array) => void>}
 */
const draw = {
  field(ctx, mark, v) {
    if (v.some(Number.isNaN)) return;
    const gradient = ctx.createLinearGradient(v[0], v[1], v[2], v[3]);
    for (const [at, color] of mark.stops) gradient.addColorStop(at, color);
    ctx.fillStyle = gradient;
    ctx.fillRect(...mark.clip);
  },
  image(ctx, mark, v, all, frame, pixels) {
    if (Number.isNaN(v[0])) return;
    const [rows, columns] = mark.shape, small = tile(mark, pixels, mark.from + v[0] * rows * columns);
    ctx.imageSmoothingEnabled = mark.smooth;
    ctx.drawImage(small, ...mark.clip);
  },
  line(ctx, mark, v) {
    polyline(ctx, v);
  },
  curve(ctx, mark, v) {
    // One shape, moved and stretched sideways, and cut off far outside: a canvas drops lines that reach too far.
    const points = /** @type {number[]} */ ([]), [left, , width] = mark.clip;
    const near = (/** @type {number} */ x) => Math.max(left - width, Math.min(x, left + 2 * width));
    for (let i = 1; i < mark.shape.length; i++) {
      const [u0, y0] = mark.shape[i - 1], [u1, y1] = mark.shape[i], x0 = v[0] * u0 + v[1], x1 = v[0] * u1 + v[1];
      for (const x of near(x0) === near(x1) ? [] : [near(x0), near(x1)]) points.push(x, y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
    }
    polyline(ctx, points);
  },
  trail(ctx, mark, v, all, frame) {
    polyline(ctx, mark.ahead ? all : all.subarray(0, 2 * (frame + 1)));
  },
  dot(ctx, mark, v) {
    for (let i = 0; i < v.length; i += 2) {
      if (v[i] !== v[i] || v[i + 1] !== v[i + 1]) continue;
      ctx.beginPath();
      const beyond = away(mark, v[i], v[i + 1]);
      if (beyond) for (const [x, y] of beyond) ctx.lineTo(x, y);
      else if (mark.square) ctx.rect(v[i] - mark.size / 2, v[i + 1] - mark.size / 2, mark.size, mark.size);
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
    for (const [i, words] of mark.words.entries()) ctx.fillText(filled(words, v), mark.places[i][0], mark.places[i][1]);
  },
  bars(ctx, mark, v) {
    for (let i = 0; i < v.length; i += 4) {
      ctx.fillStyle = mark.colors[(i / 4) % mark.colors.length];
      ctx.fillRect(v[i], v[i + 1], v[i + 2] - v[i], v[i + 3] - v[i + 1]);
    }
  },
};

const moves = (/** @type {Mark} */ mark) => !mark.ahead && (mark.frames > 1 || "rows" in mark);

/**
 * Paint one frame of a mark.
 * @param {Canvas} ctx
 * @param {Film} film
 * @param {Mark} mark
 * @param {number} frame
 */
function paint(ctx, { floats, pixels }, mark, frame) {
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

// ---- what a model holds

/** @type {WeakMap<DataView, any>} buffers, decoded once for all views of a model */
const decoded = new WeakMap();

/**
 * A trait of bytes, which comes as a DataView at any offset of its buffer.
 * @template T
 * @param {Model} model
 * @param {string} name
 * @param {(bytes: ArrayBuffer) => T} make
 * @returns {T}
 */
function bytes(model, name, make) {
  const view = model.get(name);
  if (!decoded.has(view)) decoded.set(view, make(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength)));
  return decoded.get(view);
}

/**
 * @param {Model} model
 * @returns {Film}
 */
const filmIn = (model) => ({
  marks: model.get("marks"),
  floats: bytes(model, "data", (buffer) => new Float32Array(buffer)),
  pixels: bytes(model, "pixels", (buffer) => new Uint8Array(buffer)),
  frames: model.get("frames"),
  captions: model.get("captions"),
});

/**
 * Call listener whenever one of the traits changes, until the view has gone; `soon` once for all that change together.
 * @param {Model} model
 * @param {string[]} names
 * @param {() => void} listener
 * @param {AbortSignal} gone
 */
function listen(model, names, listener, gone, soon = false) {
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (!gone.aborted) listener();
    });
  };
  const call = soon ? later : listener;
  for (const name of names) model.on(`change:${name}`, call);
  gone.addEventListener("abort", () => names.forEach((name) => model.off(`change:${name}`, call)), { once: true });
}

/**
 * Call listener whenever the box has another size on the screen, until the view has gone.
 * @param {HTMLElement} box
 * @param {() => void} listener
 * @param {AbortSignal} gone
 */
function watchSize(box, listener, gone) {
  const sizes = new ResizeObserver(listener);
  sizes.observe(box);
  gone.addEventListener("abort", () => sizes.disconnect(), { once: true });
  window.addEventListener("resize", listener, { signal: gone }); // the page was zoomed, or moved to another screen
}

// ---- the parts of a view

/**
 * A part of the picture, from `left` on and so wide, with a canvas under it and two over it: what stands still is
 * painted once.
 * @param {Model} model
 * @param {HTMLElement} box
 * @param {[number, number]} part
 */
function makePane(model, box, [left, width]) {
  const canvas = (/** @type {Record<string, string>} */ look = {}) =>
    /** @type {Canvas} */ (element("canvas", { "aria-hidden": "true", ...look }, box).getContext("2d"));
  const under = canvas(), picture = element("img", { draggable: "false" }, box);
  const over = canvas({ class: "lp-over" }), still = canvas({ class: "lp-still" }); // still lies under over
  let marks = /** @type {Mark[]} */ ([]), film = /** @type {Film | null} */ (null);
  let resting = 0, groundMoves = false; // how many marks stand still under all that move; does the ground move?
  const clear = (/** @type {Canvas[]} */ ...layers) => layers.forEach((ctx) => ctx.clearRect(left, 0, width, model.get("size")[1]));
  const [front, ground] = [() => marks.filter((mark) => !mark.under), () => marks.filter((mark) => mark.under)];

  // With a single frame, everything is painted in `show`.
  function paintStill() {
    if (!film) return;
    const first = front().findIndex(moves);
    resting = film.frames < 2 ? 0 : first < 0 ? front().length : first;
    groundMoves = film.frames < 2 || ground().some(moves);
    clear(under, still);
    for (const mark of front().slice(0, resting)) paint(still, film, mark, 0);
    if (!groundMoves) for (const mark of ground()) paint(under, film, mark, 0);
  }

  return {
    box,
    left,
    width,
    /** Take another picture. @param {string} src @param {string} alt */
    picture(src, alt) {
      const [whole, height] = model.get("size");
      Object.assign(picture, { src, alt, width: whole, height });
      if (whole !== width) Object.assign(picture.style, { width: `${(100 * whole) / width}%`, left: `${(-100 * left) / width}%` });
    },
    /** Take other marks: those that reach into this part, and lie ahead only where that is to be seen. @param {Film} next */
    load(next) {
      film = next;
      const here = (/** @type {Box} */ [x, , across]) => x < left + width && x + across > left;
      marks = next.marks.filter((mark) => here(mark.clip) && (!mark.ahead || model.get("ahead")));
      paintStill();
    },
    /** Show a frame. @param {number} frame */
    show(frame) {
      if (!film) return;
      clear(over, ...(groundMoves ? [under] : []));
      if (groundMoves) for (const mark of ground()) paint(under, film, mark, frame);
      for (const mark of front().slice(resting)) paint(over, film, mark, frame);
    },
    /** Give the canvases as many pixels as the screen shows of them, and no more than the picture; marks are scaled. */
    fit() {
      const height = model.get("size")[1], shown = box.getBoundingClientRect().width * devicePixelRatio;
      const share = Math.min(1, shown / width) || 0.5, across = Math.round(width * share), down = Math.round(height * share);
      const resized = over.canvas.width !== across || over.canvas.height !== down;
      for (const ctx of [under, over, still]) {
        if (resized) Object.assign(ctx.canvas, { width: across, height: down });
        ctx.setTransform(across / width, 0, 0, down / height, (-left * across) / width, 0);
      }
      if (resized) paintStill();
      return resized;
    },
  };
}

/**
 * The picture with its marks, as one pane; where there is little room, its panels are panes that stand below each other.
 * @param {Model} model
 * @param {HTMLElement} root
 * @param {AbortSignal} gone
 */
function makeStage(model, root, gone) {
  const box = element("div", { class: "lp-stage" }, element("div", { class: "lp-seat" }, root));
  let film = /** @type {Film | null} */ (null), url = "", stacked = false, drawn = /** @type {DataView | null} */ (null);
  let panes = /** @type {ReturnType<typeof makePane>[]} */ ([]);

  /** Put panes onto the stage, if they are not there yet. */
  function arrange() {
    const [width] = model.get("size"), parts = /** @type {[number, number][]} */ (model.get("panes") ?? []);
    const room = root.clientWidth - 16, narrow = room > 0 && parts.length > 1 && room < (READABLE * width) / 2;
    if (panes.length && narrow === stacked && (narrow || panes[0].width === width)) return false;
    stacked = narrow;
    box.replaceChildren();
    box.classList.toggle("lp-stacked", narrow);
    panes = narrow ? parts.map((part) => makePane(model, paneBox(part), part)) : [makePane(model, box, [0, width])];
    panes.forEach((pane, i) => pane.picture(url, i ? "" : model.get("alt")));
    if (film) panes.forEach((pane) => pane.load(/** @type {Film} */ (film)));
    return true;
  }

  /** A box that is drawn at its own size where there is room, and no smaller than can be read. @param {[number, number]} part */
  function paneBox([, width]) {
    const made = element("div", { class: "lp-pane" }, box);
    Object.assign(made.style, { flex: `${width} 1 ${(READABLE * width) / 2}px`, maxWidth: `${width / 2}px` });
    return made;
  }

  const fit = () => panes.map((pane) => pane.fit()).some(Boolean);
  gone.addEventListener("abort", () => URL.revokeObjectURL(url), { once: true });
  return {
    box,
    /** Take another picture. */
    loadPicture() {
      if (drawn !== model.get("picture")) {
        drawn = model.get("picture");
        URL.revokeObjectURL(url);
        url = URL.createObjectURL(new Blob([bytes(model, "picture", (buffer) => buffer)], { type: "image/png" }));
      }
      const [width, height] = model.get("size");
      root.style.maxWidth = `${width / 2 + 16}px`; // the picture has two pixels for each of the page's
      root.style.setProperty("--lp-aspect", String(width / height));
      root.setAttribute("aria-label", model.get("alt"));
      if (stacked) panes = []; // its panels may be others
      if (!arrange()) panes.forEach((pane, i) => pane.picture(url, i ? "" : model.get("alt")));
      fit();
    },
    /** Take other marks. @param {Film} next */
    load(next) {
      film = next;
      box.classList.toggle("lp-listens", model.get("listens"));
      panes.forEach((pane) => pane.load(next));
    },
    /** Show a frame. @param {number} frame */
    show(frame) {
      panes.forEach((pane) => pane.show(frame));
    },
    /** Fit into the room that there is; whether that has changed anything. */
    fit() {
      const arranged = arrange();
      return fit() || arranged;
    },
    /** Where a pointer is, in pixels of the picture. @param {PointerEvent} event */
    place(event) {
      const boxes = panes.map((pane) => ({ pane, shown: pane.box.getBoundingClientRect() }));
      const { clientX: x, clientY: y } = event;
      const inside = boxes.find(({ shown }) => x >= shown.left && x <= shown.right && y >= shown.top && y <= shown.bottom);
      const { pane, shown } = inside ?? boxes[0];
      return [pane.left + ((x - shown.left) / shown.width) * pane.width, ((y - shown.top) / shown.height) * model.get("size")[1]];
    },
  };
}

/**
 * The film that a model holds, and the frame of it that is shown. The frame is set on the model, which every view of it
 * hears, and never saved: no message leaves the page.
 * @param {Model} model
 */
function makeTime(model) {
  let film = { ...filmIn(model), frames: 0 }; // nothing is shown yet
  const last = () => film.frames - 1;
  const current = () => (model.get("frame") < 0 ? last() : Math.min(model.get("frame"), last())); // -1: the last
  return {
    film: () => film,
    frames: () => film.frames,
    current,
    told: () => model.get("playing"), // where it played when controls were moved: Python repeats what it was told
    go: (/** @type {number} */ frame) => model.set("frame", Math.max(0, Math.min(frame, last()))),
    /** Take the model's film; whether the last frame of the one before was shown. */
    load() {
      const atEnd = film.frames > 1 && current() === last();
      film = filmIn(model);
      return atEnd;
    },
  };
}

/**
 * The words under the picture: the caption, which dots are outside, a note, and what went wrong.
 * @param {Model} model
 * @param {HTMLElement} root
 */
function makeWords(model, root) {
  const caption = element("p", { class: "lp-caption", "aria-live": "polite" }, root);
  const outside = element("p", { class: "lp-outside", role: "status" }, root);
  const note = element("p", { class: "lp-note", role: "status" }, root);
  const error = element("p", { class: "lp-error", role: "alert" }, root);
  return {
    /** Say what a frame shows; the caption. @param {Film} film @param {number} frame */
    show(film, frame) {
      const said = sentence(film, frame);
      caption.textContent = said;
      outside.textContent = leaves(film, frame) ? "A dot lies outside its axes, where an arrow at the edge points." : "";
      if (error.textContent !== model.get("error").replaceAll("`", "")) {  // what stands between backticks is code
        error.replaceChildren();
        for (const [i, words] of model.get("error").split("`").entries()) {
          if (i % 2) element("code", {}, error).textContent = words;
          else error.append(words);
        }
      }
      note.textContent = model.get("note") ?? "";
      root.classList.toggle("lp-large", Boolean(model.get("large")));
      return said;
    },
    /** A screen reader waits for the end of a film that plays. @param {boolean} playing */
    hush: (playing) => caption.setAttribute("aria-live", playing ? "off" : "polite"),
  };
}

/**
 * The channel to Python. Every message has a number, and Python says which one it has heard; where it stays silent, the
 * reader is told.
 * @param {Model} model
 * @param {HTMLElement} root
 * @param {() => number} playing the frame at which the film is while it plays, else -1
 * @param {AbortSignal} gone
 */
function makeChannel(model, root, playing, gone) {
  const silence = element("p", { class: "lp-silence", role: "status" }, root);
  let count = 0, patience = 0;

  function tell(/** @type {Message} */ message) {
    clearTimeout(patience);
    patience = setTimeout(() => {
      silence.textContent = "Python does not answer: it is busy, or its kernel has stopped. If this stays, run all cells again.";
    }, PATIENCE);
    count = Math.max(count, model.get("heard")) + 1; // another view of the model may have counted on
    model.send({ ...message, number: count, playing: playing() });
  }

  gone.addEventListener("abort", () => clearTimeout(patience), { once: true });
  return {
    tell,
    /** Whether the last message was heard; then nobody need wait for an answer. */
    heard() {
      if (model.get("heard") !== count) return false;
      clearTimeout(patience);
      patience = 0;
      silence.textContent = "";
      return true;
    },
    /**
     * Send controls that were moved. Python answers by replacing marks; the newest value wins, because the widget
     * manager holds back all but one message until the kernel has answered. Each message says which controls were moved
     * since the last answer: of the others, Python may have set some itself meanwhile.
     * @param {Record<string, any>} changes
     */
    send(changes) {
      const moved = /** @type {[string, number][]} */ (Object.entries(model.get("moved")));
      const answered = model.get("answered"), waiting = moved.filter(([, at]) => at > answered);
      const number = Math.max(answered, ...waiting.map(([, at]) => at)) + 1;
      const now = Object.keys(changes).map((name) => [name, number]);
      model.set("values", { ...model.get("values"), ...changes });
      model.set("moved", Object.fromEntries([...waiting, ...now]));
      model.set("playing", playing());
      model.save_changes();
      if (!patience) tell({ kind: "ask", x: 0, y: 0 });
    },
  };
}

/**
 * A label with its words, to hold a control.
 * @param {string} label
 * @param {Element} box
 * @param {Record<string, string>} look
 */
function labelled(label, box, look = {}) {
  const made = element("label", look, box);
  element("span", {}, made).textContent = label;
  return made;
}

/**
 * A field for words, of one line or of several.
 * @param {number} lines
 * @param {Record<string, string>} look
 * @param {Element} box
 */
const field = (lines, look, box) =>
  lines > 1 ? element("textarea", { rows: lines, ...look }, box) : element("input", { type: "text", ...look }, box);

/**
 * A button that opens a file, and the whole view as a place to drop one.
 * @param {Model} model
 * @param {HTMLElement} root
 * @param {Element} box
 * @param {string} label of the field that the file fills
 * @param {(words: string) => void} take
 */
function makeOpener(model, root, box, label, take) {
  const input = element("input", { type: "file", "aria-label": `A file for: ${label}` }, box);
  const read = async (/** @type {File | undefined} */ file) => {
    if (!file) return;
    if (file.size > LARGEST) return model.set("note", `“${file.name}” has ${written(file.size / 1e6, 0)} MB; at most 5 MB are read. Nothing has changed.`);
    take(wordsOf(await file.arrayBuffer()));
  };
  input.onchange = () => void read(input.files?.[0]).then(() => (input.value = ""));
  const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  root.ondragover = (event) => holds(event) && event.preventDefault();
  root.ondrop = (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    event.stopPropagation();
    void read(event.dataTransfer?.files[0]);
  };
}

/**
 * The controls that Python has asked for.
 * @param {Model} model
 * @param {HTMLElement} root
 * @param {(changes: Record<string, any>) => void} send
 */
function makeForm(model, root, send) {
  const panel = element("div", { class: "lp-panel" }, root);
  /** @type {Record<string, (value: any) => void>} */
  const inputs = {}; // functions that show a value or a text, by name

  const pressed = (/** @type {string} */ name) => (model.get("values")[name] ?? 0) + 1; // how often, with this time

  /** @type {Record<string, (control: Control, box: Element) => void>} */
  const make = {
    button({ name, label }, box) {
      const button = element("button", { type: "button", "data-name": name }, box);
      button.textContent = label;
      button.onclick = () => send({ [name]: pressed(name) });
    },
    choice({ name, label, options }, box) {
      const select = element("select", { "data-name": name }, labelled(label, box));
      for (const option of options) element("option", { value: option }, select).textContent = option;
      select.onchange = () => send({ [name]: select.value });
      inputs[name] = (value) => (select.value = value);
    },
    check({ name, label }, box) {
      const tick = element("input", { type: "checkbox", "data-name": name }, labelled(label, box));
      tick.onchange = () => send({ [name]: tick.checked });
      inputs[name] = (value) => (tick.checked = value);
    },
    number({ name, label, step }, box) {
      const number = element("input", { type: "number", step, "data-name": name }, labelled(label, box));
      number.onchange = () => send({ [name]: number.value === "" ? null : Number(number.value) });
      inputs[name] = (value) => (number.value = value ?? "");
    },
    textfield({ name, label, lines, enter, file }, box) {
      const text = field(lines, { "data-name": name, spellcheck: "false" }, labelled(label, box, { class: "lp-wide" }));
      text.onchange = () => send({ [name]: text.value });
      const take = (/** @type {string} */ words) => send({ [name]: words, ...(enter ? { [enter]: pressed(enter) } : {}) });
      if (file) {
        makeOpener(model, root, labelled("or drop a file on the board, or open one:", box, { class: "lp-file" }), label, take);
        text.addEventListener("paste", () => setTimeout(() => take(text.value))); // once it is in the field
      } else if (enter)
        text.addEventListener("keydown", (event) => {
          if (/** @type {KeyboardEvent} */ (event).key !== "Enter") return;
          event.preventDefault();
          take(text.value);
        });
      inputs[name] = (value) => text.value !== value && (text.value = value);
    },
    reading({ name, label, lines, answer }, box) {
      const both = element("div", { class: answer ? "lp-wide lp-answer" : "lp-wide" }, box);
      const text = field(lines, { readonly: "", "data-name": name }, labelled(label, both));
      inputs[name] = (value) => text.value !== value && (text.value = value);
      if (answer) return;
      const copy = element("button", { type: "button", "aria-label": `Copy: ${label}` }, both);
      copy.textContent = "Copy";
      text.onfocus = () => text.select();
      copy.onclick = async () => {
        text.select();
        await navigator.clipboard?.writeText(text.value).catch(() => document.execCommand("copy"));
        copy.textContent = "Copied";
        setTimeout(() => (copy.textContent = "Copy"), 1500);
      };
    },
    slider({ name, label, low, high, step, log, zero }, box) {
      const made = labelled(label, box);
      const range = element("input", { type: "range", min: low, max: high, step, "data-name": name }, made);
      const reading = element("output", {}, made);
      const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
      const show = (/** @type {number} */ value) => {
        const said = log ? String(Number(value.toPrecision(2))) : value.toFixed(digits).replace("-", "−");
        reading.textContent = said;
        range.setAttribute("aria-valuetext", said);
      };
      range.oninput = () => {
        const least = zero && Number(range.value) <= low + 1e-9;
        const value = !log ? Number(range.value) : least ? 0 : 10 ** Number(range.value);
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

  function groupOf(/** @type {Control} */ { group, folded, tall, wide }) {
    const look = /** @type {Record<string, string>} */ (tall ? { class: "lp-tall" } : wide ? { class: "lp-row" } : {});
    const box = element(folded ? "details" : "fieldset", look, panel);
    element(folded ? "summary" : "legend", {}, box).textContent = group ?? "";
    return folded ? element("div", {}, box) : box;
  }

  /** Show the values that the controls have, and which of them mean nothing now. */
  function show() {
    for (const [name, options] of Object.entries(model.get("options") ?? {})) {
      const select = /** @type {HTMLSelectElement | null} */ (root.querySelector(`select[data-name="${name}"]`));
      if (!select || [...select.options].map((each) => each.value).join("\n") === options.join("\n")) continue;
      select.replaceChildren();
      for (const option of options) element("option", { value: option }, select).textContent = option;
    }
    for (const [name, value] of Object.entries({ ...model.get("values"), ...model.get("readings") })) inputs[name]?.(value);
    const off = model.get("off") ?? [];
    for (const each of root.querySelectorAll("[data-name]")) {
      const named = /** @type {HTMLInputElement} */ (each);
      named.disabled = off.includes(named.dataset.name);
    }
  }

  return {
    panel,
    show,
    /** Build the controls anew. */
    load() {
      const controls = /** @type {Control[]} */ (model.get("controls"));
      /** @type {Record<string, Element>} */
      const groups = {};
      panel.replaceChildren();
      for (const control of controls) {
        const box = control.group ? (groups[control.group] ??= groupOf(control)) : panel;
        make[control.kind](control, box);
      }
      panel.hidden = !panel.hasChildNodes();
      panel.classList.toggle("lp-grouped", controls.some((control) => control.group));
      if (panel.classList.contains("lp-grouped")) root.append(panel); // many controls come after the film's own
      root.classList.toggle("lp-board", !panel.hidden || model.get("listens"));
      show();
    },
  };
}

/**
 * Play, steps, the bar and the speed. `time` knows the frames; `told` hears whether the film plays.
 * @param {HTMLElement} root
 * @param {ReturnType<typeof makeTime>} time
 * @param {(playing: boolean) => void} told
 * @param {AbortSignal} gone
 */
function makeTransport(root, time, told, gone) {
  const bar = element("div", { class: "lp-controls" }, root);
  const back = element("button", { type: "button", "aria-label": "Step back", title: "Step back (left arrow)" }, bar);
  const play = element("button", { type: "button", class: "lp-play", title: "Play or pause (Space)" }, bar);
  const forward = element("button", { type: "button", "aria-label": "Step forward", title: "Step forward (right arrow)" }, bar);
  const slider = element("input", { type: "range", min: 0, step: 1, title: "Arrow keys, Home and End move it" }, bar);
  const speed = element("select", { "aria-label": "Speed", title: "Speed" }, bar);
  const steps = element("select", { "aria-label": "Length of a step", title: "How far the step buttons and the arrow keys go", class: "lp-steps" }, bar);
  for (const factor of SPEEDS) element("option", { value: factor }, speed).textContent = `${factor}×`;
  for (const length of STEPS) element("option", { value: length }, steps).textContent = length > 1 ? `steps of ${length}` : "steps of 1";
  speed.value = "1";
  const rate = () => Math.min(60, Math.max(4, time.frames() / 8)); // frames a second, at speed 1
  back.innerHTML = icon("back");
  forward.innerHTML = icon("forward");
  let playing = 0; // the pending animation frame while the film runs

  function start() {
    if (time.current() === time.frames() - 1) time.go(0);
    let last = time.current(), position = last, before = performance.now();
    const tick = (/** @type {number} */ now) => {
      if (time.current() !== last && time.current() !== time.told()) return toggle(false); // another view, or Python, has moved it
      position += (rate() * Number(speed.value) * (now - before)) / 1000;
      before = now;
      time.go(Math.floor(position));
      last = time.current();
      if (last < time.frames() - 1) playing = requestAnimationFrame(tick);
      else toggle(false);
    };
    playing = requestAnimationFrame(tick);
  }

  function toggle(/** @type {boolean} */ run) {
    cancelAnimationFrame(playing);
    playing = 0;
    if (run) start();
    play.innerHTML = playing ? `${icon("pause")} Pause` : `${icon("play")} Play`;
    told(playing > 0);
  }

  function move(/** @type {number} */ frame) {
    toggle(false);
    time.go(frame);
  }

  const step = (/** @type {number} */ way) => move(time.current() + way * Number(steps.value));
  back.onclick = () => step(-1);
  forward.onclick = () => step(1);
  play.onclick = () => toggle(!playing);
  slider.oninput = () => move(Number(slider.value));
  gone.addEventListener("abort", () => cancelAnimationFrame(playing), { once: true });
  toggle(false);
  return {
    bar,
    /** Give the keys to the bar, where there is one. */
    focus: () => time.frames() > 1 && slider.focus({ preventScroll: true }),
    /** The frame at which the film is while it plays, else -1. */
    playing: () => (playing ? time.current() : -1),
    /** Take another film. @param {string} unit */
    load(unit) {
      for (const each of speed.options) each.title = `${written(rate() * Number(each.value), 1)} pictures a second`;
      slider.max = String(time.frames() - 1);
      slider.setAttribute("aria-label", unit);
      bar.hidden = time.frames() < 2;
    },
    /** Show where the film is, and what is said there. @param {number} frame @param {string} said */
    show(frame, said) {
      slider.value = String(frame);
      slider.setAttribute("aria-valuetext", said);
    },
    /** Do what a key means. @param {KeyboardEvent} event */
    press(event) {
      if (time.frames() < 2 || event.target === speed || event.target === steps || event.ctrlKey || event.metaKey || event.altKey) return;
      const now = time.current(), onButton = event.target instanceof Element && event.target.matches("button, [type=checkbox]");
      const far = Number(steps.value);
      const jump = { ArrowLeft: now - far, ArrowRight: now + far, Home: 0, End: time.frames() - 1 }[event.key];
      if (jump !== undefined) move(jump);
      else if (event.key === " " && !onButton) toggle(!playing);
      else return;
      event.preventDefault();
    },
  };
}

/**
 * A switch for what is still to come: a curve, a path. It is off at first, so that the reader can guess.
 * @param {Model} model
 * @param {HTMLElement} root
 */
function makeAhead(model, root) {
  const label = element("label", { class: "lp-ahead" }, root);
  const tick = element("input", { type: "checkbox" }, label);
  element("span", {}, label).textContent = "Show what comes";
  tick.onchange = () => model.set("ahead", tick.checked); // no message leaves the page
  return {
    /** Take another film. @param {Film} film */
    load(film) {
      label.hidden = film.frames < 2 || !film.marks.some((mark) => mark.ahead);
      tick.checked = Boolean(model.get("ahead"));
    },
  };
}

/**
 * The whole screen for the picture, as for a video: the bar and a few controls stay, the others come by a button or by
 * the key M. Where the page may not fill the screen, there is no button for it.
 * @param {Model} model
 * @param {HTMLElement} root
 * @param {ReturnType<typeof makeForm>} form
 * @param {HTMLElement} bar
 * @param {AbortSignal} gone
 */
function makePresentation(model, root, form, bar, gone) {
  const strip = element("div", { class: "lp-strip" }, root), bars = element("span", { class: "lp-screen" }, bar);
  const more = element("button", { type: "button", class: "lp-more", "aria-expanded": "false", title: "The other controls (M)" }, bars);
  const fill = element("button", { type: "button", class: "lp-fill" }, bars);
  /** @type {Map<Element, Comment>} the controls that are shown, and where each comes from */
  const taken = new Map();
  const full = () => root.matches(":fullscreen");
  more.textContent = "More";

  function open(/** @type {boolean} */ seen) {
    root.classList.toggle("lp-opened", seen);
    more.setAttribute("aria-expanded", String(seen));
  }

  /** Put the chosen controls on the screen, and the others back. */
  function arrange() {
    for (const [control, place] of taken) place.isConnected ? place.replaceWith(control) : control.remove();
    taken.clear();
    const known = /** @type {Control[]} */ (model.get("controls")).filter(({ kind }) => kind !== "reading" && kind !== "textfield");
    const chosen = /** @type {string[]} */ (model.get("presented") ?? []), names = chosen.length ? chosen : known.slice(0, FEW).map(({ name }) => name);
    for (const name of full() ? names : []) {
      const field = form.panel.querySelector(`[data-name="${name}"]`), control = field?.closest("label") ?? field;
      if (!control) continue;
      const place = document.createComment(name);
      control.replaceWith(place);
      strip.append(control);
      taken.set(control, place);
    }
    more.hidden = !full() || known.length <= names.length;
  }

  function show() {
    const focused = document.activeElement;
    root.classList.toggle("lp-filled", full());
    open(false);
    arrange();
    const said = full() ? "Leave the full screen (F or Esc)" : "Fill the screen (F)";
    fill.innerHTML = icon(full() ? "leave" : "fill");
    fill.setAttribute("aria-label", said);
    fill.title = said;
    if (focused instanceof HTMLElement && root.contains(focused)) focused.focus({ preventScroll: true });
  }

  const toggle = () => void (full() ? document.exitFullscreen() : root.requestFullscreen().catch(() => fill.remove()));
  fill.onclick = toggle;
  more.onclick = () => open(!root.classList.contains("lp-opened"));
  root.addEventListener("fullscreenchange", show, { signal: gone });
  if (!document.fullscreenEnabled) fill.remove();
  show();
  return {
    strip,
    /** Take other controls, or another choice of them; with a single picture there is no bar, and the button is among the controls. */
    load() {
      (bar.hidden && !form.panel.hidden ? form.panel : bar).append(bars);
      arrange();
    },
    /** Do what a key means; whether it means anything. @param {KeyboardEvent} event */
    press({ key, target, ctrlKey, metaKey, altKey }) {
      if (ctrlKey || metaKey || altKey || (target instanceof Element && target.matches(TYPED))) return false;
      if (key.toLowerCase() === "f" && fill.isConnected) toggle();
      else if (key.toLowerCase() === "m" && !more.hidden) more.click();
      else return false;
      return true;
    },
  };
}

/**
 * Clicks and drags go back to Python in pixels of the picture. While Python is at work on one, the newest drag waits.
 * @param {Model} model
 * @param {ReturnType<typeof makeStage>} stage
 * @param {ReturnType<typeof makeChannel>} channel
 */
function makePointer(model, { box, place }, channel) {
  let waits = /** @type {PointerEvent | null} */ (null);
  function point(/** @type {string} */ kind, /** @type {PointerEvent} */ event) {
    const [x, y] = place(event);
    channel.tell({ kind, x, y });
  }
  const heard = () => {
    if (!channel.heard() || !waits) return;
    point("drag", waits);
    waits = null;
  };
  box.addEventListener("pointerdown", (event) => {
    if (!model.get("listens")) return;
    box.setPointerCapture(event.pointerId);
    point("down", event);
  });
  box.addEventListener("pointermove", (event) => {
    if (!box.hasPointerCapture(event.pointerId)) return;
    waits = event;
    heard();
  });
  for (const ending of /** @type {const} */ (["pointerup", "pointercancel"]))
    box.addEventListener(ending, (event) => {
      if (!box.hasPointerCapture(event.pointerId)) return;
      waits = null;
      point("up", event);
    });
  return { heard };
}

/**
 * What a key means anywhere in a view. In a control it is the control's own, but for Space on a slider.
 * @param {HTMLElement} root
 * @param {ReturnType<typeof makeForm>} form
 * @param {ReturnType<typeof makeTransport>} transport
 * @param {ReturnType<typeof makePresentation>} presentation
 */
function makeKeys(root, form, transport, presentation) {
  root.onkeydown = (event) => {
    const at = /** @type {Element} */ (event.target), among = form.panel.contains(at) || presentation.strip.contains(at);
    if (presentation.press(event)) event.preventDefault();
    else if (!among || (event.key === " " && at.matches("[type=range]"))) transport.press(event);
  };
}

// ---- a view of a model: the parts, put together

/** What ends a view, and holds nothing of it: whoever was given it may keep it. @param {AbortController} leaving */
const ender = (leaving) => () => leaving.abort();

/** @param {{model: Model, el: HTMLElement, signal?: AbortSignal}} given */
function render({ model, el, signal }) {
  const leaving = new AbortController(), gone = leaving.signal, leave = ender(leaving);
  const root = element("div", { class: "lp", role: "group", "data-lm-suppress-shortcuts": "true" }, el);
  signal?.addEventListener("abort", () => (leave(), root.remove()), { once: true }); // the widget manager may hold el for ever
  const time = makeTime(model), stage = makeStage(model, root, gone), words = makeWords(model, root);
  const channel = makeChannel(model, root, () => transport.playing(), gone);
  const form = makeForm(model, root, channel.send), pointer = makePointer(model, stage, channel);
  const transport = makeTransport(root, time, words.hush, gone), ahead = makeAhead(model, root);
  const presentation = makePresentation(model, root, form, transport.bar, gone);
  makeKeys(root, form, transport, presentation);

  function show() {
    const frame = time.current();
    stage.show(frame);
    transport.show(frame, words.show(time.film(), frame));
  }
  function load() {
    const atEnd = time.load();
    transport.load(model.get("unit"));
    ahead.load(time.film());
    stage.load(time.film());
    presentation.load();
    if (atEnd) time.go(Infinity); // a board that shows the end goes on showing the end
    show();
  }
  function loadPicture() {
    stage.loadPicture();
    load();
  }
  function loadForm() {
    form.load();
    presentation.load();
  }
  function seated() {
    if (!root.closest(".jp-OutputArea-child")) document.documentElement.classList.add("lp-nameless"); // see player.css
    if (stage.fit()) show();
  }
  stage.box.addEventListener("pointerdown", transport.focus);
  listen(model, ["picture", "alt"], loadPicture, gone);
  listen(model, ["ahead"], load, gone);
  listen(model, ["frame", "error", "note", "large"], show, gone);
  listen(model, ["controls"], loadForm, gone);
  listen(model, ["presented"], presentation.load, gone);
  listen(model, ["values", "readings", "off", "options"], form.show, gone);
  listen(model, ["heard"], pointer.heard, gone);
  listen(model, ["marks", "data", "pixels", "frames", "captions", "listens"], load, gone, true);
  watchSize(stage.box, seated, gone);
  loadPicture();
  loadForm();
  return leave;
}

export default { render };

// ---- a film without a widget manager: Python has packed its state into the page (packed.py)

/**
 * What was deflated, without a Blob or a Response: through those it would come back only after other work of the page.
 * @param {Uint8Array<ArrayBuffer>} deflated
 */
async function inflated(deflated) {
  const { readable, writable } = new DecompressionStream("deflate"), writer = writable.getWriter(), reader = readable.getReader();
  const parts = /** @type {Uint8Array[]} */ ([]);
  writer.write(deflated).then(() => writer.close()).catch(() => {}); // what is broken, the reader says
  for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

/** @param {string} base64 */
function bytesIn(base64) {
  const own = /** @type {any} */ (Uint8Array); // newer browsers do it at once
  if (own.fromBase64) return own.fromBase64(base64);
  const signs = atob(base64), made = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i++) made[i] = signs.charCodeAt(i);
  return made;
}

/**
 * @param {string} text
 * @returns {Promise<Record<string, any>>}
 */
async function unpacked(text) {
  const whole = await inflated(bytesIn(text));
  let at = 4 + new DataView(whole).getUint32(0, true);
  const { bytes, ...state } = JSON.parse(new TextDecoder().decode(whole.slice(4, at)));
  for (const [name, length] of bytes) {
    state[name] = new DataView(whole, at, length);
    at += length;
  }
  return state;
}

/**
 * What `render` asks of a widget's model. Nobody else listens: what is saved or sent goes nowhere.
 * @param {Record<string, any>} state
 * @returns {Model}
 */
function modelOf(state) {
  /** @type {Map<string, Set<() => void>>} */
  const heard = new Map();
  const listeners = (/** @type {string} */ event) => /** @type {Set<() => void>} */ (heard.get(event) ?? heard.set(event, new Set()).get(event));
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

/**
 * Two views of one film move together. A film whose views have all left the page begins anew.
 * @typedef {{host: HTMLElement, seen: boolean, leave: () => void}} View
 * @typedef {{model: Model, views: Set<View>}} Shown
 */
const page = /** @type {typeof globalThis & {logregFilms?: Map<string, Shown>}} */ (globalThis);
const films = (page.logregFilms ??= new Map()); // by id, for every copy of this script
const isGone = (/** @type {View} */ view) => view.seen && !view.host.isConnected;

/**
 * @param {string} id
 * @param {Record<string, any>} state
 */
function filmOf(id, state) {
  for (const [name, { views }] of films) {
    for (const view of views) if (isGone(view)) view.leave();
    if (!views.size) films.delete(name);
  }
  const there = films.get(id) ?? { model: modelOf(state), views: new Set() };
  films.set(id, there);
  return there;
}

/**
 * Show in `host` the film that its data-film holds; `scope` keeps films of different notebooks apart.
 * Answers a function that takes it away again.
 * @param {HTMLElement} host
 */
export async function mount(host, { style = "", scope = "" } = {}) {
  if (style && ![...document.querySelectorAll("style.lp-style")].some((each) => each.textContent === style))
    element("style", { class: "lp-style" }, document.head).textContent = style;
  const state = await unpacked(host.dataset.film ?? "");
  const film = filmOf(`${scope} ${state.id}`, state);
  host.replaceChildren();
  const erase = render({ model: film.model, el: host });
  /** @type {View} */
  const view = { host, seen: false, leave: () => void (film.views.delete(view) && (watch.disconnect(), erase())) };
  const watch = new ResizeObserver(() => (view.seen ||= host.isConnected));
  film.views.add(view);
  watch.observe(host);
  return view.leave;
}
