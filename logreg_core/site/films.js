// ---- the films of a page: the first one lives before what follows it is read, the others as soon as there is time

/** @param {HTMLElement} host */
async function wake(host) {
  const figure = /** @type {HTMLElement} */ (host.parentElement);
  try {
    await mount(host);
  } catch {
    host.replaceChildren(); // a browser that cannot: the still picture stays
    return;
  }
  figure.classList.add("alive");
  figure.dispatchEvent(new Event("alive", { bubbles: true }));
  performance.mark("alive");
  dragged(/** @type {HTMLElement} */ (host.querySelector(".lp-stage")), /** @type {HTMLInputElement} */ (host.querySelector(".lp-controls input")));
}

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

/** @param {(event: any) => void} done */
const whenRead = (done) => (document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", done, { once: true }) : done(null));
/** @param {() => void} done */
const whenIdle = (done) => (window.requestIdleCallback ? requestIdleCallback(done, { timeout: 200 }) : setTimeout(done));

const first = /** @type {HTMLElement} */ (document.querySelector(".lp-film")); // this script follows its place
await wake(first);
await new Promise(whenRead);
for (const host of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lp-film"))) {
  if (host === first) continue;
  await new Promise(whenIdle);
  await wake(host);
}
