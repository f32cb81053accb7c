"use strict";
// A student's page: a tab for the wizard and one for each node, the task, hints, points and files.

const views = {};
let hintLabel = "";
let shown = "";
const tabs = [...document.querySelectorAll("[data-terminal]")];
const byId = (id) => document.getElementById(id);

function show(name) {
  shown = name;
  for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.terminal === name));
  for (const view of Object.values(views)) view.place.hidden = true;
  if (!views[name]) {
    const place = document.createElement("div");
    place.dataset.of = name;
    byId("terminals").append(place);
    views[name] = new TerminalView(place, `terminal/${name}`, { onFile: offer, clipboard: name === "wizard" });
  }
  views[name].place.hidden = false;
  views[name].focus();
  sessionStorage.setItem("shown", name);
}

function offer(key, name) {
  const link = addFile(key, name);
  notice(said("file", { name }));
  byId("task").hidden = false;
  link.click();
  setTimeout(() => views[shown].focus(), 100);
}

function addFile(key, name) {
  const link = document.createElement("a");
  link.href = `files/${encodeURIComponent(key)}`;
  link.download = name;
  link.textContent = name;
  const item = document.createElement("li");
  item.append(link);
  byId("files").append(item);
  return link;
}

function showTask(found) {
  byId("task-title").textContent = found.title || "";
  byId("task-text").innerHTML = found.task || ""; // rendered by the server, which obeys no HTML in it
  byId("hints").replaceChildren(...(found.hints || []).map((text) => Object.assign(document.createElement("li"), { innerHTML: text })));
  byId("hint").hidden = found.price === undefined;
  byId("hint").disabled = found.price === null;
  hintLabel ||= byId("hint").textContent;
  byId("hint").textContent = found.price ? `${hintLabel} (−${found.price})` : hintLabel;
  byId("hint").title = found.price === null ? said("hint-none") : said("hint-costs", { price: found.price });
  byId("files").replaceChildren();
  for (const [key, name] of Object.entries(found.files)) addFile(key, name);
  showPoints(found.points);
}

function showPoints(points) {
  if (!points) return;
  byId("points").textContent = said("points", points);
  const result = byId("result");
  result.replaceChildren();
  if (!points.missing.length) {
    result.append(Object.assign(document.createElement("p"), { className: "fixed", textContent: said("fixed") }));
  }
  const list = document.createElement("ul");
  for (const step of points.missing) {
    list.append(Object.assign(document.createElement("li"), { textContent: `${step.id} ${step.host}\n${step.reason}\n${step.hint}`.trim() }));
  }
  result.append(list);
}

async function ask(address, options) {
  const answer = await fetch(address, options);
  if (answer.status === 403) location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

for (const tab of tabs) tab.addEventListener("click", () => show(tab.dataset.terminal));
for (const key of document.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => {
    views[shown].type(String.fromCharCode(key.dataset.key.charCodeAt(0) - 96));
    views[shown].focus();
  });
}
byId("show-task").addEventListener("click", () => {
  byId("task").hidden = !byId("task").hidden;
  views[shown].focus();
});
byId("hint").addEventListener("click", () => ask("hint", { method: "POST" }).then(showTask, () => {}));
byId("check").addEventListener("click", async () => {
  byId("check").disabled = true;
  byId("result").textContent = said("checking");
  await ask("check", { method: "POST" }).then(showPoints, () => byId("result").replaceChildren());
  byId("check").disabled = false;
});

// Keys that browsers take for themselves go to the program wherever the focus is.
window.addEventListener("keydown", (event) => {
  const isFunction = /^F([1-9]|1[0-2])$/.test(event.key);
  const isControl = event.ctrlKey && !event.shiftKey && !event.altKey && /^[a-z[\]\\]$/.test(event.key) && event.key !== "v";
  const inTerminal = event.target.closest?.("#terminals");
  if (!inTerminal && (isFunction || isControl)) {
    event.preventDefault();
    views[shown].focus();
  }
}, true);
for (const event of ["online", "focus", "pageshow"]) {
  window.addEventListener(event, () => Object.values(views).forEach((view) => view.retryNow()));
}

async function begin() {
  await document.fonts.load(`15px "Classroom Mono"`, "가").catch(() => {});
  const own = location.hash.slice(1);
  if (/^[a-z0-9]{4,40}$/.test(own)) {
    history.replaceState(null, "", location.pathname + location.search);
    notice(said("own-code", { code: own }));
  }
  const last = sessionStorage.getItem("shown");
  show(tabs.some((tab) => tab.dataset.terminal === last) ? last : "wizard");
  const found = await ask(`task${location.search}`);
  showTask(found);
  if (found.task) byId("task").hidden = false;
  views[shown].focus();
}

begin();
