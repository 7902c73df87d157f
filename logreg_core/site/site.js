// ---- a page of the course: its films come to life, its contents say where the reader is, what is wide can be scrolled

async function wake() {
  for (const host of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".film:not(.alive, .tried) > .lp-film"))) {
    const figure = /** @type {HTMLElement} */ (host.parentElement);
    try {
      await mount(host);
    } catch {
      figure.classList.add("tried"); // a browser that cannot: the still picture stays
      continue;
    }
    figure.classList.add("alive");
    performance.mark("alive");
    dragged(/** @type {HTMLElement} */ (host.querySelector(".lp-stage")), /** @type {HTMLInputElement} */ (host.querySelector(".lp-controls input")));
  }
}

await wake(); // this script stands after the first film, and does not wait for the rest of the page
if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
await wake();

/**
 * A finger that moves sideways over a picture moves its bar.
 * @param {HTMLElement} stage
 * @param {HTMLInputElement} bar
 */
function dragged(stage, bar) {
  let from = 0, start = 0, held = false;
  stage.addEventListener("pointerdown", (event) => {
    held = event.pointerType !== "mouse" && stage.scrollWidth <= stage.clientWidth + 1; // else the finger scrolls the picture
    [from, start] = [event.clientX, Number(bar.value)];
    if (held) stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!held) return;
    bar.value = String(start + ((event.clientX - from) / stage.clientWidth) * Number(bar.max));
    bar.dispatchEvent(new Event("input"));
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => (held = false));
}

const contents = /** @type {HTMLDetailsElement} */ (document.querySelector(".contents details"));
const roomy = matchMedia("(min-width: 1100px)");
const unfold = () => (contents.open = roomy.matches);
roomy.addEventListener("change", unfold);
unfold();
contents.addEventListener("click", ({ target }) => {
  if (!roomy.matches && target instanceof HTMLAnchorElement) contents.open = false;
});

const places = new Map([...contents.querySelectorAll("ol ol a")].map((link) => [link.getAttribute("href")?.slice(1), link]));
const passing = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      for (const link of places.values()) link.removeAttribute("aria-current");
      places.get(target.id)?.setAttribute("aria-current", "location");
    }
  },
  { rootMargin: "0px 0px -70% 0px" },
);
for (const heading of document.querySelectorAll("main h2[id]")) passing.observe(heading);

const folded = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("main details:not(.code)")]);
if (folded.length) {
  const button = element("button", { type: "button", class: "unfold", "aria-pressed": "false" }, document.body);
  button.textContent = "Unfold all hints and solutions";
  button.onclick = () => {
    const open = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(open));
    for (const each of folded) each.open = open;
  };
  document.querySelector("main h1")?.after(button);
}

// Keys reach what scrolls only where it can be focused.
const sized = new ResizeObserver((changes) => {
  for (const { target } of changes)
    if (target.scrollWidth > target.clientWidth + 1) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
});
for (const wide of document.querySelectorAll(".wide, .highlight pre")) sized.observe(wide);
for (const stage of document.querySelectorAll(".lp-stage")) sized.observe(stage);
