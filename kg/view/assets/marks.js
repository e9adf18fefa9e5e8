// How it is drawn whether something happened: by shape and by dashes, so that no one needs to tell colours apart.

// In the order of certainty. `mark`: the number that the shader knows; `dash`: of lines, dash and gap in pixels.
const FACTUALITIES = [
  { name: "Actual", told: "happened or is happening", mark: 0, dash: [] },
  { name: "Planned", told: "decided or announced for later", mark: 1, dash: [9, 5] },
  { name: "Possible", told: "may happen", mark: 2, dash: [2, 4] },
  { name: "Negated", told: "did not or will not happen", mark: 3, dash: [2, 4, 9, 4] },
  { name: "Halted", told: "paused, suspended or cancelled", mark: 4, dash: [14, 10] },
  { name: "several", label: "Disputed", told: "articles disagree", mark: 5, dash: [9, 5] },
];

// Of an event: its factuality, `several` where documents disagree; what is told of none is drawn as Actual.
function factuality(thing) {
  if (thing.factuality.length > 1) return FACTUALITIES[5];
  return FACTUALITIES.find(one => one.name === thing.factuality[0]) ?? FACTUALITIES[0];
}

// The same shapes as the shader's below, for the legend and lists.
function swatch(colour, isEvent, mark = 0) {
  const line = { fill: "none", stroke: "var(--ink)", "stroke-width": 1.2 };
  const box = { x: 2, y: 2, width: 12, height: 12, rx: 2.5 };
  const parts = [];
  if (!isEvent) parts.push(svg("circle", { cx: 8, cy: 8, r: 6.4, fill: colour, stroke: "var(--outline)", "stroke-width": 1 }));
  else if (mark === 1 || mark === 2) {
    parts.push(svg("rect", { ...box, x: 3, y: 3, width: 10, height: 10, fill: "var(--back)", stroke: colour, "stroke-width": 3 }));
    parts.push(svg("rect", { ...box, x: 1, y: 1, width: 14, height: 14, rx: 3, ...line, stroke: "var(--outline)", "stroke-width": 1 }));
    if (mark === 2) parts.push(svg("circle", { cx: 8, cy: 8, r: 1.8, fill: "var(--ink)" }));
  } else {
    parts.push(svg("rect", { ...box, fill: mark === 5 ? "var(--back)" : colour, stroke: "var(--outline)", "stroke-width": 1 }));
    if (mark === 3) parts.push(svg("path", { d: "M4 4L12 12M12 4L4 12", ...line, "stroke-width": 2 }));
    if (mark === 4) parts.push(svg("path", { d: "M6 4.5V11.5M10 4.5V11.5", ...line, "stroke-width": 2 }));
    if (mark === 5) parts.push(svg("path", { d: "M2.5 2.5H13.5L2.5 13.5Z", fill: colour }));
  }
  return svg("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, ...parts);
}

const drawnAs = thing => swatch(thing.class.colour, thing.isEvent, factuality(thing).mark);

function lineSwatch(dash) {
  const stroke = svg("line", { x1: 1, y1: 8, x2: 25, y2: 8, stroke: "var(--strong-edge)", "stroke-width": 2, "stroke-dasharray": dash.join(" ") });
  return svg("svg", { class: "line", viewBox: "0 0 26 16", "aria-hidden": "true" }, stroke);
}

// Colours of the theme that shaders need, read anew when it changes.
const theme = {};
function readTheme() {
  for (const name of ["ink", "back", "edge", "strong-edge", "faded", "outline", "dim"]) theme[name] = style(`--${name}`);
}
readTheme();

function rgb(hex) {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  return [1, 3, 5].map(at => parseInt(full.slice(at, at + 2), 16) / 255);
}

// Added to the number of a shape: what is not pointed out has no dark outline.
const FADED = 10;

// Circles for entities; for events boxes with a mark: hollow, hollow with a dot, crossed, paused, half.
const NODE_SHADER = `
precision highp float;
varying vec4 v_color;
varying vec2 v_diffVector;
varying float v_radius;
varying float v_shape;
uniform float u_correctionRatio;
uniform vec3 u_back;
uniform vec3 u_outline;
uniform vec3 u_ink;

float box(vec2 at, float half_, float corner) {
  vec2 q = abs(at) - half_ + corner;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - corner;
}

void main(void) {
  // Within -1..1 in both directions; v_diffVector turns with the camera, which here never does.
  vec2 at = v_diffVector / v_radius;
  float soft = u_correctionRatio * 2.0 / v_radius;
  bool faded = v_shape > 9.5;
  float shape = faded ? v_shape - 10.0 : v_shape;
  float mark = shape - 1.0;
  float edge = shape < 0.5 ? length(at) - 0.96 : box(at, 0.8, 0.22);
  #ifdef PICKING_MODE
  gl_FragColor = edge > 0.0 ? vec4(0.0) : v_color;
  #else
  float inside = 1.0 - smoothstep(-soft, 0.0, edge);
  vec3 colour = v_color.rgb;
  if (shape > 0.5) {
    float hollow = 1.0 - smoothstep(-soft, soft, box(at, 0.38, 0.08));
    float dark = 0.0;
    if (mark > 0.5 && mark < 2.5) colour = mix(colour, u_back, hollow);
    if (mark > 1.5 && mark < 2.5) dark = 1.0 - smoothstep(0.2, 0.2 + soft, length(at));
    if (mark > 2.5 && mark < 3.5) dark = 1.0 - smoothstep(0.1, 0.1 + soft, min(abs(at.x - at.y), abs(at.x + at.y)) * 0.7071);
    if (mark > 3.5 && mark < 4.5) dark = (1.0 - smoothstep(0.1, 0.1 + soft, abs(abs(at.x) - 0.28))) * step(abs(at.y), 0.5);
    if (mark > 4.5) colour = mix(colour, u_back, smoothstep(-soft, soft, at.x - at.y));
    colour = mix(colour, u_ink, dark);
  }
  colour = mix(colour, u_outline, smoothstep(-2.2 * soft, -1.2 * soft, edge) * (faded ? 0.2 : 1.0));
  gl_FragColor = vec4(colour, 1.0) * inside * v_color.a;
  #endif
}`;

const EDGE_SHADER = `
precision highp float;
varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;
varying float v_along;
varying vec4 v_dash;
void main(void) {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float period = v_dash.x + v_dash.y + v_dash.z + v_dash.w;
  float here = period > 0.0 ? mod(v_along, period) : 0.0;
  float first = v_dash.x + v_dash.y;
  if (period > 0.0 && ((here > v_dash.x && here < first) || here > first + v_dash.z)) discard;
  float far = smoothstep(v_thickness - v_feather, v_thickness, length(v_normal) * v_thickness);
  gl_FragColor = mix(v_color, vec4(0.0), far);
  #endif
}`;

// sigma's own programs with one more attribute each; only where there is WebGL.
function programs() {
  const { NodeCircleProgram, EdgeRectangleProgram } = Sigma.rendering;
  const { FLOAT } = WebGLRenderingContext;
  class Marked extends NodeCircleProgram {
    getDefinition() {
      const definition = super.getDefinition();
      return {
        ...definition,
        VERTEX_SHADER_SOURCE: definition.VERTEX_SHADER_SOURCE
          .replace("void main() {", "attribute float a_shape;\nvarying float v_shape;\nvoid main() {\n  v_shape = a_shape;"),
        FRAGMENT_SHADER_SOURCE: NODE_SHADER,
        UNIFORMS: [...definition.UNIFORMS, "u_back", "u_outline", "u_ink"],
        ATTRIBUTES: [...definition.ATTRIBUTES, { name: "a_shape", size: 1, type: FLOAT }],
      };
    }
    processVisibleItem(index, start, shown) {
      super.processVisibleItem(index, start, shown);
      this.array[start + 5] = shown.shape;
    }
    setUniforms(params, program) {
      super.setUniforms(params, program);
      for (const name of ["back", "outline", "ink"]) program.gl.uniform3fv(program.uniformLocations[`u_${name}`], rgb(theme[name]));
    }
  }
  class Dashed extends EdgeRectangleProgram {
    getDefinition() {
      const definition = super.getDefinition();
      return {
        ...definition,
        VERTEX_SHADER_SOURCE: definition.VERTEX_SHADER_SOURCE.replace("void main() {", `
attribute vec4 a_dash;
uniform vec2 u_viewport;
varying float v_along;
varying vec4 v_dash;
void main() {
  vec2 run = (u_matrix * vec3(a_positionEnd, 1)).xy - (u_matrix * vec3(a_positionStart, 1)).xy;
  v_along = a_positionCoef * length(run * u_viewport * 0.5);
  v_dash = a_dash;`),
        FRAGMENT_SHADER_SOURCE: EDGE_SHADER,
        UNIFORMS: [...definition.UNIFORMS, "u_viewport"],
        ATTRIBUTES: [...definition.ATTRIBUTES, { name: "a_dash", size: 4, type: FLOAT }],
      };
    }
    processVisibleItem(index, start, source, target, shown) {
      super.processVisibleItem(index, start, source, target, shown);
      for (let at = 0; at < 4; at++) this.array[start + 8 + at] = shown.dash[at % (shown.dash.length || 1)] ?? 0;
    }
    setUniforms(params, program) {
      super.setUniforms(params, program);
      program.gl.uniform2f(program.uniformLocations.u_viewport, params.width, params.height);
    }
  }
  return { Marked, Dashed };
}
