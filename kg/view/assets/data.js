// The graph as `kg/view/as_json.py` wrote it, as objects that know each other.

const data = JSON.parse(byId("data").textContent);

const classes = data.classes.map(([iri, name, colour, isEvent], number) => ({ number, iri, name, colour, isEvent }));
const documents = data.documents.map(([iri, id, title, date, url, publisher], number) =>
  ({ number, iri, id, title, date, url, publisher, searched: folded(`${title} ${id}`) }));
const sentences = data.sentences.map(([document, begin, text]) => ({ document: documents[document], begin, text }));

const things = data.things.map(([iri, label, klass, factuality, [earliest, latest], told, others, same, , , left, place], number) => ({
  number, iri, label, factuality, earliest, latest, others, same,
  class: classes[klass],
  isEvent: classes[klass].isEvent,
  documents: new Set(told),
  first: day(earliest),
  last: day(latest),
  claimsLeft: left[0], mentionsLeft: left[1], rolesLeft: left[2],
  x: place[0], y: place[1],
  facts: [],
  roles: [],
}));
things.forEach((thing, number) => {
  thing.facts = data.things[number][8].map(([predicate, value, told, words]) => ({
    subject: thing,
    name: data.predicates[predicate][1],
    value: typeof value === "number" ? things[value] : null,
    text: typeof value === "number" ? things[value].label : value,
    documents: told,
    words: words.map(words_),
  }));
  thing.mentions = data.things[number][9].map(words_);
  for (const fact of thing.facts) if (fact.value && fact.value !== thing) fact.value.roles.push(fact);
});

function words_([sentence, begin, end, rule]) {
  return { sentence: sentences[sentence], begin, end, rule: data.rules[rule] };
}

// Lines between things: the facts that join two, together.
const lines = new Map();
for (const thing of things) {
  for (const fact of thing.facts) {
    if (!fact.value || fact.value === thing) continue;
    const key = `${thing.number}-${fact.value.number}`;
    if (!lines.has(key)) lines.set(key, { key, from: thing, to: fact.value, facts: [] });
    lines.get(key).facts.push(fact);
  }
}

for (const thing of things) {
  thing.neighbours = new Set([...thing.roles.map(fact => fact.subject), ...thing.facts.map(fact => fact.value).filter(Boolean)]);
  thing.neighbours.delete(thing);
  const with_ = [...new Set(thing.facts.filter(fact => fact.value && !fact.value.isEvent).map(fact => fact.value.label))];
  // Events are called by a word of a text; who takes part tells them apart.
  thing.company = thing.isEvent ? with_.slice(0, 4).join(", ") + (with_.length > 4 ? " …" : "") : "";
  const quotes = thing.facts.filter(fact => !fact.value).map(fact => fact.text);
  thing.searched = folded([thing.label, ...thing.others, thing.company, thing.iri].join(" \n "));
  thing.searchedToo = ` ${folded([thing.class.name, ...thing.factuality, ...quotes].join(" ")).replace(/[^\p{L}\p{N}]+/gu, " ")}`;
}

// Days since 1970; NaN for what is no day.
function day(text) {
  const match = /^(-?\d{4,})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return NaN;
  const date = new Date(0);
  date.setUTCFullYear(+match[1], match[2] - 1, +match[3]);
  return Math.round(date.getTime() / 86400000);
}

function dayText(number) {
  return new Date(number * 86400000).toISOString().slice(0, 10);
}

const dated = thing => !Number.isNaN(thing.first);
const when = thing => !thing.earliest ? "" : thing.earliest === thing.latest ? thing.earliest : `${thing.earliest} – ${thing.latest}`;
const article = document => [document.title || document.id, document.publisher, document.date].filter(Boolean).join(", ");
