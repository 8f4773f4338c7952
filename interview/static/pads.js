// A mark drawn with finger or pen, kept as the points of a path in a hidden field.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 300;
const HEIGHT = 100;

function made(kind, attributes) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function pad(box) {
  const kept = box.querySelector("input");
  const words = document.createElement("p");
  words.className = "quiet";
  words.textContent = box.dataset.words;
  const svg = made("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "pad", role: "img", "aria-label": box.dataset.words });
  const path = made("path", { d: kept.value });
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "quiet-button";
  clear.textContent = box.dataset.clear;
  clear.hidden = !kept.value;
  svg.append(path);
  box.append(words, svg, clear);
  let drawing = false;

  function keep(points) {
    kept.value = points;
    path.setAttribute("d", points);
    clear.hidden = !points;
    kept.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function point(event, letter) {
    const frame = svg.getBoundingClientRect();
    const x = Math.round(((event.clientX - frame.left) / frame.width) * WIDTH);
    const y = Math.round(((event.clientY - frame.top) / frame.height) * HEIGHT);
    keep(`${kept.value}${letter}${Math.min(Math.max(x, 0), WIDTH)} ${Math.min(Math.max(y, 0), HEIGHT)}`);
  }

  svg.addEventListener("pointerdown", (event) => {
    drawing = true;
    svg.setPointerCapture(event.pointerId);
    point(event, "M");
  });
  svg.addEventListener("pointermove", (event) => drawing && point(event, "L"));
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (drawing = false));
  clear.addEventListener("click", () => keep(""));
}

export function drawMarks() {
  document.querySelectorAll("[data-pad]").forEach(pad);
}
