// Long lists become short by typing: a filter above a native list, or above ticks.

const ROWS = 6;

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function field(words, controls) {
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.setAttribute("autocapitalize", "off");
  input.setAttribute("aria-label", words);
  input.setAttribute("aria-controls", controls);
  input.placeholder = words;
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  // What is typed here is no answer: it marks nothing as unsent, and clears nothing.
  input.addEventListener("input", (event) => event.stopPropagation());
  return input;
}

function filterList(select) {
  const whole = [...select.children];
  const options = [...new Map([...select.options].map((option) => [option.value, option])).values()];
  const input = field(select.dataset.filter, select.id);
  select.before(input);
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    const chosen = select.value;
    if (!wanted) {
      select.replaceChildren(...whole);
      select.removeAttribute("size");
    } else {
      const found = options.filter((option) => option.value && plain(option.text).includes(wanted));
      const starts = found.filter((option) => plain(option.text).startsWith(wanted));
      const rest = found.filter((option) => !starts.includes(option));
      select.replaceChildren(...[...starts, ...rest].map((option) => new Option(option.text, option.value)));
      select.size = Math.max(2, Math.min(ROWS, found.length));
    }
    select.value = chosen;
  });
  select.addEventListener("change", () => {
    if (!input.value) return;
    const chosen = select.value;
    input.value = "";
    select.replaceChildren(...whole);
    select.removeAttribute("size");
    select.value = chosen;
  });
}

export function filterLists() {
  document.querySelectorAll("select[data-filter]").forEach(filterList);
}

export function filterTicks() {
  document.querySelectorAll("[data-ticks]").forEach((box, place) => {
    box.id ||= `ticks-${place}`;
    const input = field(box.dataset.ticks, box.id);
    box.before(input);
    input.addEventListener("input", () => {
      const wanted = plain(input.value.trim());
      for (const choice of box.querySelectorAll(".choice")) {
        choice.hidden = !plain(choice.textContent).includes(wanted) && !choice.querySelector(":checked");
      }
    });
  });
}

// Several countries: the spare lists wait until they are wanted.
export function moreLists() {
  for (const box of document.querySelectorAll("[data-more]")) {
    const blank = [...box.children].filter((row) => !row.querySelector("select").value).slice(1);
    if (!blank.length) continue;
    blank.forEach((row) => (row.hidden = true));
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = box.dataset.more;
    more.addEventListener("click", () => {
      const row = blank.shift();
      row.hidden = false;
      row.querySelector("select").focus();
      more.hidden = !blank.length;
    });
    box.after(more);
  }
}
