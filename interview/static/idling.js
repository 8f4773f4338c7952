// The session locks when nobody touches the screen. Touching it keeps the session open; a timer alone never does.
import { leave } from "./leaving.js";

const SECOND = 1000;
const WARN_BEFORE = 60 * SECOND;
const TELL_EVERY = 60 * SECOND;

export function watchForIdling() {
  const { idle, stay, lock, unlock } = document.body.dataset;
  const limit = Number(idle) * SECOND;
  const notice = document.getElementById("idle");
  let touched = Date.now();
  let told = touched;
  let left = false;

  function tell() {
    told = Date.now();
    const secret = document.querySelector("input[name=csrf_token]")?.value ?? "";
    fetch(stay, { method: "POST", headers: { "X-CSRF-Token": secret }, redirect: "manual" }).catch(() => undefined);
  }

  function touch() {
    touched = Date.now();
    if (notice) notice.hidden = true;
    if (touched - told >= Math.min(TELL_EVERY, limit / 3)) tell();
  }

  function look() {
    const idled = Date.now() - touched;
    if (left) return;
    if (idled >= limit) {
      left = true;
      leave(lock, unlock, null);
    } else if (notice) {
      notice.hidden = limit - idled > Math.min(WARN_BEFORE, limit / 3);
    }
  }

  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(kind, touch, { passive: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, SECOND);
}
