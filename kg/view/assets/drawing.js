// The drawing: sigma on WebGL. Where there is no WebGL, `drawing` is null and the list has to do.

// What is pointed out: a chosen thing with its neighbours, what a search found, or what `kg.show` names.
const emphasis = { chosen: null, found: null, shown: null };
const labelsDrawn = [];
let nodesDrawn = null;
let drawing = null;
let graph = null;
// On a small screen, and where they are many, things are drawn smaller, so that there is room between them.
let small = 1;

const MOST_LETTERS = 42;
// So many things have room for all their labels.
const FEW = 80;
const short = text => text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;

function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(window.WebGLRenderingContext && (canvas.getContext("webgl2") || canvas.getContext("webgl")));
}

function caption(thing) {
  if (!thing.isEvent) return short(thing.label);
  const mark = factuality(thing);
  return short(`${thing.class.name}: ${thing.label.split(" | ")[0]}${mark.mark ? ` (${(mark.label ?? mark.name).toLowerCase()})` : ""}`);
}

function startDrawing() {
  graph = new graphology.DirectedGraph();
  for (const thing of things) {
    const many = Math.log2(1 + thing.neighbours.size);
    graph.addNode(String(thing.number), {
      x: thing.x, y: thing.y, label: caption(thing), color: thing.class.colour,
      size: thing.isEvent ? 4.5 + .8 * Math.log2(thing.documents.size || 1) : 4 + 1.5 * many,
      shape: thing.isEvent ? 1 + factuality(thing).mark : 0,
    });
  }
  for (const line of lines.values()) {
    const dash = line.from.isEvent ? factuality(line.from).dash : [];
    const roles = [...new Set(line.facts.map(fact => fact.name))].join(", ");
    graph.addDirectedEdgeWithKey(line.key, String(line.from.number), String(line.to.number), { size: 1, dash, roles });
  }
  const { Marked, Dashed } = programs();
  const few = things.length <= FEW;
  drawing = new Sigma(graph, byId("canvas"), {
    nodeProgramClasses: { circle: Marked },
    edgeProgramClasses: { line: Dashed },
    nodeReducer: reduceNode,
    edgeReducer: reduceEdge,
    defaultDrawNodeLabel: drawLabel,
    defaultDrawNodeHover: drawHover,
    defaultDrawEdgeLabel: drawEdgeLabel,
    renderEdgeLabels: true,
    labelFont: "system-ui, sans-serif",
    labelSize: 12,
    labelDensity: few ? 4 : 1,
    labelGridCellSize: 90,
    labelRenderedSizeThreshold: few ? 0 : 5.5,
    zIndex: true,
    minCameraRatio: .02,
    maxCameraRatio: 4,
    stagePadding: 40,
    allowInvalidContainer: true,
  });
  drawing.on("beforeRender", () => {
    labelsDrawn.length = 0;
    nodesDrawn = null;
  });
  drawing.on("clickNode", ({ node }) => choose(things[node]));
  drawing.on("clickStage", () => choose(null));
  drawing.on("enterNode", () => { byId("canvas").style.cursor = "pointer"; });
  drawing.on("leaveNode", () => { byId("canvas").style.cursor = ""; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readTheme(); redraw(); });
  new ResizeObserver(measure).observe(byId("canvas"));
  onFilter(redraw);
}

function measure() {
  const { clientWidth, clientHeight } = byId("canvas");
  const room = Math.max(.6, Math.min(1, Math.min(clientWidth, clientHeight) / 600));
  small = room * Math.max(.55, Math.min(1.6, Math.sqrt(500 / things.length)));
  if (clientWidth && clientHeight) redraw();
}

// Once for all that changes at a time.
let awaited = false;
function redraw() {
  if (!drawing || awaited) return;
  awaited = true;
  requestAnimationFrame(() => {
    awaited = false;
    drawing.refresh();
  });
}

function pointedOut() {
  if (emphasis.chosen) return new Set([emphasis.chosen, ...emphasis.chosen.neighbours]);
  return emphasis.shown ?? emphasis.found;
}

let outstanding = null;
function emphasise(changes) {
  Object.assign(emphasis, changes);
  outstanding = pointedOut();
  redraw();
}

function reduceNode(key, node) {
  const thing = things[key];
  if (!drawn.things.has(thing)) return { ...node, hidden: true };
  if (!outstanding) return { ...node, size: node.size * small };
  if (!outstanding.has(thing)) return { ...node, color: theme.faded, label: "", zIndex: 0, size: node.size * small, shape: Math.min(node.shape, 1) + FADED };
  const first = thing === emphasis.chosen;
  return { ...node, zIndex: first ? 2 : 1, highlighted: first, forceLabel: first || outstanding.size < 40, size: node.size * small * (first ? 1.4 : 1.1) };
}

function reduceEdge(key, edge) {
  if (!drawn.lines.has(key)) return { ...edge, hidden: true };
  if (!outstanding) return { ...edge, color: theme.edge };
  const { from, to } = lines.get(key);
  const strong = emphasis.chosen ? from === emphasis.chosen || to === emphasis.chosen : outstanding.has(from) && outstanding.has(to);
  if (!strong) return { ...edge, color: theme.faded, zIndex: 0 };
  const told = emphasis.chosen?.isEvent || emphasis.chosen?.neighbours.size < 12;
  return { ...edge, color: theme["strong-edge"], size: 1.6, zIndex: 1, label: told ? edge.roles : "", forceLabel: Boolean(told) };
}

// Labels

const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
const free = box => !labelsDrawn.some(other => meet(box, other));
const inside = box => box[0] >= 0 && box[2] <= byId("canvas").clientWidth;

// Where nodes are; of many nobody asks, since their labels have no other place.
function nodeBoxes() {
  if (!drawing || things.length > FEW) return [];
  return [...drawn.things].map(thing => {
    const key = String(thing.number), { x, y } = drawing.graphToViewport(graph.getNodeAttributes(key));
    const size = drawing.scaleSize(drawing.getNodeDisplayData(key).size);
    return [x - size, y - size, x + size, y + size];
  });
}

// To the right of its node, else to the left, of few also above or below; not at all where another label stands.
function drawLabel(context, node, settings) {
  if (!node.label) return;
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(node.label).width, gap = node.size + 3;
  const beside = [node.x + gap, node.x - gap - width].map(left => [left, node.y - 8, left + width, node.y + 8]);
  const over = [node.y - node.size - 19, node.y + node.size + 3].map(top => [node.x - width / 2, top, node.x + width / 2, top + 16]);
  nodesDrawn ??= nodeBoxes();
  const places = things.length > FEW ? beside : [...beside, ...over];
  const open = place => inside(place) && free(place);
  const box = places.find(place => open(place) && !nodesDrawn.some(other => meet(place, other))) ?? places.find(open);
  if (!box) return;
  labelsDrawn.push(box);
  haloed(context, node.label, box[0], box[1] + 12);
}

function haloed(context, text, x, y, colour = theme.ink) {
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = theme.back;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

// A box beside, above or below its node, where it covers no label if there is such a place.
function drawHover(context, node, settings) {
  const thing = things[node.key];
  const text = [caption(thing), when(thing)].filter(Boolean).join(" · ");
  context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(text).width + 14, gap = node.size + 5, most = byId("canvas").clientWidth - width - 4;
  const middle = Math.max(4, Math.min(node.x - width / 2, most));
  const places = [[node.x + gap, node.y - 12], [node.x - gap - width, node.y - 12], [middle, node.y - gap - 24], [middle, node.y + gap]]
    .map(([left, top]) => [left, top, left + width, top + 24]);
  const [left, top] = places.find(place => inside(place) && free(place)) ?? places.find(inside) ?? [middle, places[3][1]];
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(node.x, node.y, node.size + 3, 0, 2 * Math.PI);
  context.stroke();
  context.lineWidth = 1;
  context.fillStyle = theme.back;
  context.beginPath();
  context.roundRect(left, top, width, 24, 5);
  context.fill();
  context.stroke();
  context.fillStyle = theme.ink;
  context.fillText(text, left + 7, top + 16);
}

function drawEdgeLabel(context, edge, source, target, settings) {
  if (!edge.label) return;
  context.font = `11px ${settings.edgeLabelFont}`;
  const width = context.measureText(edge.label).width, x = (source.x + target.x) / 2 - width / 2, y = (source.y + target.y) / 2;
  const box = [x, y - 7, x + width, y + 7];
  if (Math.hypot(target.x - source.x, target.y - source.y) < width + 20) return;
  if (!free(box)) return;
  labelsDrawn.push(box);
  haloed(context, edge.label, x, y + 4, theme.dim);
}

// The camera

function fly(state, duration = 200) {
  const camera = drawing.getCamera();
  // At once where nothing shall move: an animation of no length would divide by it.
  if (calm()) camera.setState(camera.validateState(state));
  else camera.animate(state, { duration });
}

function goTo(some) {
  if (!drawing) return;
  const places = [...some].map(thing => drawing.viewportToFramedGraph(drawing.graphToViewport(graph.getNodeAttributes(String(thing.number)))));
  if (!places.length) return;
  const xs = places.map(place => place.x), ys = places.map(place => place.y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const ratio = Math.min(1, Math.max(.12, 1.5 * Math.max(right - left, high - low)));
  fly({ x: (left + right) / 2, y: (low + high) / 2, ratio }, 350);
}

function moveCamera(action, byKey) {
  const { x, y, ratio } = drawing.getCamera();
  if (action === "closer") fly({ ratio: ratio / 1.5 });
  if (action === "farther") fly({ ratio: ratio * 1.5 });
  if (action === "fit") fly({ x: .5, y: .5, ratio: 1 });
  if (byKey) fly({ x: x + byKey[0] * ratio * .15, y: y + byKey[1] * ratio * .15 });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const ZOOMS = { "+": "closer", "=": "closer", "-": "farther", "−": "farther", 0: "fit" };
function steerDrawing() {
  for (const id of ["closer", "farther", "fit"]) byId(id).addEventListener("click", () => moveCamera(id));
  byId("canvas").addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in ARROWS || event.key in ZOOMS)) return;
    event.preventDefault();
    moveCamera(ZOOMS[event.key], ARROWS[event.key]);
  });
}
