// What every signed-in page does. Everything works without it; with it, screens hide at once and lock in time.
import { watchForHiding } from "./hiding.js";
import { watchForIdling } from "./idling.js";
import { showNothingOnReturn } from "./returning.js";
import { watchTheStatus } from "./status.js";

showNothingOnReturn();
watchTheStatus();
if (document.body.dataset.idle) {
  watchForHiding();
  watchForIdling();
}
