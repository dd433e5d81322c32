// Blank forms: one, or one for each unit of a roster.
import { $, el, save, zone } from "./dom.js";
import { layouts, pool } from "./state.js";
import { word } from "./words.js";
import { contentOf, entriesOf, toRead } from "./sources.js";

let last;
let roster;
let lasts = [];

const fields = () => $("form").elements;

export function formLayouts() {
  const select = fields().layout;
  const chosen = select.value;
  select.replaceChildren(...layouts.map((own) => el("option", { value: own.id }, `${own.id}　${own.name}${own.department ? ` (${word("department")})` : ""}`)));
  if (chosen) select.value = chosen;
  canEnter();
}

function canEnter() {
  const own = layouts.find((one) => one.id === fields().layout.value);
  fields().entry.disabled = !own?.entry;
  if (!own?.entry) fields().entry.checked = false;
}

function asked() {
  const own = fields();
  const number = (text) => (text.trim() === "" ? null : Number(text));
  return {
    call: "form",
    at: null,
    name: own.unit.value,
    code: own.code.value,
    department: own.department.value,
    nature: own.nature.value,
    layout: own.layout.value || null,
    year: number(own.year.value),
    entry: own.entry.checked,
    projects: number(own.projects.value),
    last: null,
  };
}

function tell(text, bad = false) {
  $("form-state").textContent = text;
  $("form-state").classList.toggle("bad", bad);
}

// One form. Where last year's budget is given, it comes with it.
async function form(request, file) {
  const content = file ? await contentOf(file) : {};
  if (content.refused !== undefined) return { refused: content.refused };
  const answer = await pool().keep({ ...request, last: file?.path ?? null }, content.file, content.bytes);
  if (!answer.head) return { refused: word("failed", { why: answer.failed ?? word("unreadShort") }) };
  return answer.head.refused ? { refused: answer.head.refused } : { bytes: answer.bytes, name: answer.head.name };
}

async function makeOne() {
  tell(word("loading"));
  const { bytes, name, refused } = await form(asked(), last);
  tell(refused ?? word("formDone", { count: 1, known: last ? 1 : 0 }), Boolean(refused));
  if (bytes) save(name, bytes);
}

async function makeAll() {
  const request = asked();
  const of = new Map();
  for (const own of lasts) {
    const content = await contentOf(own);
    const { head } = await pool().keep({ call: "whose", path: own.path }, content.file, content.bytes);
    const at = head?.at;
    if (at === null || at === undefined) continue;
    if (of.has(at)) return tell(word("formTwice", { unit: roster[at].name, one: of.get(at).path, other: own.path }), true);
    of.set(at, own);
  }
  let count = 0;
  for (let at = 0; at < roster.length; at += 1) {
    const { bytes, refused } = await form({ ...request, at }, of.get(at));
    if (refused) return tell(refused, true);
    await pool().keep({ call: "pack", name: roster[at].file }, undefined, bytes);
    count += 1;
    tell(word("making", { done: count, all: roster.length }));
  }
  const { bytes } = await pool().keep({ call: "packed" });
  save("forms.zip", bytes, "application/zip");
  tell(word("formDone", { count, known: of.size }));
}

export function startForms() {
  fields().year.value = new Date().getFullYear() + 1;
  fields().layout.addEventListener("change", canEnter);
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    makeOne();
  });
  zone($("last"), async (taken) => {
    [last] = (await toRead(entriesOf(taken))).files;
    $("last-state").textContent = last ? word("picked", { name: last.path }) : "";
  });
  zone($("roster"), async (taken) => {
    const [file] = (await toRead(entriesOf(taken))).files;
    if (!file) return;
    const { head } = await pool().keep({ call: "roster", path: file.path }, file.file);
    roster = head?.units;
    $("make-all").disabled = !roster;
    $("roster-state").textContent = head?.refused ?? word("rosterCount", { name: file.path, count: roster?.length ?? 0 });
    $("roster-state").classList.toggle("bad", !roster);
  });
  zone($("lasts"), async (taken) => {
    lasts = (await toRead(entriesOf(taken))).files;
    $("lasts-state").textContent = word("picked", { name: lasts.length });
  });
  $("make-all").addEventListener("click", makeAll);
}
