// Hide screen: by its button, by Esc three times, or because another tab was hidden.
import { calendar } from "./cover.js";
import { leave } from "./leaving.js";

const PRESSES = 3;
const WITHIN = 2000;
const channel = "BroadcastChannel" in self ? new BroadcastChannel("hide") : null;
let hidden = false;

function hide({ alone }) {
  if (hidden) return;
  hidden = true;
  if (!alone) channel?.postMessage("hide");
  const { hide: address, calendar: next } = document.body.dataset;
  const title = document.body.dataset.cover;
  const cover = calendar();
  const left = leave(address, next, cover);
  document.title = title;
  document.body.removeAttribute("class");
  return left;
}

export function watchForHiding() {
  let presses = [];
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      const now = Date.now();
      presses = [...presses.filter((at) => now - at < WITHIN), now];
      if (presses.length >= PRESSES) hide({ alone: false });
    },
    { capture: true },
  );
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-hides]")) return;
    event.preventDefault();
    hide({ alone: false });
  });
  channel?.addEventListener("message", () => hide({ alone: true }));
}
