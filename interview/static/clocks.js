// "Today" and "Now" beside the dates and times that staff fill in. Nothing is filled in unasked.

function fill(id, text) {
  const input = document.getElementById(id);
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

export function offerTheClock() {
  for (const button of document.querySelectorAll("button[data-today], button[data-now]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const now = new Date();
      if (button.dataset.now) {
        const two = (part) => String(part).padStart(2, "0");
        fill(button.dataset.now, `${two(now.getHours())}:${two(now.getMinutes())}`);
        return;
      }
      const key = button.dataset.today;
      fill(`${key}-day`, now.getDate());
      fill(`${key}-month`, now.getMonth() + 1);
      fill(`${key}-year`, now.getFullYear());
    });
  }
}
