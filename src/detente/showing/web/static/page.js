"use strict";
// Every page works without this file; it saves reloading, judges by keyboard, and follows what is being added.

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const api = (path, data, method = "POST") =>
  fetch(`/api/v1/${path}`, {
    method, headers: data instanceof Blob ? {} : {"content-type": "application/json"},
    body: data === undefined ? undefined : data instanceof Blob ? data : JSON.stringify(data),
  }).then(async answer => {
    const found = await answer.json().catch(() => ({error: answer.statusText}));
    if (!answer.ok) throw new Error(found.error || answer.statusText);
    return found;
  });

function make(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// ---- pages swapped in place -------------------------------------------------------------------------------------

let asked = 0;

async function swap(address, remember = true) {
  const mine = ++asked;
  const [path, anchor] = address.split("#");
  const answer = await fetch(path).catch(() => null);
  if (mine !== asked) return; // something later was asked for
  if (!answer) return toast($("#toast").dataset.failed);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const old = $("#main"), made = $("#main", fresh);
  if (!made) { location.href = address; return; }
  const focus = document.activeElement && document.activeElement.id;
  // What is loaded later keeps its old face until the new one is there.
  for (const part of $$("[data-load]", made)) {
    const before = $$("[data-load]", old).find(x => x.dataset.load.split("?")[0] === part.dataset.load.split("?")[0]);
    if (before && before.dataset.loaded) { part.replaceChildren(...before.childNodes); if (before.dataset.load === part.dataset.load) part.dataset.loaded = 1; }
  }
  const y = scrollY;
  old.replaceChildren(...made.childNodes);
  document.title = fresh.title;
  if (remember) history.pushState(null, "", address);
  const again = focus && document.getElementById(focus);
  if (again) {
    again.focus({preventScroll: true});
    if (again.type === "search" || again.type === "text") again.setSelectionRange(again.value.length, again.value.length);
  }
  if (anchor) document.getElementById(anchor)?.scrollIntoView(); else scrollTo(0, y);
  load();
}

async function load() {
  for (const wide of $$(".scroll")) if ($(".closeness, .known", wide)) wide.scrollLeft = wide.scrollWidth; // the latest, where it does not fit
  for (const part of $$("[data-load]:not([data-loaded])")) {
    part.dataset.loaded = 1;
    const answer = await fetch(part.dataset.load).catch(() => null);
    if (!answer || !part.isConnected) continue;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceChildren(...(answer.ok ? fresh.body.childNodes : [make("p", answer.statusText)]));
    part.classList.remove("loading");
  }
}

const address = form => {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(fields).toString();
  return new URL(form.getAttribute("action") || location.pathname, location).pathname + (query ? `?${query}` : "");
};

let pause;
const later = (work, wait) => { clearTimeout(pause); pause = setTimeout(work, wait); };

addEventListener("popstate", () => swap(location.pathname + location.search, false));
addEventListener("submit", event => {
  const form = event.target;
  if (form.matches("[data-live]")) { event.preventDefault(); swap(address(form)); }
  if (form.matches("[data-add]")) { event.preventDefault(); add(form); }
  if (form.matches("[data-files]")) event.preventDefault();
  if (form.matches("[data-correct]")) { event.preventDefault(); correct(form); }
});
addEventListener("input", event => {
  const field = event.target, form = field.form;
  if (field.matches("[data-days]")) {
    const days = field.dataset.days.split(" "), last = Number(field.value) === days.length - 1;
    form.elements.known_by.value = last ? "" : days[field.value];
    $("output", form).textContent = days[field.value];
    later(() => swap(address(form)), 60);
  } else if (field.matches("[data-frame]")) {
    const frames = $$(".frame", field.closest("[data-frames]"));
    frames.forEach((frame, i) => { frame.hidden = i !== Number(field.value); });
    field.parentElement.querySelector("output").textContent = frames[field.value].dataset.name;
  } else if (field.matches("[data-kind]")) {
    $("#text").classList.toggle(`hide-${field.dataset.kind}`, !field.checked);
  } else if (form && form.matches("[data-live]")) {
    later(() => swap(address(form)), field.matches("select") ? 0 : 250);
  } else if (field.matches("[data-files] input")) send(field.files);
});

// ---- judging ----------------------------------------------------------------------------------------------------

const may = () => document.body.dataset.mayWrite === "1";
let last = null;

function toast(text, undo) {
  const box = $("#toast");
  box.replaceChildren(make("span", text));
  if (undo) {
    const button = make("button", box.dataset.undo, {type: "button"});
    button.onclick = () => rule("undo", [undo]);
    box.append(button);
  }
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => box.replaceChildren(), 8000);
}

async function rule(action, targets, changes) {
  if (!may()) return toast($("#toast").dataset.readonly);
  const acts = $$(".act"), here = acts.findIndex(a => a.dataset.event === targets[0]);
  acts.filter(a => targets.includes(a.dataset.event)).forEach(a => a.setAttribute("aria-busy", "true"));
  try {
    const made = await api("judgements", changes ? {action, targets, changes} : {action, targets});
    last = action === "undo" ? null : made.id;
    await swap(location.pathname + location.search, false);
    toast(`${$("#toast").dataset.done}: ${action}`, last);
    const now = $$(".act[data-event]");
    (document.getElementById(`event-${targets[0]}`) || now[Math.min(Math.max(here, 0), now.length - 1)])?.focus({preventScroll: here < 0});
  } catch (e) {
    acts.forEach(a => a.removeAttribute("aria-busy"));
    toast(`${$("#toast").dataset.failed}: ${e.message}`);
  }
}

function correct(form) {
  const act = form.closest(".act"), changes = {};
  for (const field of form.elements) {
    if (!field.name || field.value === (field.dataset.was ?? field.defaultValue ?? "")) continue;
    if (field.matches("select") && [...field.options].some(o => o.defaultSelected && o.value === field.value)) continue;
    if (field.matches("select") && !field.value && ![...field.options].some(o => o.value && o.defaultSelected)) continue;
    changes[field.name] = ["actors", "recipients"].includes(field.name)
      ? field.value.toUpperCase().split(/[\s,]+/).filter(Boolean) : field.value || null;
  }
  if (Object.keys(changes).length) rule("correct", [act.dataset.event], changes);
}

addEventListener("click", event => {
  const to = event.target.closest("a[data-swap], .closeness a[href^='/dyad']");
  if (to && !event.ctrlKey && !event.metaKey && event.button === 0) { event.preventDefault(); return swap(to.getAttribute("href")); }
  const button = event.target.closest("[data-do]");
  if (button) return rule(button.dataset.do, [button.closest(".act").dataset.event]);
  const why = event.target.closest("[data-parse]");
  if (why) return parse(why);
});

addEventListener("focusin", event => {
  const act = event.target.closest(".act[data-mentions]");
  if (!act) return;
  const mine = new Set(act.dataset.mentions.split(" "));
  for (const piece of $$("[data-of]")) piece.classList.toggle("lit", piece.dataset.of.split(" ").some(id => mine.has(id)));
  const lit = $(".lit");
  if (lit && (lit.getBoundingClientRect().top < 0 || lit.getBoundingClientRect().bottom > innerHeight)) lit.scrollIntoView({block: "center"});
});

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
  const acts = $$(".act[data-event]"), act = document.activeElement?.closest(".act[data-event]");
  const step = by => acts[Math.min(Math.max(acts.indexOf(act) + by, 0), acts.length - 1)]?.focus();
  const does = {
    j: () => step(1), k: () => step(-1),
    c: () => act && rule("confirm", [act.dataset.event]),
    r: () => act && rule("reject", [act.dataset.event]),
    e: () => { const form = act && $(".correct", act); if (form) { form.open = true; $("select", form).focus(); } },
    x: () => act && act.classList.toggle("chosen"),
    m: () => { const chosen = $$(".act.chosen").map(a => a.dataset.event); if (chosen.length > 1) rule("merge", chosen); },
    u: () => last && rule("undo", [last]),
    o: () => act && $("a", act)?.click(),
  }[event.key];
  if (does && acts.length) { event.preventDefault(); does(); }
});

async function parse(button) {
  const [start, end] = button.dataset.parse.split("-"), id = $("#text").dataset.document;
  button.disabled = true;
  try {
    const found = await api(`parse?${new URLSearchParams({id, start, end})}`, undefined, "GET");
    const dialog = $("#parse");
    $("tbody", dialog).replaceChildren(...found.tokens.map(t => {
      const row = make("tr");
      for (const cell of [t.text, t.lemma, t.tag, t.relation, t.relation === "ROOT" ? "–" : found.tokens[t.head].text]) row.append(make("td", cell));
      return row;
    }));
    dialog.showModal();
  } catch (e) { toast(e.message); }
  button.disabled = false;
}

// ---- adding -----------------------------------------------------------------------------------------------------

async function add(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim() !== ""));
  try { follow(await api(form.dataset.add, fields)); form.reset(); } catch (e) { toast(e.message); }
}

async function send(files) {
  for (const file of files) {
    try { follow(await api(`files?${new URLSearchParams({name: file.name})}`, file)); } catch (e) { toast(`${file.name}: ${e.message}`); }
  }
}

async function follow(job) {
  const list = $("#joblist"), item = make("li");
  list.prepend(item);
  for (;;) {
    item.replaceChildren(make("b", job.what), document.createTextNode(` · ${list.dataset[job.status]} · ${job.added} + ${job.already} ${list.dataset.already}`));
    const told = make("ul");
    for (const d of job.documents) {
      const line = make("li"), link = make("a", d.title || d.id, {href: `/document?${new URLSearchParams({id: d.id})}`});
      line.append(link, document.createTextNode(d.events === null ? ` · ${list.dataset.already}` : ` · ${d.events} ${list.dataset.events}`));
      told.append(line);
    }
    for (const problem of job.problems) told.append(make("li", problem, {class: "problem"}));
    item.append(told);
    if (job.status === "done") return;
    await new Promise(done => setTimeout(done, 400));
    job = await api(`jobs/${job.id}`, undefined, "GET");
  }
}

for (const name of ["dragover", "dragleave", "drop"]) {
  addEventListener(name, event => {
    const drop = $(".drop");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop") send(event.dataTransfer.files);
  });
}

load();
