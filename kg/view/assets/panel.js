// What is told of one thing: its facts, the sentences that they stand on with the words marked, and the articles.

const SOME = 40;

function showDetails(thing) {
  const pane = byId("details");
  if (!thing) {
    pane.replaceChildren(make("p", { class: "dim" }, "Click on something in the drawing, or choose it from the list."));
    return;
  }
  const cited = new Citations(thing);
  pane.replaceChildren(
    make("button", { type: "button", class: "back", click: () => close() }, "← List"),
    make("h2", {}, drawnAs(thing), make("span", {}, thing.label)),
    head(thing),
    ...facts(thing, cited),
    ...roles(thing),
    ...cited.figures(),
    ...articles(thing),
  );
  pane.scrollTop = 0;
}

function head(thing) {
  const badges = [make("span", { class: "badge" }, thing.class.name)];
  if (thing.isEvent) {
    const mark = factuality(thing);
    const name = thing.factuality.length > 1 ? `articles disagree: ${thing.factuality.join(", ")}` : thing.factuality[0] ?? "";
    if (name) badges.push(make("span", { class: "badge", title: mark.told }, lineSwatch(mark.dash), name));
    if (thing.earliest) badges.push(make("span", { class: "badge" }, when(thing)));
  }
  const others = thing.others.length ? make("p", {}, `Also called: ${thing.others.join(", ")}`) : null;
  const same = thing.same.length ? make("p", {}, "The same as ", ...thing.same.flatMap((iri, at) => [at ? ", " : "", linked(iri, iri.replace(/^https?:\/\/(www\.)?/, ""))])) : null;
  return make("div", { class: "head" }, make("p", {}, ...badges.flatMap(one => [one, " "])), others, same, make("p", {}, make("code", { class: "dim" }, thing.iri)));
}

function facts(thing, cited) {
  const day_ = thing.facts.find(fact => fact.name === "date")?.text;
  const rows = thing.facts.filter(fact => !(["earliest", "latest"].includes(fact.name) && fact.text === day_)).map(fact =>
    make("li", {}, make("span", { class: "name" }, fact.name), value(fact), ...fact.words.map(words => cited.cite(fact, words))));
  if (!rows.length) return [];
  const left = thing.claimsLeft ? [make("p", { class: "dim" }, `${counted(thing.claimsLeft, "more claim says", "more claims say")} so; the page holds the first.`)] : [];
  const bare = thing.facts.every(fact => !fact.words.length) ? [make("p", { class: "dim" }, "On which words this stands, the graph does not tell.")] : [];
  return [make("h3", {}, "Facts"), make("ul", { class: "facts" }, ...rows), ...left, ...bare];
}

function value(fact) {
  if (!fact.value) return /^https?:/i.test(fact.text) ? linked(fact.text) : make("span", {}, fact.text);
  return toThing(fact.value, fact.value.label);
}

function toThing(thing, ...told) {
  return make("button", { type: "button", class: "linked", "data-thing": thing.number, title: drawn.things.has(thing) ? null : "hidden by the filters", click: () => choose(thing) }, ...told);
}

function roles(thing) {
  if (!thing.roles.length && !thing.rolesLeft) return [];
  const sorted = [...thing.roles].sort((a, b) => byTime(a.subject, b.subject));
  const list = make("ul", { class: "items" });
  const show = upTo => {
    const rest = sorted.length - upTo;
    list.replaceChildren(...sorted.slice(0, upTo).map(role), ...(rest > 0 ? [make("li", {}, make("button", { type: "button", class: "more", click: () => {
      show(sorted.length);
      list.children[upTo].firstChild.focus();
    } }, `Show ${counted(rest, "more", "more")}`))] : []));
  };
  show(SOME);
  const left = thing.rolesLeft ? [make("p", { class: "dim" }, `${counted(thing.rolesLeft, "more is", "more are")} in the graph, but not on this page.`)] : [];
  return [make("h3", {}, `Its part in others (${sorted.length.toLocaleString("en")})`), list, ...left];
}

function role(fact) {
  const { subject } = fact;
  const mark = subject.isEvent && factuality(subject).mark ? factuality(subject).label ?? factuality(subject).name : "";
  const hidden = drawn.things.has(subject) ? "" : "hidden by the filters";
  return make("li", {}, make("button", { type: "button", class: "item", "data-thing": subject.number, click: () => choose(subject) },
    drawnAs(subject), make("span", {}, `${fact.name} of: ${subject.label}`),
    make("span", { class: "dim" }, [subject.class.name, subject.company, when(subject), mark, hidden].filter(Boolean).join(" · "))));
}

// Sentences, each once, with all words in them that facts stand on.
class Citations {
  constructor(thing) {
    this.thing = thing;
    this.sentences = new Map();
    for (const words of thing.mentions) this.add(words.sentence, words.begin, words.end, null);
  }

  add(sentence, begin, end, citation) {
    if (!this.sentences.has(sentence)) this.sentences.set(sentence, []);
    if (begin < end) this.sentences.get(sentence).push({ begin, end, citation });
  }

  // A button with the words, which points them out in their sentence.
  cite(fact, { sentence, begin, end, rule }) {
    const citation = { told: `${fact.name}: ${fact.text}`, marks: [] };
    this.add(sentence, begin, end, citation);
    const button = make("button", { type: "button", class: "words", "aria-pressed": "false", title: [`rule ${rule}`, "show these words"].join("; "), click: () => {
      const pressed = button.getAttribute("aria-pressed") !== "true";
      for (const other of byId("details").querySelectorAll(".words")) other.setAttribute("aria-pressed", "false");
      for (const mark of byId("details").querySelectorAll("mark.on")) mark.classList.remove("on");
      button.setAttribute("aria-pressed", String(pressed));
      if (!pressed) return;
      citation.marks.forEach(mark => mark.classList.add("on"));
      citation.marks[0]?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    } }, `“${short(sentence.text.slice(begin, end))}”`);
    return button;
  }

  figures() {
    if (!this.sentences.size) return [];
    const order = ([a], [b]) => (a.document?.number ?? -1) - (b.document?.number ?? -1) || a.begin - b.begin;
    const made = [...this.sentences].sort(order).map(([sentence, spans]) => this.figure(sentence, spans));
    const left = this.thing.mentionsLeft ? [make("p", { class: "dim" }, `${counted(this.thing.mentionsLeft, "more place names", "more places name")} it in the graph; the page holds some.`)] : [];
    return [make("h3", {}, this.thing.isEvent ? "The sentences that tell it" : "Sentences"), ...made, ...left];
  }

  figure(sentence, spans) {
    const { text, document } = sentence;
    const edges = [...new Set([0, text.length, ...spans.flatMap(span => [span.begin, span.end])])].sort((a, b) => a - b);
    const pieces = edges.slice(0, -1).map((from, at) => {
      const piece = text.slice(from, edges[at + 1]);
      const over = spans.filter(span => span.begin <= from && span.end >= edges[at + 1]);
      if (!over.length) return piece;
      const told = [...new Set(over.map(span => span.citation?.told ?? "names it"))].join("\n");
      const mark = make("mark", { title: told }, piece);
      for (const span of over) span.citation?.marks.push(mark);
      return mark;
    });
    const source = document ? [document.url ? linked(document.url, article(document)) : article(document)] : ["article unknown"];
    const place = sentence.begin >= 0 ? ` · from character ${sentence.begin.toLocaleString("en")}` : "";
    return make("figure", {}, make("blockquote", {}, ...pieces), make("figcaption", {}, ...source, place));
  }
}

function articles(thing) {
  const told = [...thing.documents].map(number => documents[number]);
  if (!told.length) return [];
  const list = make("ul", { class: "facts" });
  const show = upTo => {
    const rest = told.length - upTo;
    list.replaceChildren(...told.slice(0, upTo).map(document => make("li", {}, document.url ? linked(document.url, article(document)) : article(document))),
      ...(rest > 0 ? [make("li", {}, make("button", { type: "button", class: "more", click: () => show(told.length) }, `Show ${counted(rest, "more", "more")}`))] : []));
  };
  show(SOME);
  return [make("h3", {}, `Articles (${told.length.toLocaleString("en")})`), list];
}
