// Ticks that stand alone, and the choice between words and "would rather not say".

function inputsOf(name) {
  return [...document.querySelectorAll("input, select, textarea")].filter((input) => input.name === name);
}

// "None of these" and "do not know" untick the others; any other tick unticks them.
export function oneAlone() {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "checkbox" || !input.checked) return;
    const alone = "alone" in input.dataset;
    for (const other of inputsOf(input.name)) {
      if (other !== input && (alone || "alone" in other.dataset)) other.checked = false;
    }
  });
}

function isMissing(input) {
  return input.type === "radio" && input.name.endsWith("-missing");
}

function partsOf(missing) {
  const key = missing.name.slice(0, -"-missing".length);
  return [...document.querySelectorAll("input, select, textarea")].filter(
    (input) => input !== missing && !isMissing(input) && (input.name === key || input.name.startsWith(`${key}-`)),
  );
}

function empty(input) {
  if (input.type === "checkbox" || input.type === "radio") input.checked = false;
  else input.value = "";
}

// Words typed take away "would rather not say", and the other way round; a second tap on it takes it away too.
export function clearTheOther() {
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (isMissing(input)) return;
    for (const missing of document.querySelectorAll('input[name$="-missing"]:checked')) {
      if (partsOf(missing).includes(input)) missing.checked = false;
    }
  });
  document.addEventListener("change", (event) => {
    if (isMissing(event.target)) partsOf(event.target).forEach(empty);
  });
  let wasOn = null;
  document.addEventListener("pointerdown", (event) => {
    const input = event.target instanceof Element ? event.target.closest("label")?.querySelector("input[type=radio]") : null;
    wasOn = input?.checked ? input : null;
  });
  document.addEventListener("click", (event) => {
    if (event.target !== wasOn || !wasOn) return;
    wasOn.checked = false;
    wasOn.dispatchEvent(new Event("input", { bubbles: true }));
    wasOn = null;
  });
}
