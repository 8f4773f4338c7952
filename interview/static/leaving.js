// Leaving a page in a hurry: take what was typed, empty the document, lock the session.

const RETRY_AFTER = 5000;
const KEEPALIVE_LIMIT = 60000;

let changed = false;

document.addEventListener("input", () => (changed = true), { capture: true });

// True when something was typed here and not saved. An untouched second tab must not take its place.
function holdsSomething() {
  return changed || "unsaved" in document.body.dataset;
}

function token() {
  return document.querySelector("input[name=csrf_token]")?.value ?? "";
}

// Where to come back to: not the address that a form was sent to.
function here() {
  return new URL(document.body.dataset.unlock, location).searchParams.get("back");
}

function typed() {
  const form = document.getElementById("page");
  const fields = new URLSearchParams();
  if (holdsSomething() && form instanceof HTMLFormElement) {
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrf_token") fields.append(name, value);
    }
  }
  fields.set("_page", here());
  return fields;
}

async function send(address, body, secret) {
  const answer = await fetch(address, {
    method: "POST",
    body,
    headers: { "X-CSRF-Token": secret },
    redirect: "manual",
    keepalive: body.toString().length < KEEPALIVE_LIMIT,
  });
  return answer.type === "opaqueredirect" || answer.ok;
}

function soon() {
  return new Promise((done) => {
    addEventListener("online", done, { once: true });
    setTimeout(done, RETRY_AFTER);
  });
}

// Posts what was typed to `address`, with the document emptied (and `cover` in its place) before the first byte leaves.
// Without a network what was typed is dropped, not kept on this device; the lock follows when the network is back.
export async function leave(address, next, cover) {
  const secret = token();
  const body = typed();
  document.body.replaceChildren(...(cover ? [cover] : []));
  let sent = await send(address, body, secret).catch(() => false);
  while (!sent) {
    await soon();
    sent = await send(address, new URLSearchParams({ _page: here() }), secret).catch(() => false);
  }
  location.replace(next);
}
