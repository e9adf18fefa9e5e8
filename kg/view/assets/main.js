// The page put together, and `window.kg`, by which tests and an added pane speak to it:
//   kg.state()      what is drawn and chosen, as plain numbers and IRIs
//   kg.drawn()      the IRIs of all that passes the filters
//   kg.at(iri)      where it is drawn: { x, y } in CSS pixels of the window; null where it is not
//   kg.choose(iri)  opens its panel; kg.choose(null) closes it
//   kg.show(iris)   points these out in the drawing, and goes there; the number of those that are drawn. kg.show(null) ends it
//   kg.filter({ from, to })  days as "2025-07-03", or null
//   kg.reset()      all filters off

const known = new Map(things.map(thing => [thing.iri, thing]));
// Where the keyboard was before the panel opened.
let cameFrom = null;

function choose(thing, { fromList = false } = {}) {
  const before = emphasis.chosen;
  if (!thing) cameFrom = null;
  else cameFrom ??= document.activeElement;
  emphasise({ chosen: thing });
  for (const one of byId("list").querySelectorAll(".item")) {
    one.setAttribute("aria-current", String(thing !== null && +one.dataset.thing === thing.number));
  }
  showDetails(thing);
  if (thing) {
    to("details");
    byId("details").focus({ preventScroll: true });
    if (fromList || before) goTo([thing, ...thing.neighbours]);
  } else if (before) {
    to(narrow() && document.body.dataset.pane === "graph" ? "graph" : "list");
  }
}

function close() {
  const back = cameFrom;
  const number = emphasis.chosen?.number;
  choose(null);
  const listed = byId("list").querySelector(`.item[data-thing="${number}"]`);
  const target = back?.isConnected && back !== document.body && !back.closest("#details") ? back : listed ?? byId("search");
  if (narrow() && target.closest("#canvas")) to("graph");
  target.focus();
}

const narrow = () => getComputedStyle(byId("tabs").querySelector(".narrow")).display !== "none";

function to(pane) {
  document.body.dataset.pane = pane;
  if (["list", "details", "extra"].includes(pane)) document.body.dataset.side = pane;
  showTabs();
  if (pane === "graph") { redraw(); showTimeline(); }
}

function showTabs() {
  const { pane, side } = document.body.dataset;
  for (const tab of byId("tabs").children) tab.setAttribute("aria-current", String(tab.dataset.to === (narrow() ? pane : side)));
}

function startTabs() {
  for (const tab of byId("tabs").children) tab.addEventListener("click", () => to(tab.dataset.to));
  const added = byId("tabs").querySelector('[data-to="extra"]');
  added.hidden = !added.textContent;
  byId("extra").setAttribute("aria-label", added.textContent);
  addEventListener("resize", showTabs);
  showTabs();
  addEventListener("keydown", event => {
    if (event.key === "Escape" && emphasis.chosen && !event.defaultPrevented) close();
    if (event.key === "/" && !/^(input|textarea|select)$/i.test(event.target.tagName) && !event.target.isContentEditable) {
      event.preventDefault();
      to("list");
      byId("search").focus();
    }
  });
}

function start() {
  byId("cut").textContent = data.cut;
  byId("cut").hidden = !data.cut;
  layOutFilters();
  onFilter(() => { if (emphasis.chosen && !drawn.things.has(emphasis.chosen)) redraw(); });
  byId("canvas").setAttribute("aria-label", `Drawing of ${counted(things.length, "thing")} and ${counted(lines.size, "line")} between them; the list holds the same. Arrows move it, + and − zoom, 0 shows all.`);
  if (canDraw()) {
    loadLibraries();
    startDrawing();
    steerDrawing();
    if (things.length) settle();
  } else {
    settled = true;
    byId("zoom").hidden = true;
    byId("status").textContent = "This browser has no WebGL, so nothing is drawn: the list holds all that the drawing would show.";
    to("list");
  }
  startTimeline();
  startList();
  startTabs();
  showDetails(null);
}

window.kg = Object.freeze({
  state: () => ({
    things: things.length,
    lines: lines.size,
    drawn: drawn.things.size,
    entities: [...drawn.things].filter(thing => !thing.isEvent).length,
    events: [...drawn.things].filter(thing => thing.isEvent).length,
    drawnLines: drawn.lines.size,
    chosen: emphasis.chosen?.iri ?? null,
    pointedOut: outstanding ? [...outstanding].map(thing => thing.iri) : null,
    searched: query.join(" "),
    from: filters.from === null ? null : dayText(filters.from),
    to: filters.to === null ? null : dayText(filters.to),
    // The middle of what is seen, from 0 to 1 across the whole graph, and how much of it is seen.
    camera: drawing && (({ x, y, ratio }) => ({ x, y, ratio }))(drawing.getCamera()),
    webgl: drawing !== null,
    settled,
  }),
  drawn: () => [...drawn.things].map(thing => thing.iri),
  at(iri) {
    const thing = known.get(iri);
    if (!drawing || !thing || !drawn.things.has(thing)) return null;
    const place = drawing.graphToViewport(graph.getNodeAttributes(String(thing.number)));
    const corner = byId("canvas").getBoundingClientRect();
    return { x: corner.left + place.x, y: corner.top + place.y };
  },
  choose: iri => choose(known.get(iri) ?? null),
  show(iris) {
    const some = iris && iris.map(iri => known.get(iri)).filter(Boolean);
    emphasise({ chosen: null, shown: some && some.length ? new Set(some) : null });
    if (some?.length) goTo(some);
    return some ? some.length : 0;
  },
  filter: ({ from = null, to: until = null }) => setFilters({ from: from && day(from), to: until && day(until) }),
  reset: resetFilters,
});

start();
