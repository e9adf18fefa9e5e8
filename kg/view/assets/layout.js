// ForceAtlas2 on the drawing, a few milliseconds at a time so that the page stays at hand; from the same places it
// comes to the same ones.

let settled = false;

function settle() {
  const nodes = new Float32Array(things.length * 10), edges = new Float32Array(lines.size * 3);
  things.forEach((thing, number) => nodes.set([thing.x, thing.y, 0, 0, 0, 0, 1, 1, graph.getNodeAttribute(String(number), "size"), 0], number * 10));
  let at = 0;
  for (const { from, to } of lines.values()) {
    edges.set([from.number * 10, to.number * 10, 1], at);
    at += 3;
    nodes[from.number * 10 + 6] += 1;
    nodes[to.number * 10 + 6] += 1;
  }
  const settings = {
    linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false, edgeWeightInfluence: 1, scalingRatio: 10,
    strongGravityMode: true, gravity: things.length > FEW ? .06 : .4, slowDown: 1 + Math.log(things.length + 1),
    barnesHutOptimize: things.length > 800, barnesHutTheta: .7,
  };
  const rounds = things.length > 2000 ? 250 : 400;
  let done = 0, shown = 0;
  const place = () => graph.updateEachNodeAttributes((key, node) => {
    node.x = nodes[key * 10];
    node.y = nodes[key * 10 + 1];
    return node;
  }, { attributes: ["x", "y"] });
  const step = () => {
    const begun = performance.now();
    while (done < rounds && performance.now() - begun < 25) {
      forceatlas2(settings, nodes, edges);
      done++;
    }
    byId("status").textContent = done < rounds ? `Arranging … ${Math.round(100 * done / rounds)}%` : "";
    // Where nothing shall move, only the end is shown; else not more often than the eye needs.
    if (done === rounds || (!calm() && performance.now() - shown > 150)) {
      place();
      shown = performance.now();
    }
    if (done < rounds) setTimeout(step);
    else drawing.once("afterRender", () => { settled = true; });
  };
  step();
}
