// What makes a page of questions pleasant. Everything works without it; nothing is stored on the device.
import { clearTheOther, oneAlone } from "./answers.js";
import { offerTheClock } from "./clocks.js";
import { filterLists, filterTicks, moreLists } from "./filters.js";
import { drawMarks } from "./pads.js";

oneAlone();
clearTheOther();
moreLists();
filterLists();
filterTicks();
drawMarks();
offerTheClock();
