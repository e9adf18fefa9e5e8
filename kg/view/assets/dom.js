// Elements. Text from the graph reaches the page through `textContent` and attributes only, never as HTML.

const byId = id => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function make(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
  return element;
}

const counted = (number, noun, nouns = noun + "s") => `${number.toLocaleString("en")} ${number === 1 ? noun : nouns}`;

// A link where it is an address of the web; `javascript:` and the like stay text.
function linked(address, text = address) {
  if (!/^https?:\/\/[^\s<>"]+$/i.test(address)) return make("span", {}, text);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}

// For searching: small letters, without diacritics.
const folded = text => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘ʼ]/g, "'").toLowerCase();

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// What must not happen for every letter typed.
function soon(action, delay = 120) {
  let waiting = 0;
  return () => { clearTimeout(waiting); waiting = setTimeout(action, delay); };
}
