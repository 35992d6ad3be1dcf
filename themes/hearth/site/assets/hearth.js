// Light or dark, and the search. Without this script everything but these two works.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  const lookSwitch = document.querySelector("[data-look-switch]");
  const darkNow = () =>
    root.dataset.look ? root.dataset.look === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const say = () => lookSwitch.setAttribute("aria-pressed", String(darkNow()));
  lookSwitch.addEventListener("click", () => {
    root.dataset.look = darkNow() ? "light" : "dark";
    try { localStorage.setItem("look", root.dataset.look); } catch { /* kept for this page only */ }
    say();
  });
  say();

  // The menu scrolls sideways on a phone; the reader should see where they are.
  const menu = document.querySelector(".menu");
  const current = menu.querySelector("[aria-current]");
  if (current) menu.scrollLeft = current.offsetLeft - menu.clientWidth / 3;

  const top = document.querySelector("[data-search]");
  const box = document.querySelector("[data-search-box]");
  const input = box.querySelector("[data-search-input]");
  const said = box.querySelector("[data-search-said]");
  const found = box.querySelector("[data-search-found]");
  const base = new URL(top.dataset.search, location.href);
  let ready = null;

  // Hangul runs become their syllables and pairs of syllables, so that 빵집 is found in
  // 동네빵집 and in 빵집은; everything else is cut into words.
  const pieces = (text, asking) => {
    const cut = [];
    for (const [run] of text.normalize("NFC").toLowerCase().matchAll(/[가-힣]+|[^\s가-힣\p{P}\p{S}]+/gu)) {
      if (!/[가-힣]/.test(run)) { cut.push(run); continue; }
      if (!asking || run.length === 1) cut.push(...run);
      for (let i = 0; i + 1 < run.length; i++) cut.push(run.slice(i, i + 2));
    }
    return cut;
  };

  const load = () => ready ??= (async () => {
    const [entries] = await Promise.all([
      fetch(base).then((r) => { if (!r.ok) throw new Error(r.status); return r.json(); }),
      new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = top.dataset.minisearch;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      }),
    ]);
    const index = new MiniSearch({
      idField: "u", fields: ["t", "s", "x"], storeFields: ["t", "s", "x"],
      tokenize: (text) => pieces(text, false), processTerm: (term) => term,
      searchOptions: {
        tokenize: (text) => pieces(text, true), combineWith: "AND", boost: { t: 4 },
        prefix: (term) => !/[가-힣]/.test(term),
        fuzzy: (term) => (!/[가-힣]/.test(term) && term.length > 5 ? 0.15 : false),
      },
    });
    index.addAll(entries);
    return index;
  })();

  const marked = (text, words) => {
    const low = text.toLowerCase();
    const at = Math.max(0, ...words.map((w) => low.indexOf(w)).filter((i) => i >= 0).slice(0, 1));
    const start = Math.max(0, at - 40);
    const line = document.createElement("p");
    line.append((start ? "…" : "") + text.slice(start, start + 150) + (text.length > start + 150 ? "…" : ""));
    return line;
  };

  const show = async () => {
    const asked = input.value.trim();
    if (!asked) { found.replaceChildren(); said.textContent = ""; return; }
    let index;
    try {
      said.textContent = said.dataset.loading;
      index = await load();
    } catch {
      ready = null;
      said.textContent = said.dataset.failed;
      return;
    }
    if (asked !== input.value.trim()) return;
    const results = index.search(asked).slice(0, 12);
    said.textContent = (results.length ? said.dataset.some : said.dataset.none).replace("%s", () => asked);
    found.replaceChildren(...results.map((r) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = new URL(r.id, base).href;
      link.textContent = r.t;
      const section = document.createElement("span");
      section.textContent = r.s;
      item.append(link, section, marked(r.x, asked.toLowerCase().split(/\s+/)));
      return item;
    }));
  };

  const open = () => { if (!box.open) { box.showModal(); input.focus(); input.select(); load().catch(() => { ready = null; }); } };
  document.querySelector("[data-open-search]").addEventListener("click", open);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); found.querySelector("a")?.click(); }
    if (event.key === "ArrowDown") { event.preventDefault(); found.querySelector("a")?.focus(); }
  });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); open(); }
  });
})();
