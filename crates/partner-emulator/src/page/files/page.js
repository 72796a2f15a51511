// The page of the emulator. It asks for the state again and again and shows it; all that it does, it does
// with commands. Whatever comes from the server is put in as text, never as markup.
"use strict";

const ROOT = "/_emulator";
const byId = (id) => document.getElementById(id);

/** An element with attributes and what is in it. */
function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...inside.filter((one) => one != null));
  return element;
}

let saidUntil;
function say(text, isBad = false) {
  clearTimeout(saidUntil);
  byId("said").textContent = text;
  byId("said").className = isBad ? "bad" : "";
  saidUntil = setTimeout(() => { byId("said").textContent = ""; }, isBad ? 10000 : 4000);
}

/** Carries out a command; whether that went well. */
async function command(line) {
  try {
    const answer = await fetch(ROOT, { method: "POST", body: line });
    const text = (await answer.text()).trim();
    say(answer.ok ? `${line}: ${text}` : text, !answer.ok);
    await refresh();
    return answer.ok;
  } catch {
    say("The emulator does not answer.", true);
    return false;
  }
}

// What was asked for last, by its address: the server says 304 where nothing has changed.
const known = new Map();
async function ask(path) {
  const before = known.get(path);
  const headers = before ? { "If-None-Match": before.etag } : {};
  const answer = await fetch(ROOT + path, { headers, cache: "no-store" });
  if (answer.status === 304) return before.value;
  if (!answer.ok) throw new Error((await answer.text()).trim());
  const value = await answer.json();
  known.clear();
  known.set(path, { etag: answer.headers.get("ETag"), value });
  return value;
}

// --- The state ------------------------------------------------------------------------------------

let shown; // The state that is on the page.
let changes; // The number of changes when the documents were shown.
const personal = () => (byId("personal").checked ? "personal=shown" : "");

async function refresh() {
  try {
    const state = await ask(`/state?${personal()}`);
    byId("connection").textContent = `version ${state.version}, ${state.operations} operations`;
    byId("connection").className = "";
    if (state !== shown) {
      shown = state;
      byId("endpoint").textContent = state.endpoint;
      byId("save").hidden = !state.savesState;
      showFaults(state);
      if (!byId("paused").checked) showCalls(state.calls);
    }
    showClock();
    if (state.changes !== changes) await showDocuments();
  } catch {
    byId("connection").textContent = "The emulator does not answer.";
    byId("connection").className = "bad";
    shown = undefined;
  }
}

function showClock() {
  if (!shown) return;
  const { aheadMilliseconds, frozen } = shown.clock;
  const now = new Date(frozen ?? Date.now() + aheadMilliseconds);
  const text = Number.isNaN(now.getTime()) ? String(frozen) : now.toISOString().slice(0, 19);
  byId("now").textContent = `${text.replace("T", " ").replace("Z", "")} UTC`;
  byId("now").dateTime = `${text}Z`;
  byId("clock-state").textContent = frozen ? "frozen" : aheadMilliseconds ? "moved" : "real time";
  byId("freeze").textContent = frozen ? "Unfreeze" : "Freeze";
  byId("freeze").dataset.command = frozen ? "unfreeze" : "freeze";
}

const CALLS = { api: "calls to the API", token: "calls to sign in", all: "calls" };

function showFaults({ faults, limits }) {
  const rows = faults.map(({ fault, calls, times, share }) => {
    const often = share == null ? `the next ${times}` : share === 1 ? "all" : `${Math.round(share * 100)} % of`;
    const off = make("button", { type: "button", onclick: () => command(`end ${fault}`) }, "Switch off");
    off.setAttribute("aria-label", `Switch off ${fault}`);
    return make("li", {}, make("span", {}, make("code", {}, fault), ` hits ${often} ${CALLS[calls]}`), off);
  });
  rows.push(...limits.map((limit) => make("li", {}, make("span", {}, "Limit ", make("code", {}, limit), " seconds"))));
  if (!rows.length) rows.push(make("li", { class: "note" }, "Nothing goes wrong."));
  byId("fault-list").replaceChildren(...rows);
}

// --- Calls ----------------------------------------------------------------------------------------

function showCalls(calls) {
  byId("no-calls").hidden = calls.length > 0;
  const list = byId("call-list");
  const before = new Map([...list.children].map((item) => [item.dataset.key, item]));
  const items = calls.map((call) => {
    const key = `${call.number} ${personal()}`;
    return before.get(key) ?? callItem(call, key);
  });
  // What is open stays as it is, and where the focus is it stays.
  const same = items.length === list.children.length && items.every((item, index) => item === list.children[index]);
  if (same) return;
  for (const item of before.values()) if (!items.includes(item)) item.remove();
  items.forEach((item, index) => {
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
  });
}

function tone(status) {
  return status == null || status >= 500 ? "bad" : status >= 400 ? "warn" : "good";
}

function callItem(call, key) {
  const time = `${call.time.slice(11, 19)} · ${call.milliseconds} ms`;
  const summary = make("summary", {},
    make("strong", {}, call.method),
    make("span", { class: tone(call.status) }, String(call.status ?? "none")),
    make("span", { class: "mono" }, call.target),
    make("span", { class: "quiet" }, time, call.fault ? make("span", { class: "warn" }, ` · fault ${call.fault}`) : null));
  const details = make("details", {}, summary);
  details.addEventListener("toggle", async () => {
    if (!details.open || details.childElementCount > 1) return;
    try {
      const answer = await fetch(`${ROOT}/calls/${call.number}?${personal()}`);
      if (!answer.ok) throw new Error((await answer.text()).trim());
      const whole = await answer.json();
      const name = whole.operation ? ["It is ", make("code", {}, whole.operation), "."] : ["It is no operation."];
      details.append(make("p", { class: "note" }, `${call.time} `, ...name), ...message("Request", whole.request),
        ...(whole.response ? message("Response", whole.response) : [make("p", { class: "note" }, "There was no answer.")]));
    } catch (error) {
      details.append(make("p", { class: "bad" }, String(error.message)));
    }
  });
  return make("li", { "data-key": key }, details);
}

function message(title, { headers, size, body }) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  const bytes = `${size.toLocaleString("en")} bytes`;
  return [make("h3", {}, title), make("pre", { tabindex: "0", "aria-label": `${title}: headers` }, lines),
    size === 0 ? make("p", { class: "note" }, "No body.")
      : body == null ? make("p", { class: "note" }, `A body of ${bytes}, which is not shown.`)
        : make("pre", { tabindex: "0", "aria-label": `${title}: body, ${bytes}` }, body)];
}

// --- Documents ------------------------------------------------------------------------------------

const PAGE = 100;
let here = ""; // The path that is shown; the address keeps it, so that it can be gone back to.
function readAddress() {
  const path = new URLSearchParams(location.hash.slice(1)).get("path");
  const isOther = path !== null || location.hash === "";
  if (isOther) here = path ?? "";
  return isOther;
}
readAddress();
const link = (path) => `#path=${encodeURIComponent(path)}`;
const ofPath = async (path, skip = 0) => {
  const answer = await fetch(`${ROOT}/documents?path=${encodeURIComponent(path)}&skip=${skip}`);
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
};
const skips = new Map(); // How much of each list is passed over.
let drawing = 0;

async function showDocuments() {
  const mine = ++drawing;
  const seen = shown?.changes;
  try {
    let found = await ofPath(here);
    // Where there is one way on and nothing to see, it is gone.
    while (!found.document && found.total === 1 && !found.children[0].document) {
      found = await ofPath(found.children[0].path);
    }
    const lists = found.document == null && found.children.some((child) => child.document)
      ? [{ ...found, name: "" }] : found.children.map((child) => ({ ...child, name: child.name }));
    const drawn = [];
    for (const list of lists) {
      const whole = await ofPath(list.path, skips.get(list.path) ?? 0);
      if (whole.total) drawn.push(listPart(list.name, whole));
    }
    if (mine !== drawing) return;
    byId("lists").replaceChildren(...drawn);
    if (!drawn.length && !found.document) byId("lists").append(make("p", { class: "note" }, "There is nothing here."));
    byId("document").hidden = found.document == null;
    byId("document").querySelector("pre").textContent = found.document ?? "";
    byId("document").open = found.document != null && !drawn.length ? true : byId("document").open;
    showCrumbs(found.path);
    changes = seen;
  } catch (error) {
    if (mine === drawing) byId("lists").replaceChildren(make("p", { class: "bad" }, String(error.message)));
  }
}

function showCrumbs(path) {
  const parts = path.split("/").filter(Boolean);
  const crumbs = [make("a", { href: link("") }, "Start")];
  parts.forEach((part, index) => {
    const to = `/${parts.slice(0, index + 1).join("/")}`;
    const text = part.replaceAll("%2F", "/").replaceAll("%25", "%");
    const last = index === parts.length - 1;
    crumbs.push(" / ", last ? make("span", { "aria-current": "page" }, text) : make("a", { href: link(to) }, text));
  });
  byId("crumbs").replaceChildren(...crumbs);
}

/** What can be told of a document in a line: its plain values, and those of an object in it. */
function plain(value) {
  const found = new Map();
  const isPlain = (one) => one !== null && typeof one !== "object";
  for (const [name, one] of Object.entries(value ?? {})) {
    if (isPlain(one)) found.set(name, one);
    else if (one && !Array.isArray(one) && name !== "links" && name !== "attributes") {
      for (const [inner, two] of Object.entries(one)) if (isPlain(two)) found.set(`${name}.${inner}`, two);
    }
  }
  return found;
}

/** Names first, then numbers, then the rest, as far as there is room. */
function columns(rows) {
  const rank = (name, value) => (/name$/i.test(name) ? 0 : typeof value === "number" ? 1 : 2);
  const all = new Map();
  for (const row of rows) for (const [name, value] of row) if (!all.has(name)) all.set(name, rank(name, value));
  const names = [...all.keys()].filter((name) => !/(^|\.)id$/i.test(name));
  return names.sort((a, b) => all.get(a) - all.get(b)).slice(0, 6);
}

/** `productSku.skuPartNumber` as "Sku part number", unless another column is called so. */
function heading(column, all) {
  const last = (name) => name.split(".").pop();
  const alone = all.filter((other) => last(other) === last(column)).length < 2;
  const words = (alone ? last(column) : column.replace(".", " ")).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function listPart(name, { path, total, skip, children }) {
  const rows = children.map((child) => plain(child.document));
  const names = columns(rows);
  const isNumber = (column) => rows.every((row) => !row.has(column) || typeof row.get(column) === "number");
  const head = ["id", ...names].map((column) => make("th",
    { scope: "col", class: names.includes(column) && isNumber(column) ? "number" : null }, heading(column, names)));
  const body = children.map((child, index) => make("tr", {},
    make("td", { class: "mono" }, make("a", { href: link(child.path) }, child.name)),
    ...names.map((column) => make("td", { class: isNumber(column) ? "number" : null }, String(rows[index].get(column) ?? "")))));
  const turn = (to, text) => make("button", { type: "button", onclick: () => { skips.set(path, to); showDocuments(); } }, text);
  const until = Math.min(skip + children.length, total);
  const count = total > children.length ? `${skip + 1} to ${until} of ${total}` : `${total}`;
  return make("div", {},
    make("h3", {}, name ? make("a", { href: link(path) }, name) : path.split("/").pop() || "All", ` (${count})`),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name || path },
      make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body))),
    total > children.length ? make("p", { class: "row" },
      skip > 0 ? turn(Math.max(0, skip - PAGE), "Earlier") : null, until < total ? turn(until, "Later") : null) : null);
}

// --- What can be done -----------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-command]");
  if (!button) return;
  if (button.dataset.question && !confirm(button.dataset.question)) return;
  command(button.dataset.command);
});

byId("set-clock").addEventListener("submit", (event) => {
  event.preventDefault();
  const time = byId("time").value;
  command(`clock ${time.length === 16 ? `${time}:00` : time.slice(0, 19)}Z`);
});

const kindAndValue = () => byId("fault-kind").value.split("=");
function showValue() {
  const [, value] = kindAndValue();
  byId("fault-value-label").hidden = value === undefined;
  byId("fault-value").disabled = value === undefined;
  byId("fault-value").value = value ?? "";
  // Only signing in has codes of its own.
  if (byId("fault-kind").value.startsWith("aadsts")) byId("fault-calls").value = "token";
  else if (byId("fault-calls").value === "token") byId("fault-calls").value = "api";
}
byId("fault-kind").addEventListener("change", showValue);
showValue();

byId("add-fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const [kind, value] = kindAndValue();
  const fault = value === undefined ? kind : `${kind}=${byId("fault-value").value}`;
  const [often, calls] = [byId("fault-times").value, byId("fault-calls").value];
  // With a point it is a share of all calls.
  command(often.includes(".") ? `chance ${often} ${fault} ${calls}` : `fault ${fault} ${often} ${calls}`);
});

byId("add-limit").addEventListener("submit", (event) => {
  event.preventDefault();
  command(`limit ${byId("limit").value}/60`);
});

byId("personal").addEventListener("change", refresh);
byId("paused").addEventListener("change", () => { if (shown) showCalls(shown.calls); });
addEventListener("hashchange", () => {
  if (readAddress()) showDocuments();
});

(async function live() {
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
})();
