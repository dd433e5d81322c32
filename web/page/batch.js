// The list of files: worked on, sorted, searched, filtered.
import { $, el, say } from "./dom.js";
import { pool, settings } from "./state.js";
import { word } from "./words.js";
import { contentOf, filesOf, readOf } from "./sources.js";
import { closeTask, startTask, takeTask, taskAgain } from "./task.js";
import { showDetail } from "./detail.js";

// The files, by their paths: {path, below, file, name?, folder, state, result, before?}.
export const items = new Map();
let said = [];
let running = 0;
let stopped = false;
let waiting = [];
let sort = { by: "path", down: false };
let current;

// So many rows are drawn before the browser may do something else.
const AT_ONCE = 40;

const COLUMNS = ["file", "unit", "year", "layout", "verdict", "errors", "warnings", "notes", "amounts"];
const COUNTS = ["errors", "warnings", "notes", "amounts"];

// Takes what was dropped or chosen, and begins. The folder of a task is reviewed as a whole.
export async function take(entries) {
  const found = await filesOf(entries);
  if (await takeTask(found)) return clear();
  closeTask();
  return takeFiles(found);
}

async function takeFiles(found) {
  const single = items.size === 1 ? [...items.values()][0] : undefined;
  const { files, said: others } = await readOf(found);
  if (!files.length && !others.length) return;
  said = [...new Set([...said, ...others])];
  for (const own of files) {
    const before = items.get(own.path) ?? (files.length === 1 ? single : undefined);
    items.delete(own.path);
    const item = { ...own, state: "waiting", before: before?.result && { ...before.result, path: before.path } };
    items.set(own.path, item);
    waiting.push(item);
  }
  // A mended version in place of the one before, under another name.
  if (single && files.length === 1 && single.path !== files[0].path) items.get(files[0].path).replaces = single.path;
  $("batch").hidden = items.size + said.length < 2 && !said.length;
  stopped = false;
  redraw();
  work();
}

// Forgets all files.
function clear() {
  if (running) pool().stop();
  items.clear();
  [said, waiting, current] = [[], [], undefined];
  $("detail").hidden = true;
  $("batch").hidden = true;
  redraw();
}

// Reads everything anew: the language, the layouts or last year's budgets are others.
export function again() {
  waiting = [...items.values()];
  for (const own of waiting) Object.assign(own, { state: "waiting", result: undefined, before: undefined, drawn: undefined });
  current = undefined;
  $("detail").hidden = true;
  if (waiting.length) work();
  redraw();
  taskAgain();
}

function work() {
  while (running < pool().size && waiting.length && !stopped) {
    running += 1;
    one(waiting.shift()).then(() => {
      running -= 1;
      if (waiting.length && !stopped) work();
      else if (!running) end();
    });
  }
  later();
}

async function one(item) {
  item.state = "working";
  const settled = (state, result) => {
    if (items.get(item.path) !== item || stopped) return;
    Object.assign(item, { state, result });
    later();
  };
  const content = await contentOf(item);
  if (content.refused !== undefined) return settled("done", content.result ?? await failed(item, "program"));
  if (item.file && !item.name && item.file.size > settings.most) return settled("done", await failed(item, "size"));
  const answer = await pool().ask(
    { call: "check", path: item.path, in_folder: Boolean(item.folder), own: Boolean(item.own), files: items.size },
    content.file,
    content.bytes,
  );
  if (answer.stopped) {
    item.state = "waiting";
    waiting.push(item);
    return;
  }
  if (answer.failed) return settled("done", await failed(item, "program"));
  if (answer.gone) return settled("done", await failed(item, "gone"));
  settled(answer.head.aside ? "aside" : "done", answer.head);
}

// The words for a file that could not be worked on come from the library too.
async function failed(item, why) {
  const { head } = await pool().keep({ call: "failed", path: item.path, why, size: item.file.size });
  return head;
}

function end() {
  // In a folder of nothing else, what this program made is read.
  const made = [...items.values()].filter((own) => own.state === "aside");
  const folders = new Set([...items.values()].filter((own) => own.state === "done").map((own) => own.folder));
  const only = made.filter((own) => !folders.has(own.folder));
  if (only.length && !stopped) {
    for (const own of only) Object.assign(own, { state: "waiting", own: true });
    waiting = only;
    return work();
  }
  for (const own of [...items.values()]) {
    const twin = own.replaces && items.get(own.replaces);
    const same = twin && own.result?.summary?.unit === twin.result?.summary?.unit && own.result?.summary?.year === twin.result?.summary?.year;
    if (same) items.delete(own.replaces);
    else if (own.replaces) own.before = undefined;
    own.replaces = undefined;
  }
  $("batch").hidden = items.size < 2 && !said.length && !made.length;
  redraw();
  const all = done();
  const text = stopped ? word("stopped", { left: waiting.length })
    : word("done", { all: all.length, errors: all.filter((own) => own.result.summary.errors).length, unread: all.filter((own) => !own.result.summary.read).length });
  $("progress-text").textContent = text;
  say(text);
  if (all.length === 1 && items.size === 1) open(all[0]);
}

// The files that were read, in their order.
export const done = () => [...items.values()].filter((own) => own.state === "done");
const settledCount = () => [...items.values()].filter((own) => own.state === "done" || own.state === "aside").length;

// The list is drawn a few times a second and not for each file: laying it out takes longer than a file.
const PAUSE = 300;
let planned = false;
let lastDrawn = 0;
function later(pause = PAUSE) {
  if (planned) return;
  planned = true;
  setTimeout(() => requestAnimationFrame(() => {
    planned = false;
    lastDrawn = performance.now();
    draw();
  }), Math.max(0, lastDrawn + pause - performance.now()));
}

// What changed since the last time: new rows are appended, so that nothing jumps while files are worked on.
function draw() {
  const all = items.size;
  const count = settledCount();
  $("progress").max = all || 1;
  $("progress").value = count;
  const busy = running > 0 || (waiting.length > 0 && !stopped);
  if (busy) $("progress-text").textContent = word("progress", { done: count, all });
  $("stop").hidden = !busy && !(stopped && waiting.length);
  $("stop").textContent = word(busy ? "stop" : "go");
  for (const name of ["save-marked", "save-report", "save-facts"]) $(name).disabled = busy || !done().length;
  const body = $("list").tBodies[0];
  const fresh = done().filter((own) => own.drawn !== own.result);
  // In steps, so that the page stays at hand.
  for (const own of fresh.slice(0, AT_ONCE)) {
    own.row?.remove();
    own.row = row(own);
    own.drawn = own.result;
    own.row.hidden = !fits(own);
    body.append(own.row);
  }
  if (fresh.length > AT_ONCE) later(0);
  const aside = [...said, ...[...items.values()].filter((own) => own.state === "aside").map((own) => own.result.aside)];
  $("aside").hidden = !aside.length;
  $("aside-count").textContent = `(${aside.length})`;
  if ($("aside").querySelectorAll("li").length !== aside.length) {
    $("aside").querySelector("ul").replaceChildren(...aside.map((text) => el("li", {}, text)));
  }
}

// The rows in their order; `anew` makes them again, in other words.
function redraw(anew = false) {
  heads();
  const rows = done().sort(compare);
  if (anew) for (const own of rows) own.drawn = undefined;
  $("list").tBodies[0].replaceChildren(...rows.filter((own) => own.drawn).map((own) => own.row));
  const ordered = new Map(rows.map((own) => [own.path, own]));
  for (const [path, own] of items) if (!ordered.has(path)) ordered.set(path, own);
  items.clear();
  for (const [path, own] of ordered) items.set(path, own);
  later();
}

function heads() {
  const cells = COLUMNS.map((name) => {
    const by = name === "file" ? "path" : name;
    const on = sort.by === by;
    const arrow = on ? (sort.down ? " ▼" : " ▲") : "";
    const button = el("button", { type: "button", onclick: () => {
      sort = { by, down: on ? !sort.down : COUNTS.includes(name) };
      redraw();
      $("list").tHead.rows[0].cells[COLUMNS.indexOf(name)].firstChild.focus();
    } }, word(name) + arrow);
    return el("th", { scope: "col", "aria-sort": on ? (sort.down ? "descending" : "ascending") : undefined }, button);
  });
  $("list").tHead.rows[0].replaceChildren(...cells);
}

function value(item, by) {
  const own = item.result?.summary;
  if (by === "path") return item.path;
  if (by === "verdict") return own?.read ? own.errors > 0 ? 1 : 0 : 2;
  return own?.[by] ?? "";
}

function compare(one, other) {
  const [a, b] = [value(one, sort.by), value(other, sort.by)];
  const way = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");
  return (sort.down ? -way : way) || one.path.localeCompare(other.path, "zh");
}

function row(item) {
  const own = item.result.summary;
  const name = el("button", { type: "button", onclick: () => open(item) }, item.path);
  const count = (name, css = "") => el("td", { class: `count ${own[name] ? css : ""}`, "data-name": word(name) }, String(own[name]));
  return el("tr", {},
    el("td", {}, name),
    el("td", {}, own.unit),
    el("td", { "data-name": word("year") }, own.year === null ? "" : String(own.year)),
    el("td", {}, own.layout ?? word(own.read ? "noTableShort" : "unreadShort")),
    el("td", {}, own.verdict),
    count("errors", "e"),
    count("warnings", "w"),
    count("notes"),
    count("amounts"));
}

function fits(item) {
  const own = item.result?.summary;
  const shown = $("show").value;
  const kind = !own?.read ? "u" : own.errors ? "e" : own.warnings ? "w" : "c";
  const words = $("search").value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${item.path} ${own?.unit} ${own?.layout} ${own?.year}`.normalize("NFKC").toLowerCase();
  return (shown === "all" || shown === kind) && words.every((word) => text.includes(word));
}

function filter() {
  for (const own of done()) if (own.row) own.row.hidden = !fits(own);
}

export function open(item) {
  current?.row?.removeAttribute("aria-current");
  current = item;
  item.row?.setAttribute("aria-current", "true");
  showDetail(item, items.size > 1 ? () => item.row?.querySelector("button").focus() : undefined);
}

export function startBatch() {
  startTask(takeFiles);
  $("search").addEventListener("input", filter);
  $("show").addEventListener("change", filter);
  $("stop").addEventListener("click", () => {
    if (stopped) {
      stopped = false;
      return work();
    }
    stopped = true;
    pool().stop();
    for (const own of items.values()) {
      if (own.state === "working") {
        own.state = "waiting";
        if (!waiting.includes(own)) waiting.push(own);
      }
    }
    end();
  });
}

export const words = () => redraw(true);
