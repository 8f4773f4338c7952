// The Back button shows nothing: a page that the browser kept whole is emptied, and asked for again.

export function showNothingOnReturn() {
  addEventListener("pagehide", (event) => {
    if (event.persisted) document.body.replaceChildren();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.replaceChildren();
    location.reload();
  });
}
