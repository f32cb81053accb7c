"use strict";
// The teacher's page: the students by steps, and one student's screens to look at.

const EVERY = 2000; // milliseconds between two looks
const byId = (id) => document.getElementById(id);
let watched = null;
let view = null;
let terminals = [];

function cell(text, className = "") {
  return Object.assign(document.createElement("td"), { textContent: text, className });
}

function bar(steps, states) {
  const found = document.createElement("span");
  found.className = "bar";
  for (const id of steps) {
    const mark = document.createElement("i");
    mark.title = id;
    if (id in states) mark.className = states[id] ? "done" : "open";
    found.append(mark);
  }
  return found;
}

function row(student, steps) {
  const line = document.createElement("tr");
  line.className = student.here ? "here" : "";
  line.dataset.student = student.id;
  const holding = Object.values(student.steps).filter(Boolean).length;
  const marks = cell("");
  marks.append(bar(steps, student.steps), ` ${holding}/${steps.length}`);
  const points = student.points === null ? "" : `${student.points}/${student.of}`;
  const button = Object.assign(document.createElement("button"), { textContent: said("watch") });
  button.addEventListener("click", () => watch(student));
  const grade = Object.assign(document.createElement("button"), { textContent: said("check") });
  grade.addEventListener("click", () => post(`grade/${student.id}`, {}).then(look));
  const acts = cell("");
  acts.append(button, " ", grade);
  line.append(
    cell(student.name), cell(student.here ? said("here") : said("away", { minutes: Math.round(student.away / 60) })),
    marks, cell(points), cell(String(student.hints)), cell(String(Math.round(student.seconds / 60))), acts,
  );
  return line;
}

async function look() {
  try {
    const answer = await fetch("students");
    if (answer.status === 403) location.reload();
    const found = await answer.json();
    terminals = found.terminals;
    byId("state").textContent = "";
    byId("door").checked = found.takes_new;
    byId("students").replaceChildren(...found.students.map((student) => row(student, found.steps)));
  } catch {
    byId("state").textContent = said("lost");
  }
}

function watch(student) {
  watched = student;
  byId("watched").hidden = false;
  byId("who").textContent = `${student.name} (${said("read-only")})`;
  byId("watch-tabs").replaceChildren(...terminals.map((name) => {
    const tab = Object.assign(document.createElement("button"), { textContent: name });
    tab.setAttribute("role", "tab");
    tab.addEventListener("click", () => showTerminal(name));
    return tab;
  }));
  showTerminal("wizard");
}

function showTerminal(name) {
  if (view) view.close();
  for (const tab of byId("watch-tabs").children) tab.setAttribute("aria-selected", String(tab.textContent === name));
  const place = document.createElement("div");
  byId("terminals").append(place);
  view = new TerminalView(place, `watch/${watched.id}/${name}`, { readOnly: true });
}

async function post(address, what) {
  const answer = await fetch(address, { method: "POST", body: JSON.stringify(what) });
  const found = await answer.json().catch(() => ({}));
  notice(found.wrong || (found.said ? said("new-code", { code: found.said }) : said("done")));
}

for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", async () => {
    const what = button.dataset.act;
    if (["reset", "restore"].includes(what) && !confirm(said("sure", { name: watched.name }))) return;
    if (what === "remove" && !confirm(said("sure-remove", { name: watched.name }))) return;
    button.disabled = true;
    await post(`act/${watched.id}`, { do: what, fault: byId("fault").value, step: byId("step").value });
    button.disabled = false;
    if (what === "remove") closeWatched();
  });
}

function closeWatched() {
  if (view) view.close();
  view = null;
  byId("watched").hidden = true;
}

byId("close").addEventListener("click", closeWatched);
byId("door").addEventListener("change", () => post("door", { takes_new: byId("door").checked }));
byId("head").append(...["name", "", "holds", "points-head", "hints", "minutes", ""].map((key) =>
  Object.assign(document.createElement("th"), { textContent: key && said(key) })));
look();
setInterval(look, EVERY);
