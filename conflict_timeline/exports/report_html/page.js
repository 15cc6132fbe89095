"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { claims, names, places } = data;
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  const more = document.getElementById("more");
  const PAGE = 200, PRINTED = 5000, DAY = 86400000;
  const SVG = "http://www.w3.org/2000/svg";
  const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  let found = [], shown = 0, lastDay = null;

  const el = (tag, text, kind) => {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  const svg = (tag, values) => {
    const node = document.createElementNS(SVG, tag);
    for (const key in values) node.setAttribute(key, values[key]);
    return node;
  };
  const many = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const heading = (day) => (day ? DATE.format(new Date(day + "T00:00:00Z")) : "Day unknown");

  // ---- filters -------------------------------------------------------------------------------
  const FACETS = { city: "c", kind: "k", status: "s", speaker: "w", outlet: "o" };
  const indexes = (claim, key) => (key === "s" ? [claim.s] : claim[key]);

  const fillSelects = () => {
    for (const [name, key] of Object.entries(FACETS)) {
      const counts = new Map();
      for (const claim of claims) for (const at of indexes(claim, key)) counts.set(at, (counts.get(at) || 0) + 1);
      const select = form.elements[name];
      select.append(new Option("any", ""));
      [...counts].sort((a, b) => b[1] - a[1] || (names[name][a[0]] < names[name][b[0]] ? -1 : 1))
        .forEach(([at, count]) => select.append(new Option(`${names[name][at]} (${count})`, names[name][at])));
    }
  };

  const fold = (text) => " " + text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ") + " ";
  const searchable = (claim) =>
    claim.z || (claim.z = fold([claim.x, ...claim.q.map((row) => row[6]).filter(Boolean)].join(" \n ")));
  const wordsOf = (query) => {
    const wanted = [];
    query.split('"').forEach((part, at) => {
      for (const word of at % 2 ? [part] : part.split(/\s+/)) {
        const folded = fold(word);
        if (folded.trim()) wanted.push(word.trim().endsWith("*") ? folded.slice(0, -1) : folded);
      }
    });
    return wanted;
  };

  const search = () => {
    const value = (name) => form.elements[name].value;
    const wanted = wordsOf(value("q"));
    const since = value("since"), until = value("until"), disputed = form.elements.disputed.checked;
    const facets = Object.entries(FACETS).filter(([name]) => value(name))
      .map(([name, key]) => [key, names[name].indexOf(value(name))]);
    found = claims.filter((claim) =>
      (!since || (claim.d && claim.d >= since)) && (!until || (claim.d && claim.d <= until)) &&
      (!disputed || claim.l.some((link) => link[0] === "contradicts")) &&
      facets.every(([key, at]) => indexes(claim, key).includes(at)) &&
      wanted.every((word) => searchable(claim).includes(word)));
    if (form.elements.reverse.checked) found.reverse();
  };

  const FIELDS = ["q", "since", "until", "city", "kind", "status", "speaker", "outlet"];
  const writeHash = () => {
    const state = new URLSearchParams();
    for (const name of FIELDS) if (form.elements[name].value) state.set(name, form.elements[name].value);
    for (const name of ["disputed", "reverse"]) if (form.elements[name].checked) state.set(name, "1");
    history.replaceState(null, "", "#" + state);
  };
  const readHash = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) form.elements[name].value = state.get(name) || "";
    for (const name of ["disputed", "reverse"]) form.elements[name].checked = state.has(name);
  };

  // ---- the list ------------------------------------------------------------------------------
  const join = (key, ats) => ats.map((at) => names[key][at]).join(", ");
  const said = (claim) => join("speaker", claim.w) || join("outlet", claim.o.slice(0, 1)) || "unknown outlet";

  const meta = (claim) => {
    const box = el("div", null, "meta");
    const add = (text, kind) => text && box.append(el("span", text, kind));
    add(claim.t);
    if (claim.c.length) box.append(el("b", join("city", claim.c)));
    add(said(claim));
    add(names.status[claim.s] + (claim.n ? " (negative)" : ""));
    add(join("kind", claim.k));
    add(claim.f);
    if (claim.o.length > 1) add(many(claim.o.length, "outlet"));
    if (claim.i) add("date inferred", "inferred");
    if (claim.l.some((link) => link[0] === "contradicts")) add("disputed", "disputed");
    return box;
  };

  const source = (claim, [outlet, published, basis, file, start, end, text]) => {
    const quote = el("blockquote");
    quote.append(el("p", text || claim.x));
    const day = published ? `published ${published}` : "no publication date";
    quote.append(el("footer", `${outlet || "unknown outlet"}, ${day} (${basis}); ${file}:${start}–${end}`));
    return quote;
  };

  const later = (title, fill) => {
    const box = el("details");
    box.append(el("summary", title));
    box.addEventListener("toggle", () => box.open && box.childElementCount === 1 && fill(box), { once: false });
    return box;
  };

  const version = (claim) => {
    const box = el("div");
    box.append(meta(claim), el("p", claim.x));
    claim.q.forEach((row) => box.append(source(claim, row)));
    return box;
  };

  const card = (claim) => {
    const box = el("article", null, "claim");
    box.append(meta(claim), el("p", claim.x));
    const rivals = claim.l.filter((link) => link[0] === "contradicts" && claims[link[1]]);
    if (rivals.length) box.append(later(`${many(rivals.length, "rival version")}`, (into) => {
      rivals.forEach(([, at, reason]) => {
        if (reason) into.append(el("p", reason));
        const pair = el("div", null, "versions");
        pair.append(version(claim), version(claims[at]));
        into.append(pair);
      });
    }));
    box.append(later(many(claim.q.length, "source"), (into) => {
      claim.q.forEach((row) => into.append(source(claim, row)));
      claim.l.filter((link) => claims[link[1]]).forEach(([type, at]) => into.append(el("p", `${type}: ${claims[at].x}`)));
      into.append(el("p", `ctl show ${claim.a}`, "id"));
    }));
    return box;
  };

  const show = (count) => {
    const part = document.createDocumentFragment();
    for (const claim of found.slice(shown, shown + count)) {
      if (claim.d !== lastDay) part.append(el("h2", heading(claim.d)));
      lastDay = claim.d;
      part.append(card(claim));
    }
    list.append(part);
    shown = Math.min(shown + count, found.length);
    more.hidden = shown >= found.length;
  };

  // ---- the histogram -------------------------------------------------------------------------
  const chart = document.getElementById("histogram");
  const dated = claims.filter((claim) => claim.d);
  const number = (day) => Date.parse(day + "T00:00:00Z") / DAY;
  const text = (at) => new Date(at * DAY).toISOString().slice(0, 10);
  const first = dated.length ? number(dated[0].d) : 0;
  const last = dated.length ? number(dated[dated.length - 1].d) : 0;
  const step = Math.max(1, Math.ceil((last - first + 1) / 300));
  const bins = Math.floor((last - first) / step) + 1;

  const drawHistogram = () => {
    const counts = new Array(bins).fill(0);
    for (const claim of found) if (claim.d) counts[Math.floor((number(claim.d) - first) / step)] += 1;
    const top = Math.max(1, ...counts), wide = 1000 / bins;
    chart.replaceChildren(...counts.flatMap((count, at) => {
      if (!count) return [];
      const high = Math.max(2, (count / top) * 140);
      const bar = svg("rect", { x: at * wide, y: 150 - high, width: Math.max(1, wide * 0.86), height: high });
      const title = svg("title", {});
      title.textContent = `${text(first + at * step)}: ${many(count, "claim")}`;
      bar.append(title);
      return [bar];
    }));
  };
  const dayAt = (event) => {
    const box = chart.getBoundingClientRect();
    const share = Math.min(0.9999, Math.max(0, (event.clientX - box.left) / box.width));
    return first + Math.floor(share * bins) * step;
  };
  let dragged = null;
  chart.addEventListener("pointerdown", (event) => { dragged = dayAt(event); chart.setPointerCapture(event.pointerId); });
  chart.addEventListener("pointerup", (event) => {
    if (dragged === null) return;
    const other = dayAt(event);
    form.elements.since.value = text(Math.min(dragged, other));
    form.elements.until.value = text(Math.max(dragged, other) + step - 1);
    dragged = null;
    update();
  });

  // ---- the map -------------------------------------------------------------------------------
  const map = document.getElementById("map"), dots = document.getElementById("dots");
  const whole = map.getAttribute("viewBox").split(" ").map(Number);
  let view = whole.slice();

  const drawMap = () => {
    if (!places.length) return;
    const counts = new Map();
    for (const claim of found) for (const at of claim.p) counts.set(at, (counts.get(at) || 0) + 1);
    const scale = view[2] / whole[2], top = Math.max(1, ...counts.values());
    const rows = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const labels = [], taken = [];
    const pick = (name) => {
      const select = form.elements.city;
      select.value = select.value === name ? "" : name;
      update();
    };
    const inside = (at) => places[at][1] >= 0 && places[at][1] <= whole[2] && places[at][2] >= 0 && places[at][2] <= whole[3];
    const outside = rows.filter(([at]) => !inside(at)).slice(0, 40).map(([at, count]) => {
      const button = el("button", `${places[at][0]} (${count})`);
      button.type = "button";
      button.addEventListener("click", () => pick(places[at][0]));
      return button;
    });
    document.getElementById("elsewhere").replaceChildren(...(outside.length ? ["Outside the map:", ...outside] : []));
    dots.replaceChildren(...rows.filter(([at]) => inside(at)).map(([at, count]) => {
      const [name, x, y] = places[at];
      const dot = svg("circle", { cx: x, cy: y, r: (4 + 16 * Math.sqrt(count / top)) * scale, class: "dot", tabindex: 0,
        role: "button", "aria-label": `${name}: ${many(count, "claim")}` });
      if (form.elements.city.value === name) dot.classList.add("chosen");
      const title = svg("title", {});
      title.textContent = `${name}: ${many(count, "claim")}`;
      dot.append(title);
      const choose = () => pick(name);
      dot.addEventListener("click", choose);
      dot.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } });
      const near = taken.some(([tx, ty]) => Math.abs(tx - x) < 110 * scale && Math.abs(ty - y) < 26 * scale);
      if (!near && labels.length < 30) {
        taken.push([x, y]);
        const label = svg("text", { x: x + 8 * scale, y: y - 6 * scale, "font-size": 22 * scale });
        label.textContent = name;
        labels.push(label);
      }
      return dot;
    }), ...labels);
  };
  const zoom = (factor, cx, cy) => {
    const wide = Math.min(whole[2], Math.max(whole[2] / 40, view[2] * factor)), high = wide * whole[3] / whole[2];
    const x = cx - (cx - view[0]) * wide / view[2], y = cy - (cy - view[1]) * high / view[3];
    view = [Math.min(Math.max(0, x), whole[2] - wide), Math.min(Math.max(0, y), whole[3] - high), wide, high];
    map.setAttribute("viewBox", view.join(" "));
    drawMap();
  };
  const middle = () => [view[0] + view[2] / 2, view[1] + view[3] / 2];
  document.getElementById("zoomin").addEventListener("click", () => zoom(0.6, ...middle()));
  document.getElementById("zoomout").addEventListener("click", () => zoom(1 / 0.6, ...middle()));
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = map.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, view[0] + (event.clientX - box.left) / box.width * view[2],
      view[1] + (event.clientY - box.top) / box.height * view[3]);
  }, { passive: false });
  let grip = null;
  map.addEventListener("pointerdown", (event) => { if (event.target.tagName !== "circle") grip = [event.clientX, event.clientY, ...view]; });
  map.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const box = map.getBoundingClientRect();
    view[0] = Math.min(Math.max(0, grip[2] - (event.clientX - grip[0]) / box.width * view[2]), whole[2] - view[2]);
    view[1] = Math.min(Math.max(0, grip[3] - (event.clientY - grip[1]) / box.height * view[3]), whole[3] - view[3]);
    map.setAttribute("viewBox", view.join(" "));
  });
  addEventListener("pointerup", () => { grip = null; });

  // ---- all together --------------------------------------------------------------------------
  const count = document.getElementById("count");
  const update = () => {
    search();
    writeHash();
    count.textContent = found.length === claims.length ? many(claims.length, "claim")
      : `${found.length.toLocaleString("en")} of ${many(claims.length, "claim")}`;
    list.replaceChildren();
    shown = 0;
    lastDay = null;
    show(PAGE);
    drawHistogram();
    drawMap();
  };

  for (const id of ["filters", "count", "charts"]) document.getElementById(id).hidden = false;
  document.getElementById("bin").textContent = step === 1 ? "day" : `${step} days`;
  document.getElementById("axis").append(...(dated.length ? [el("span", text(first)), el("span", text(last))] : []));
  fillSelects();
  readHash();
  update();
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 120); });
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { readHash(); update(); });
  addEventListener("beforeprint", () => show(PRINTED));
  more.addEventListener("click", () => show(PAGE));
  new IntersectionObserver((seen) => { if (seen[0].isIntersecting && shown < found.length) show(PAGE); },
    { rootMargin: "600px" }).observe(more);
})();
