// Events over time: bars that can be clicked or brushed, and two handles for the keyboard.

const MOST_BARS = 72;
const UNITS = [
  { name: "day", next: number => number + 1, start: number => number, told: number => dayText(number) },
  { name: "week", next: number => number + 7, start: number => number - ((number + 3) % 7 + 7) % 7, told: number => `week of ${dayText(number)}` },
  ...[["month", 1], ["quarter", 3], ["year", 12], ["decade", 120]].map(([name, months]) => ({
    name,
    start: number => { const date = new Date(number * 86400000); const month = date.getUTCFullYear() * 12 + date.getUTCMonth(); return monthStart(month - ((month % months) + months) % months); },
    next(number) { const date = new Date(number * 86400000); return monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + months); },
    told: number => name === "month" ? dayText(number).slice(0, 7) : name === "quarter" ? `quarter from ${dayText(number).slice(0, 7)}` : name === "year" ? dayText(number).slice(0, 4) : `decade from ${dayText(number).slice(0, 4)}`,
  })),
];

function monthStart(month) {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
  return Math.round(date.getTime() / 86400000);
}

// Bars from `from` to `to` (days, both included); the outer two may hold all that is before and after.
let bars = [];
let unit = UNITS[0];

function cutTime() {
  const events = things.filter(thing => thing.isEvent && dated(thing));
  if (!events.length) return;
  const firsts = events.map(event => event.first).sort((a, b) => a - b), lasts = events.map(event => event.last).sort((a, b) => a - b);
  // A war remembered or a plan for 2050 must not squeeze all others into one bar.
  const rare = Math.floor(events.length / 40);
  const low = firsts[rare], high = Math.max(lasts[lasts.length - 1 - rare], low);
  unit = UNITS.find(one => (high - low) / (one.next(one.start(low)) - one.start(low)) < MOST_BARS - 4) ?? UNITS[UNITS.length - 1];
  for (let from = unit.start(low); from <= high; from = unit.next(from)) bars.push({ from, to: unit.next(from) - 1, told: unit.told(from) });
  const [begin, end] = [bars[0].from, bars[bars.length - 1].to];
  if (firsts[0] < begin) bars.unshift({ from: firsts[0], to: begin - 1, told: `before ${dayText(begin)}`, outer: true });
  if (lasts[lasts.length - 1] > end) bars.push({ from: end + 1, to: lasts[lasts.length - 1], told: `after ${dayText(end)}`, outer: true });
  for (const bar of bars) bar.all = events.filter(event => overlaps(event, bar)).length;
}

const overlaps = (event, bar) => event.first <= bar.to && event.last >= bar.from;

function startTimeline() {
  cutTime();
  byId("timeline").hidden = !bars.length;
  if (!bars.length) return;
  byId("timeline-title").textContent = `Events by ${unit.name}`;
  byId("all-days").addEventListener("click", () => setFilters({ from: null, to: null }));
  brush(byId("bars"));
  new ResizeObserver(showTimeline).observe(byId("bars"));
  onFilter(showTimeline);
  showTimeline();
}

const timeline = { width: 0, height: 0, step: 0 };

function showTimeline() {
  const canvas = byId("bars"), width = canvas.clientWidth, height = canvas.clientHeight;
  if (!width || !bars.length) return;
  const floor = height - 16, step = width / bars.length;
  Object.assign(timeline, { width, height, step });
  const events = datable.filter(dated);
  const top = Math.max(...bars.map(bar => bar.all), 1);
  // High bars must not make low ones vanish.
  const tall = count => count ? Math.max(3, (floor - 12) * Math.sqrt(count / top)) : 0;
  const parts = [svg("defs", {}, svg("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 5, height: 5, fill: "var(--back)" }), svg("rect", { width: 2.5, height: 5, fill: "var(--bar)" })))];
  let labelled = -Infinity;
  bars.forEach((bar, number) => {
    const inside = events.filter(event => overlaps(event, bar));
    const sure = inside.filter(event => factuality(event).mark === 0).length;
    bar.count = inside.length;
    const x = number * step + .5, wide = Math.max(step - 1, 1);
    const block = (name, count, from) => svg("rect", { class: name, x, width: wide, y: floor - from - count, height: count });
    parts.push(block("all", tall(bar.all), 0));
    const part = tall(inside.length) * (inside.length ? sure / inside.length : 0);
    parts.push(block("drawn", part, 0), block("unsure", tall(inside.length) - part, part));
    parts.push(svg("rect", { class: "bar", "data-bar": number, x: number * step, width: step, y: 0, height: floor, fill: "transparent" },
      svg("title", {}, `${bar.told}: ${counted(inside.length, "event")}${inside.length - sure ? `, of these ${(inside.length - sure).toLocaleString("en")} that did not simply happen` : ""}`)));
    const text = bar.outer ? "…" : dayText(bar.from).slice(0, unit.name === "day" || unit.name === "week" ? 10 : unit.name === "month" || unit.name === "quarter" ? 7 : 4);
    const room = text.length * 6.2 + 14;
    if (x >= labelled && x + room < width + 10) {
      parts.push(svg("text", { x, y: height - 3 }, text));
      labelled = x + room;
    }
  });
  const [first, last] = chosenBars();
  if (filters.from !== null || filters.to !== null) {
    parts.push(svg("rect", { class: "outside", x: 0, y: 0, width: first * step, height: floor }));
    parts.push(svg("rect", { class: "outside", x: (last + 1) * step, y: 0, width: Math.max(width - (last + 1) * step, 0), height: floor }));
  }
  const focused = document.activeElement?.id;
  canvas.replaceChildren(...parts, handle("first", first, first * step), handle("last", last, (last + 1) * step));
  if (focused === "handle-first" || focused === "handle-last") byId(focused).focus();
  const chosen = filters.from !== null || filters.to !== null;
  byId("all-days").hidden = !chosen;
  byId("range").textContent = chosen ? [filters.from === null ? "" : `from ${dayText(filters.from)}`, filters.to === null ? "" : `to ${dayText(filters.to)}`].filter(Boolean).join(" ")
    : "hatched: planned, possible, denied or halted";
}

function handle(end, number, x) {
  const at = Math.min(Math.max(x, 2), timeline.width - 2);
  return svg("g", { class: "handle", id: `handle-${end}`, tabindex: 0, role: "slider", "aria-label": end === "first" ? "First days shown" : "Last days shown",
    "aria-valuemin": 0, "aria-valuemax": bars.length - 1, "aria-valuenow": number, "aria-valuetext": bars[number].told, keydown: event => nudge(event, end) },
    svg("rect", { x: at - 2, y: 0, width: 4, height: timeline.height - 16, rx: 2 }),
    svg("rect", { x: at - 4, y: (timeline.height - 16) / 2 - 9, width: 8, height: 18, rx: 3 }));
}

// The numbers of the outermost bars within the days chosen.
function chosenBars() {
  let first = filters.from === null ? 0 : bars.findIndex(bar => bar.to >= filters.from);
  let last = filters.to === null ? bars.length - 1 : bars.findLastIndex(bar => bar.from <= filters.to);
  first = first < 0 ? bars.length - 1 : first;
  return [first, Math.max(last, first)];
}

function chooseBars(first, last) {
  const whole = first === 0 && last === bars.length - 1;
  setFilters({ from: whole ? null : bars[first].from, to: whole ? null : bars[last].to });
}

function nudge(event, end) {
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6, Home: -Infinity, End: Infinity }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  let [first, last] = chosenBars();
  if (end === "first") first = Math.max(0, Math.min(first + by, last));
  else last = Math.min(bars.length - 1, Math.max(last + by, first));
  chooseBars(first, last);
}

function brush(canvas) {
  let from = null, moving = null;
  const barAt = event => Math.max(0, Math.min(bars.length - 1, Math.floor((event.clientX - canvas.getBoundingClientRect().left) / timeline.step)));
  canvas.addEventListener("pointerdown", event => {
    if (event.button) return;
    moving = event.target.closest(".handle")?.id ?? null;
    const [first, last] = chosenBars();
    from = moving === "handle-first" ? last : moving === "handle-last" ? first : barAt(event);
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  const take = event => chooseBars(...[from, barAt(event)].sort((a, b) => a - b));
  canvas.addEventListener("pointermove", event => {
    if (from !== null && (moving || barAt(event) !== from)) take(event);
  });
  canvas.addEventListener("pointerup", event => {
    if (from === null) return;
    const [first, last] = chosenBars();
    const again = !moving && first === last && barAt(event) === from && first === from && (filters.from !== null || filters.to !== null);
    if (again) setFilters({ from: null, to: null });
    else if (!moving || barAt(event) !== from) take(event);
    from = null;
  });
  canvas.addEventListener("pointercancel", () => { from = null; });
}
