// The editor of problem files: numbers beside the lines, and links that go to a line. Everything works without it.

const source = document.getElementById("source");
const sheet = source.closest(".sheet");
const gutter = document.createElement("div");
gutter.className = "gutter";
gutter.setAttribute("aria-hidden", "true");
sheet.prepend(gutter);
sheet.classList.add("numbered");

const saved = source.value;
let faulty = new Set(sheet.dataset.faulty.split(" "));

function number() {
  const lines = source.value.split("\n").length;
  if (gutter.childElementCount !== lines || gutter.dataset.marked !== [...faulty].join()) {
    gutter.replaceChildren(
      ...Array.from({ length: lines }, (_, index) => {
        const row = document.createElement("span");
        row.textContent = index + 1;
        if (faulty.has(String(index + 1))) row.className = "faulty";
        return row;
      }),
    );
    gutter.dataset.marked = [...faulty].join();
  }
  gutter.scrollTop = source.scrollTop;
}

function goTo(line) {
  const rows = source.value.split("\n");
  const start = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  source.focus({ preventScroll: true });
  source.setSelectionRange(start, start + (rows[line - 1] ?? "").length);
  source.scrollTop = (line - 6) * parseFloat(getComputedStyle(source).lineHeight);
  sheet.scrollIntoView({ block: "nearest" });
}

// What is found and said beside the text belongs to what was saved.
const note = document.getElementById("saved");
const savedWhen = note?.textContent;

function tellChanged() {
  if (note) note.textContent = source.value === saved ? savedWhen : note.dataset.changed;
}

source.addEventListener("input", number);
source.addEventListener("input", tellChanged);
source.addEventListener("scroll", () => (gutter.scrollTop = source.scrollTop));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (link) {
    event.preventDefault();
    goTo(Number(link.dataset.line));
  }
});

// The numbers beside the text say what the listing says.
function foldListing() {
  document.querySelector(".listing")?.removeAttribute("open");
}

// A trial may find faults after the page was loaded.
document.body.addEventListener("htmx:afterSwap", () => {
  const places = document.querySelectorAll("#outcome .faults a[data-line]");
  faulty = new Set([...places].map((link) => link.dataset.line));
  foldListing();
  number();
  if (!document.querySelector("#outcome [hx-get]")) document.querySelector("[data-until-checked]")?.remove();
});

let sending = false;
document.addEventListener("submit", () => (sending = true));
window.addEventListener("pageshow", () => (sending = false));
window.addEventListener("beforeunload", (event) => {
  if (!sending && source.value !== saved) event.preventDefault();
});

foldListing();
number();
