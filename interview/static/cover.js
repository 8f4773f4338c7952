// An ordinary page: this month's calendar, in the language of the page.

function cell(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}

function row(cells) {
  const made = document.createElement("tr");
  made.append(...cells);
  return made;
}

export function calendar(today = new Date()) {
  const language = document.documentElement.lang;
  const year = today.getFullYear();
  const month = today.getMonth();
  const days = new Date(year, month + 1, 0).getDate();
  const before = (new Date(year, month, 1).getDay() + 6) % 7;
  const named = new Intl.DateTimeFormat(language, { weekday: "short" });
  const table = document.createElement("table");
  const head = row([1, 2, 3, 4, 5, 6, 7].map((day) => cell("th", named.format(new Date(2024, 0, day)))));
  table.append(head);
  for (let start = 1 - before; start <= days; start += 7) {
    const week = [0, 1, 2, 3, 4, 5, 6].map((step) => start + step);
    table.append(row(week.map((day) => cell("td", day < 1 || day > days ? "" : String(day)))));
  }
  const main = document.createElement("main");
  main.className = "calendar";
  const title = new Intl.DateTimeFormat(language, { month: "long", year: "numeric" }).format(today);
  main.append(cell("h1", title), table);
  return main;
}
