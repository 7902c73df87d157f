// ---- a page of the course: its contents say where the reader is, what is folded unfolds, what is wide can be scrolled

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
const locked = folded.filter((each) => each.classList.contains("answer")); // until something is chosen
if (folded.length) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "unfold" });
  button.setAttribute("aria-pressed", "false");
  button.textContent = "Unfold all hints, answers and solutions";
  button.onclick = () => {
    const open = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(open));
    for (const each of folded) each.open = open;
    for (const each of locked) each.classList.toggle("answer", !open);
  };
  document.querySelector("main h1")?.after(button);
}

// An address may lead into an answer that nothing has been chosen for.
const arrive = () => {
  const named = (/** @type {Element} */ { id }) => ["#" + id, "#" + encodeURI(id)].includes(location.hash);
  const place = [...document.querySelectorAll("details.answer [id]")].find(named);
  const answer = /** @type {HTMLDetailsElement | null | undefined} */ (place?.closest("details.answer"));
  if (!answer) return;
  answer.classList.remove("answer");
  answer.open = true;
  place?.scrollIntoView();
};
addEventListener("hashchange", arrive);
arrive();

// A page opened again opens where it was left. The browser alone would miss it: it guesses the height of what is not laid out.
const sections = [...document.querySelectorAll("main > section")];
const back = () => {
  const [at, first, top] = history.state?.left ?? []; // a section, a part of it, and where that stood
  const part = sections[at]?.children[first];
  part?.scrollIntoView();
  if (part) scrollBy(0, part.getBoundingClientRect().top - top);
};
history.scrollRestoration = "manual";
addEventListener("popstate", back);
back();
const keep = () => {
  const seen = (/** @type {Element} */ each) => each.getBoundingClientRect().bottom > 0;
  const at = sections.findIndex(seen), parts = [...(sections[at]?.children ?? [])], first = parts.findIndex(seen);
  if (first >= 0) history.replaceState({ left: [at, first, parts[first].getBoundingClientRect().top] }, "");
};
if (!history.state) keep();
let resting = 0;
addEventListener("scroll", () => {
  clearTimeout(resting);
  resting = setTimeout(keep, 150);
});

// A number is given once its field is left: Enter does that too, for phones have no Tab.
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && target instanceof HTMLInputElement && target.type === "number" && target.closest(".lp-ask")) target.blur();
});

// Keys reach what scrolls only where it can be focused.
const sized = new ResizeObserver((changes) => {
  for (const { target } of changes)
    if (target.scrollWidth > target.clientWidth + 1) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
});
for (const wide of document.querySelectorAll(".wide, .highlight pre")) sized.observe(wide);
const scrolls = (/** @type {Element} */ film) => sized.observe(/** @type {Element} */ (film.querySelector(".lp-stage")));
document.querySelectorAll(".film.alive").forEach(scrolls);
document.addEventListener("alive", ({ target }) => scrolls(/** @type {Element} */ (target)));
