// The drawing of a computation graph: it shows what is typed in the table, leads to the fields, and replays both passes.
// Everything it says stands in the table too, and works without it.

const PACE = 1800; // milliseconds between the steps of a replay that plays
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const VERDICTS = ["right", "follow_through", "wrong", "blank", "unreadable"];

// As short_entry in platform/gradus/pages/graphs/text.py has it.
function short(text, longest) {
  const shown = text.trim().replaceAll("-", "\u2212").replaceAll(", ", ",");
  return shown.length <= longest ? shown : shown.slice(0, longest - 1) + "…";
}

function fieldOf(slot) {
  return document.getElementById(slot.dataset.field);
}

function write(slot, text, verdict, letter) {
  slot.classList.remove(...VERDICTS);
  if (verdict) slot.classList.add(verdict);
  slot.querySelector(".sign").textContent = letter;
  const entry = slot.querySelector(".entry");
  entry.textContent = short(text, Number(slot.dataset.longest));
  if (letter) entry.setAttribute("dx", "4");
  else entry.removeAttribute("dx");
}

// The table is what counts: a slot has the text, the verdict and the letter of its field.
function mirror(slot) {
  const field = fieldOf(slot);
  if (!field) return;
  const state = document.getElementById(field.id + "-state");
  const verdict = VERDICTS.find((each) => state?.classList.contains(each));
  write(slot, field.value, verdict, state?.querySelector(".tag")?.textContent ?? "");
}

function light(figure, names, word) {
  const lit = new Set(names.split(" "));
  for (const edge of figure.querySelectorAll(".edge")) edge.classList.toggle(word, lit.has(edge.dataset.edge));
}

function intoView(figure, mark) {
  const frame = figure.querySelector(".scroll");
  const [outer, inner] = [frame.getBoundingClientRect(), mark.getBoundingClientRect()];
  const by = inner.left + inner.width / 2 - outer.left - outer.width / 2;
  if (inner.left < outer.left || inner.right > outer.right) {
    frame.scrollBy({ left: by, behavior: still.matches ? "auto" : "smooth" });
  }
}

class Drawing {
  constructor(figure) {
    this.figure = figure;
    this.slots = [...figure.querySelectorAll(".slot")];
    this.replay = figure.querySelector(".replay");
    this.steps = [...this.replay.querySelectorAll("ol > li")];
    this.beginning = this.replay.querySelector(".now").textContent;
    this.playWord = this.button("play").textContent;
    this.at = -1;
    this.timer = 0;
    figure.addEventListener("click", (event) => this.clicked(event));
    this.refresh();
  }

  button(name) {
    return this.replay.querySelector(`[data-go="${name}"]`);
  }

  refresh() {
    this.slots.forEach(mirror);
    this.replay.hidden = !this.judged() || this.steps.length === 0;
    if (this.replay.hidden) this.leave();
    else this.show();
  }

  judged() {
    return this.answers().length > 0 || this.slots.some((slot) => VERDICTS.some((each) => slot.classList.contains(each)));
  }

  // What stands under "The answer", once that is there.
  answers() {
    return [...document.querySelectorAll("#after [data-cell]")].filter((each) => each.dataset.part === this.figure.dataset.part);
  }

  // The right number once it may be seen, else the own one.
  number(key) {
    const found = this.answers().find((each) => each.dataset.cell === key);
    if (found) return found.querySelector(".value").textContent.replace("=", "").trim();
    const slot = this.slots.find((each) => each.dataset.cell === key);
    return (slot && fieldOf(slot)?.value.trim().replaceAll("-", "\u2212")) ?? "";
  }

  clicked(event) {
    const going = event.target.closest("[data-go]")?.dataset.go;
    const slot = event.target.closest(".slot");
    if (slot) fieldOf(slot)?.focus();
    if (going === "play") this.timer ? this.pause() : this.play();
    if (going === "next" || going === "back") {
      this.pause();
      this.go(this.at + (going === "next" ? 1 : -1));
    }
  }

  go(step) {
    this.at = Math.max(-1, Math.min(step, this.steps.length - 1));
    this.slots.forEach(mirror);
    this.show();
  }

  play() {
    if (this.at === this.steps.length - 1) this.at = -1;
    this.go(this.at + 1);
    this.timer = setInterval(() => {
      this.go(this.at + 1);
      if (this.at === this.steps.length - 1) this.pause();
    }, PACE);
    this.button("play").textContent = this.button("play").dataset.pause;
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    this.button("play").textContent = this.playWord;
  }

  // Back to the whole table, as when somebody types.
  leave() {
    this.pause();
    if (this.at !== -1) this.go(-1);
  }

  show() {
    const step = this.steps[this.at];
    this.button("back").disabled = this.at < 0;
    this.button("next").disabled = this.at === this.steps.length - 1;
    this.button("play").hidden = still.matches;
    this.replay.querySelector(".count").textContent = step ? `${this.at + 1} / ${this.steps.length}` : "";
    const whose = this.replay.querySelector(".whose");
    whose.textContent = step ? (this.answers().length ? whose.dataset.right : whose.dataset.own) : "";
    this.mark(step);
    const now = this.replay.querySelector(".now");
    if (step) now.replaceChildren(...this.said(step));
    else now.textContent = this.beginning;
  }

  mark(step) {
    const later = new Set(this.steps.slice(this.at + 1).map((each) => each.dataset.cell));
    this.figure.classList.toggle("replaying", Boolean(step));
    light(this.figure, step?.dataset.edges ?? "", "flow");
    for (const slot of this.slots) {
      slot.classList.toggle("ahead", Boolean(step) && later.has(slot.dataset.cell));
      slot.classList.toggle("current", Boolean(step) && slot.dataset.cell === step.dataset.cell);
      if (step && this.answers().length) write(slot, this.number(slot.dataset.cell), "", "");
    }
    for (const box of this.figure.querySelectorAll(".box")) {
      box.classList.toggle("current", box.dataset.node === step?.dataset.node);
      if (box.classList.contains("current")) intoView(this.figure, box);
    }
  }

  said(step) {
    const copy = step.cloneNode(true);
    for (const place of copy.querySelectorAll("[data-number]")) {
      const number = this.number(place.dataset.number);
      if (!number) continue;
      place.textContent = "factor" in place.dataset && /^\u2212|[+*/ ]/.test(number) ? `(${number})` : number;
    }
    return copy.childNodes;
  }

  // The slot of the field that has the focus, and the edges that its value is worked out from.
  follow(field) {
    const here = this.slots.find((slot) => slot.dataset.field === field?.id);
    for (const slot of this.slots) slot.classList.toggle("here", slot === here);
    light(this.figure, here?.dataset.edges ?? "", "used");
    if (here) intoView(this.figure, here);
  }
}

const drawings = [...document.querySelectorAll(".pic.graph")].map((figure) => new Drawing(figure));
const all = (act) => drawings.forEach(act);

document.addEventListener("input", (event) => {
  if (event.target.closest(".cells")) all((drawing) => (drawing.leave(), drawing.slots.forEach(mirror)));
});
document.addEventListener("focusin", (event) => all((drawing) => drawing.follow(event.target)));
document.addEventListener("focusout", () => all((drawing) => drawing.follow(null)));
for (const swapped of ["htmx:afterSwap", "htmx:oobAfterSwap", "htmx:afterSettle"]) {
  document.body.addEventListener(swapped, () => all((drawing) => drawing.refresh()));
}
still.addEventListener("change", () => all((drawing) => (drawing.pause(), drawing.refresh())));
window.addEventListener("pageshow", () => all((drawing) => drawing.refresh())); // the browser may have put texts back
