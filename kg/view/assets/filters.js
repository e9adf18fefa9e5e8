// What is to be drawn: the choices, and what passes them. Whoever shows something listens with `onFilter`.

const OTHER_PUBLISHER = "(no publisher told)";
const publisherOf = document => document.publisher || OTHER_PUBLISHER;

const filters = {
  classes: new Set(classes.map(one => one.number)),
  factualities: new Set(FACTUALITIES.map(one => one.name)),
  publishers: new Set(documents.map(publisherOf)),
  article: "",
  // Days since 1970, both included; null for no bound.
  from: null,
  to: null,
  undated: false,
};
const everything = { classes: filters.classes.size, factualities: filters.factualities.size, publishers: filters.publishers.size };

// The numbers of what passes, kept until something changes.
let drawn = { things: new Set(), lines: new Set() };
// Events that pass all choices but that of days: what the timeline counts.
let datable = [];

const listeners = [];
const onFilter = listener => listeners.push(listener);

function setFilters(changes) {
  Object.assign(filters, changes);
  sift();
  showFilters();
  listeners.forEach(listener => listener());
}

function sift() {
  const sources = chosenDocuments();
  const from = filters.from ?? -Infinity, to = filters.to ?? Infinity;
  const someDays = filters.from !== null || filters.to !== null;
  const told = thing => !sources || [...thing.documents].some(number => sources.has(number));
  const happened = thing => filters.factualities.has(factuality(thing).name);
  const inTime = thing => dated(thing) ? thing.first <= to && thing.last >= from : !someDays || filters.undated;
  const passed = new Set(), live = new Set();
  datable = [];
  for (const thing of things) {
    if (!thing.isEvent || !told(thing) || !happened(thing)) continue;
    if (filters.classes.has(thing.class.number)) datable.push(thing);
    if (!inTime(thing)) continue;
    live.add(thing);
    if (filters.classes.has(thing.class.number)) passed.add(thing);
  }
  const eventsSifted = someDays || filters.factualities.size < everything.factualities;
  for (const thing of things) {
    if (thing.isEvent || !told(thing) || !filters.classes.has(thing.class.number)) continue;
    // Whoever took part in nothing of what is asked for is not asked for.
    const events = [...thing.neighbours].filter(other => other.isEvent);
    if (!eventsSifted || events.some(event => live.has(event))) passed.add(thing);
  }
  const between = new Set();
  for (const line of lines.values()) {
    const said = !sources || line.facts.some(fact => fact.documents.length === 0 || fact.documents.some(number => sources.has(number)));
    if (said && passed.has(line.from) && passed.has(line.to)) between.add(line.key);
  }
  drawn = { things: passed, lines: between };
}

// Numbers; null for all.
function chosenDocuments() {
  if (!filters.article.trim() && filters.publishers.size === everything.publishers) return null;
  const words = folded(filters.article).split(/\s+/).filter(Boolean);
  return new Set(documents.filter(one => filters.publishers.has(publisherOf(one)) && words.every(word => one.searched.includes(word)))
    .map(one => one.number));
}

// The choices on the page

const boxes = [];
function choice(set, kind, value, name, count, ...drawing) {
  const box = make("input", { type: "checkbox", "data-kind": kind, "data-value": value, change: () => {
    box.checked ? filters[kind].add(value) : filters[kind].delete(value);
    setFilters({});
  } });
  boxes.push({ box, kind, value });
  set.append(make("li", {}, make("label", { class: "choice" }, box, ...drawing, make("span", {}, name), make("span", { class: "count" }, count.toLocaleString("en")))));
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function layOutFilters() {
  const ofClass = tally(things.map(thing => thing.class.number));
  for (const one of classes) {
    choice(byId(one.isEvent ? "event-classes" : "entity-classes"), "classes", one.number, one.name, ofClass.get(one.number), swatch(one.colour, one.isEvent));
  }
  const events = things.filter(thing => thing.isEvent);
  const asDrawn = tally(events.map(event => factuality(event).name));
  for (const one of FACTUALITIES) {
    if (!asDrawn.has(one.name)) continue;
    choice(byId("factualities"), "factualities", one.name, one.label ?? one.name, asDrawn.get(one.name), swatch("var(--pale)", true, one.mark), lineSwatch(one.dash));
    byId("factualities").lastChild.title = one.told;
  }
  const published = tally(documents.map(publisherOf));
  for (const [name, count] of [...published].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    choice(byId("publishers"), "publishers", name, name, count);
  }
  const undated = events.filter(event => !dated(event)).length;
  byId("undated-count").textContent = `(${undated.toLocaleString("en")})`;
  byId("undated").addEventListener("change", event => setFilters({ undated: event.target.checked }));
  for (const name of ["from", "to"]) {
    byId(name).addEventListener("change", event => {
      const chosen = day(event.target.value);
      setFilters({ [name]: Number.isNaN(chosen) ? null : chosen });
    });
  }
  const typed = soon(() => setFilters({ article: byId("article").value }));
  byId("article").addEventListener("input", typed);
  byId("reset").addEventListener("click", resetFilters);
  for (const id of ["entity-classes", "event-classes", "factualities"]) {
    byId(id).previousElementSibling.hidden = byId(id).hidden = !byId(id).children.length;
  }
  sift();
  showFilters();
}

function resetFilters() {
  for (const { kind, value } of boxes) filters[kind].add(value);
  setFilters({ article: "", from: null, to: null, undated: false });
}

function showFilters() {
  for (const { box, kind, value } of boxes) box.checked = filters[kind].has(value);
  byId("from").value = filters.from === null ? "" : dayText(filters.from);
  byId("to").value = filters.to === null ? "" : dayText(filters.to);
  byId("undated").checked = filters.undated || (filters.from === null && filters.to === null);
  byId("undated").disabled = filters.from === null && filters.to === null;
  if (byId("article").value !== filters.article) byId("article").value = filters.article;
  const chosen = chosenDocuments();
  byId("articles").textContent = chosen ? `${chosen.size.toLocaleString("en")} of ${counted(documents.length, "article")}` : counted(documents.length, "article");
  const events = [...drawn.things].filter(thing => thing.isEvent).length;
  const all = drawn.things.size === things.length ? "" : ` (filtered; ${counted(things.length, "thing")} without filters)`;
  byId("counts").textContent = `${counted(drawn.things.size - events, "entity", "entities")}, ${counted(events, "event")}${all}; ${counted(data.totals.articles, "article")}`;
}
