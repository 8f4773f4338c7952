// Where the answers are: saved, not sent yet, or no network. A page is not sent into the void.

const TWICE_WITHIN = 3000;

export function watchTheStatus() {
  const line = document.getElementById("status");
  if (!line) return;
  const numbers = document.getElementById("no-network");
  const saved = line.textContent;
  const { unsent, offline, unsendable } = line.dataset;
  let changed = false;
  let sentAt = 0;

  function show(text = changed ? unsent : saved, state = changed ? "unsent" : "saved") {
    line.textContent = navigator.onLine ? text : offline;
    line.dataset.state = navigator.onLine ? state : "offline";
    if (numbers) numbers.hidden = navigator.onLine;
  }

  document.addEventListener("input", () => {
    changed = true;
    show();
  });
  document.addEventListener("submit", (event) => {
    const now = Date.now();
    if (!navigator.onLine) {
      event.preventDefault();
      line.textContent = unsendable;
      return;
    }
    if (now - sentAt < TWICE_WITHIN) event.preventDefault();
    sentAt = now;
  });
  addEventListener("online", () => show());
  addEventListener("offline", () => show());
  if (!navigator.onLine) show();
}
