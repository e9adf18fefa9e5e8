(() => {
"use strict";
// The query editor. What an answer says reaches the page as text only, never as HTML.

const MOST_ROWS = 1000;
const MOST_TEXT = 500_000;
const ROWS = "application/sparql-results+json";
const SAVED = {
  rows: { CSV: "text/csv", TSV: "text/tab-separated-values", JSON: ROWS, XML: "application/sparql-results+xml" },
  graph: { Turtle: "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml" },
};
const ENDS = { CSV: "csv", TSV: "tsv", JSON: "json", XML: "xml", Turtle: "ttl", "N-Triples": "nt", "JSON-LD": "jsonld", "RDF/XML": "rdf" };

// Datatypes that a value shows by itself.
const PLAIN = ["xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:date", "xsd:string"];

const part = name => document.getElementById(`query-${name}`);
const text = part("text");
const examples = part("examples");
const prefixes = JSON.parse(part("prefixes").textContent);
let asking = null;

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const counted = (number, noun) => `${number.toLocaleString("en")} ${number === 1 ? noun : noun + "s"}`;

function fetched(query, accept) {
  return answered("sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query });
}

async function answered(address, request) {
  const answer = await fetch(address, { ...request, signal: asking && asking.signal });
  if (!answer.ok) throw new Error((await answer.text()).trim() || `the server answers ${answer.status}`);
  return answer;
}

async function ask() {
  if (asking) asking.abort();
  const mine = asking = new AbortController();
  const begun = performance.now();
  told("asking …");
  part("stop").hidden = false;
  wrong("");
  try {
    await fillIn();
    const query = text.value;
    const answer = await fetched(query, `${ROWS}, text/turtle`);
    const shown = (answer.headers.get("Content-Type") || "").startsWith(ROWS) ? rows(await answer.json()) : graph(await answer.text());
    if (asking !== mine) return;
    part("table").replaceChildren(...shown.elements);
    part("table").scrollTop = 0;
    offer(query, shown.kind);
    part("answer").hidden = false;
    if (window.kg && shown.things) window.kg.show(shown.things);
    told(`${shown.said}, in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (asking !== mine) return;
    told(error.name === "AbortError" ? "stopped" : "");
    if (error.name !== "AbortError") wrong(error instanceof TypeError ? "the server cannot be reached: is it still running?" : error.message);
  } finally {
    if (asking === mine) {
      asking = null;
      part("stop").hidden = true;
    }
  }
}

// The ready question that is chosen, with what its fields hold; the server knows which things are meant.
async function fillIn() {
  const given = [...part("fields").querySelectorAll("input")].filter(field => field.value.trim());
  if (!given.length) return;
  const values = new URLSearchParams(given.map(field => [field.name, field.value.trim()]));
  const title = `# ${examples.selectedOptions[0].textContent}\n`;
  text.value = title + await (await answered(`questions/${encodeURIComponent(examples.value)}?${values}`)).text();
  text.scrollTop = 0;
}

const LIKE = { "first day": "2025-07-03, 2025-07, 2025", "last day": "2025-07-03, 2025-07, 2025", class: "Call, Strike, …", factuality: "planned, negated, …" };

function fields(parameters) {
  part("fields").replaceChildren(...parameters.map(one => {
    const field = make("input", { name: one.name, placeholder: LIKE[one.kind] || "a name", title: one.help, autocomplete: "off" });
    field.required = one.required;
    return make("label", { title: one.help }, one.name, field);
  }));
  part("fields").hidden = !parameters.length;
}

function told(status) {
  part("status").textContent = status;
}

// Shows what is wrong, and marks the place in the editor where the message tells one.
function wrong(message) {
  const place = /line (\d+),? column (\d+)/.exec(message);
  part("error").textContent = message;
  part("error").hidden = !message;
  text.setAttribute("aria-invalid", String(Boolean(message)));
  if (message) part("answer").hidden = true;
  if (!place) return;
  const lines = text.value.split("\n");
  const line = Math.min(Number(place[1]), lines.length) - 1;
  // The server counts characters, the editor units of UTF-16.
  const before = [...lines[line]].slice(0, Number(place[2]) - 1).join("");
  const begin = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + before.length;
  const word = /^\S+/.exec(lines[line].slice(before.length));
  text.focus();
  text.setSelectionRange(begin, begin + (word ? word[0].length : 0));
}

function rows(answer) {
  if ("boolean" in answer) {
    const said = answer.boolean ? "yes" : "no";
    return { elements: [make("p", { class: "yes" }, said)], said, kind: "rows" };
  }
  const names = answer.head.vars;
  const found = answer.results.bindings;
  const head = make("tr", {}, make("th", { class: "number", scope: "col" }, "#"), ...names.map(name => make("th", { scope: "col" }, name)));
  const lines = found.slice(0, MOST_ROWS).map((row, number) => make("tr", {},
    make("td", { class: "number" }, String(number + 1)),
    ...names.map(name => make("td", {}, ...(row[name] ? term(row[name]) : [])))));
  const said = counted(found.length, "row") + (found.length > MOST_ROWS ? `, the first ${MOST_ROWS.toLocaleString("en")} of them shown` : "");
  const things = found.slice(0, MOST_ROWS).flatMap(row => Object.values(row)).filter(one => one.type === "uri").map(one => one.value);
  return { elements: [make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines))], said, kind: "rows", things };
}

function term(value) {
  if (value.type === "uri") return [iri(value.value)];
  if (value.type === "bnode") return [`_:${value.value}`];
  if (value.type === "triple") return ["<< ", ...["subject", "predicate", "object"].flatMap(part => [...term(value.value[part]), " "]), ">>"];
  const datatype = value.datatype ? short(value.datatype) : "";
  const type = value["xml:lang"] ? `@${value["xml:lang"]}` : PLAIN.includes(datatype) ? "" : datatype;
  return [value.value, ...(type ? [" ", make("span", { class: "type" }, type)] : [])];
}

// Asks what the graph says of a thing; in the viewer it is marked in the drawing, too.
function iri(name) {
  const label = short(name);
  return make("button", { type: "button", class: "term", title: name, click: () => {
    if (window.kg && window.kg.show([name])) {
      window.kg.choose(name);
      return;
    }
    own();
    text.value = `DESCRIBE <${name}>`;
    ask();
  } }, label);
}

function short(name) {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (name.startsWith(namespace) && name.length > namespace.length) return (prefix && `${prefix}:`) + name.slice(namespace.length);
  }
  return name;
}

function graph(turtle) {
  const cut = turtle.length > MOST_TEXT;
  const shown = cut ? turtle.slice(0, turtle.lastIndexOf("\n", MOST_TEXT)) : turtle;
  const said = `a graph of ${counted(turtle.length, "character")}` + (cut ? ", its beginning shown" : "");
  return { elements: [make("pre", {}, shown)], said, kind: "graph" };
}

function offer(query, kind) {
  const buttons = Object.entries(SAVED[kind]).map(([name, type]) =>
    make("button", { type: "button", click: () => save(query, name, type) }, name));
  part("save").replaceChildren(part("save").firstElementChild, ...buttons);
}

async function save(query, name, type) {
  try {
    const address = URL.createObjectURL(await (await fetched(query, type)).blob());
    make("a", { href: address, download: `answer.${ENDS[name]}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    wrong(error.message);
  }
}

part("form").addEventListener("submit", event => {
  event.preventDefault();
  ask();
});
part("stop").addEventListener("click", () => asking && asking.abort());
text.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    part("form").requestSubmit();
  }
});
// What somebody writes is no ready question any more.
function own() {
  text.removeAttribute("aria-invalid");
  examples.value = "-";
  fields([]);
}

text.addEventListener("input", own);
examples.addEventListener("change", () => {
  const chosen = examples.selectedOptions[0];
  fields(JSON.parse(chosen.dataset.fields));
  if (chosen.value === "-") return;
  text.value = chosen.dataset.query;
  text.removeAttribute("aria-invalid");
  text.setSelectionRange(0, 0);
  text.scrollTop = 0;
});
examples.value = "";
})();
