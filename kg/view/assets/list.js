// The list: search, and every entity and event that passes the filters; what the drawing shows, for those who read.

const SHOWN = { entities: 12, events: 60 };
const more = { entities: SHOWN.entities, events: SHOWN.events };
let query = [];
let matches = { entities: [], events: [] };

function startList() {
  byId("search").addEventListener("input", soon(search));
  byId("search").addEventListener("keydown", event => {
    if (event.key === "ArrowDown") { event.preventDefault(); event.stopPropagation(); items()[0]?.focus(); }
    if (event.key === "Enter") { search(); items()[0]?.click(); }
    if (event.key === "Escape" && byId("search").value) { event.stopPropagation(); byId("search").value = ""; search(); }
  });
  byId("list").addEventListener("keydown", walk);
  onFilter(showList);
  search();
}

function search() {
  query = folded(byId("search").value).split(/\s+/).filter(Boolean);
  Object.assign(more, SHOWN);
  showList();
}

// 0 a label that begins so, 1 names with all the words, 2 beginnings of words elsewhere; -1 none.
function rank(thing) {
  if (!query.length) return 0;
  if (!query.every(word => thing.searched.includes(word) || thing.searchedToo.includes(` ${word}`))) return -1;
  if (folded(thing.label).startsWith(query.join(" "))) return 0;
  return query.every(word => thing.searched.includes(word)) ? 1 : 2;
}

const byTime = (a, b) => (dated(a) ? a.first : Infinity) - (dated(b) ? b.first : Infinity) || a.number - b.number || 0;
const byNeighbours = (a, b) => b.neighbours.size - a.neighbours.size || a.number - b.number;

function showList() {
  const ranked = new Map();
  for (const thing of drawn.things) {
    const place = rank(thing);
    if (place >= 0) ranked.set(thing, place);
  }
  const sorted = (isEvent, order) => [...ranked.keys()].filter(thing => thing.isEvent === isEvent)
    .sort((a, b) => ranked.get(a) - ranked.get(b) || (dated(a) || dated(b) ? order(a, b) : a.number - b.number) || a.number - b.number);
  matches = { entities: [...ranked.keys()].filter(thing => !thing.isEvent).sort((a, b) => ranked.get(a) - ranked.get(b) || byNeighbours(a, b)), events: sorted(true, byTime) };
  for (const kind of ["entities", "events"]) showItems(kind);
  const hidden = query.length ? things.filter(thing => !drawn.things.has(thing) && rank(thing) >= 0).length : 0;
  byId("found").textContent = query.length ? counted(ranked.size, "match", "matches") + (hidden ? `; ${hidden.toLocaleString("en")} more hidden by the filters` : "") : "";
  emphasise({ found: query.length ? new Set(ranked.keys()) : null, shown: null });
}

function showItems(kind) {
  const all = matches[kind], some = all.slice(0, more[kind]);
  byId(`${kind}-count`).textContent = all.length.toLocaleString("en");
  const rest = all.length - some.length;
  const further = rest > 0 && make("li", {}, make("button", { type: "button", class: "more", click: () => {
    more[kind] += 200;
    showItems(kind);
    byId(kind).children[some.length]?.firstChild.focus();
  } }, `Show ${Math.min(rest, 200).toLocaleString("en")} more of ${rest.toLocaleString("en")}`));
  byId(kind).replaceChildren(...some.map(item), ...(further ? [further] : []));
}

function item(thing) {
  const told = thing.isEvent
    ? [thing.class.name, thing.company, when(thing) || "no date", factuality(thing).mark ? factuality(thing).label ?? factuality(thing).name : ""]
    : [thing.class.name, counted(thing.neighbours.size, "link"), counted(thing.documents.size, "article")];
  return make("li", {}, make("button", { type: "button", class: "item", "data-thing": thing.number, "aria-current": thing === emphasis.chosen ? "true" : null,
    click: () => choose(thing, { fromList: true }) },
    drawnAs(thing), make("span", {}, thing.label), make("span", { class: "dim" }, told.filter(Boolean).join(" · "))));
}

const items = () => [...byId("list").querySelectorAll(".items button")];

function walk(event) {
  const all = items(), here = all.indexOf(document.activeElement);
  if (here < 0) return;
  const next = { ArrowDown: all[here + 1], ArrowUp: all[here - 1] ?? byId("search"), Home: all[0], End: all[all.length - 1], Escape: byId("search") }[event.key];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
