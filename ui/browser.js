// The typeface we bring, once the page stands: it is asked for only by what no installed typeface can show.
document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "./fonts/fonts.css" }));

// Puts Streamlit's own English texts ("Upload", "No results", …) into Chinese while the page is in Chinese.
// Streamlit offers no other way. Called with [中文, English] pairs; an English text may hold {facts}, which are kept.
// The address names the language (?lang=en, else Chinese) and may change without a page load, so texts can turn back.
function translate(pairs) {
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
  const exact = new Map();
  const patterns = [];
  for (const [chinese, english] of pairs) {
    if (!english.includes("{")) {
      exact.set(english, chinese);
      continue;
    }
    const literal = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    patterns.push([new RegExp(`^${literal.replace(/\{(\w+)\}/g, "(?<$1>.+?)")}$`, "s"), chinese]);
  }

  const language = () => (new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh");
  let current = language();

  function toChinese(english) {
    if (exact.has(english)) return exact.get(english);
    for (const [pattern, chinese] of patterns) {
      const found = pattern.exec(english);
      if (found) return chinese.replace(/\{(\w+)\}/g, (_, fact) => toChinese(found.groups[fact]) ?? found.groups[fact]);
    }
    return undefined;
  }

  // What we replaced, by node and attribute, so that it can be put back: node → {attribute or "text": [ours, theirs]}.
  const replaced = new WeakMap();

  function swap(node, slot, text, write) {
    const before = replaced.get(node)?.[slot];
    if (before?.[0] === text) {
      if (current === "en") write(before[1]);
      return;
    }
    const ours = current === "zh" && /[A-Za-z]/.test(text) ? toChinese(text.trim()) : undefined;
    if (ours === undefined) return;
    replaced.set(node, { ...replaced.get(node), [slot]: [ours, text] });
    write(ours);
  }

  function visit(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      swap(root, "text", root.data, (text) => (root.data = text));
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE", "TEXTAREA"].includes(root.tagName)) return;
    for (const name of ATTRIBUTES) {
      if (root.hasAttribute(name)) swap(root, name, root.getAttribute(name), (text) => root.setAttribute(name, text));
    }
    root.childNodes.forEach(visit);
  }

  function follow() {
    if (language() === current) return;
    current = language();
    document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
    visit(document.body);
  }

  for (const change of ["pushState", "replaceState"]) {
    const original = history[change];
    history[change] = function (...args) {
      original.apply(this, args);
      follow();
    };
  }
  addEventListener("popstate", follow);

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else visit(change.target);
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
}
