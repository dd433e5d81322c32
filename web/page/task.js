// A task folder: its files held against its roster, as `review` does it. The library that reviews it keeps the results.
import { $, el, save, say } from "./dom.js";
import { pool, settings } from "./state.js";
import { word } from "./words.js";

// What is shown: {folder, files, library}.
let shownTask;

// The first folder of a task among what was dropped, and how many files are not of it.
async function taskIn(found) {
  for (const folder of new Set(found.map((own) => own.folder).filter(Boolean))) {
    const own = found.filter((one) => one.folder === folder);
    const files = own.map(({ file, path }) => ({ file, path: path.slice(folder.length + 1) }));
    const { head } = await pool().keep({ call: "task-of", paths: files.map((one) => one.path) });
    const hides = own.some((one) => one.hides);
    if (head?.inbox) return { folder, of: head, files: files.filter((one) => wanted(one.path, head)), hides, others: found.length - own.length };
  }
  return undefined;
}

const below = (path, folder) => Boolean(folder) && path.startsWith(`${folder}/`);

// Lists and folders of the task; of earlier results only what a review looks at.
function wanted(path, { inbox, lastYear, layouts, results }) {
  if (below(path, results)) return ["review.json", "findings.jsonl", "sums.jsonl"].includes(path.slice(results.length + 1));
  if (below(path, lastYear)) return !path.includes("/.cache/");
  return !path.includes("/") || below(path, inbox) || below(path, layouts);
}

// Reviews the task among the files, where there is one.
export async function takeTask(found) {
  const task = await taskIn(found);
  if (task) reviewTask(task);
  return Boolean(task);
}

export function closeTask() {
  shownTask?.library.stop();
  shownTask = undefined;
  $("task").hidden = true;
}

// Reviews it anew, in another language or by other layouts.
export function taskAgain() {
  if (shownTask) reviewTask(shownTask);
}

function taskProgress(text, share) {
  $("task-progress").hidden = share === undefined;
  if (share === null) $("task-progress").removeAttribute("value");
  else $("task-progress").value = share ?? 0;
  $("task-text").textContent = text;
}

async function reviewTask(task) {
  const { folder, files, hides, others } = task;
  shownTask?.library.stop();
  const own = { ...task, library: pool().apart() };
  shownTask = own;
  $("task").hidden = false;
  $("task-title").textContent = word("taskTitle", { folder });
  $("task-page").replaceChildren();
  taskBusy(true);
  const head = await reviewedBy(own);
  if (shownTask !== own) return;
  taskBusy(false);
  if (head.refused) {
    taskProgress(head.refused);
    say(head.refused);
    return;
  }
  const notes = [others && word("taskOthers", { count: others }), hides && word("taskHides")].filter(Boolean);
  const text = [word("taskDone", { files: files.length, count: head.names.length }), ...notes, ...head.said].join("\n");
  taskProgress(text);
  say(text);
  $("task-page").replaceChildren(overviewOf(head.page, own));
  for (const button of resultButtons()) button.hidden = !["*", ...head.names].includes(button.dataset.result);
}

const resultButtons = () => $("task").querySelectorAll("button[data-result]");

function taskBusy(on) {
  $("task-stop").hidden = !on;
  for (const button of resultButtons()) button.hidden = true;
}

// Gives all files to the library, which reviews them then. Each is read by another one first, several at a time: one that makes the
// program fail costs no other.
async function reviewedBy({ folder, of, files, library }) {
  const reading = [];
  for (const [at, { file, path }] of files.entries()) {
    taskProgress(word("progress", { done: at, all: files.length }), at / files.length);
    for (let next = at; next < at + pool().size && next < files.length; next += 1) reading[next] ??= ahead(files[next], of);
    const { why, head, bytes, stopped } = await reading[at];
    reading[at] = true;
    if (stopped) return { refused: word("taskStopped") };
    const isAttachment = below(path, of.inbox);
    const lay = (reason) => library.ask({ call: "lay", path, size: file.size, why: reason, inbox: isAttachment }, reason ? undefined : file);
    const known = head?.entries?.length ? await library.ask({ call: "known", entries: head.entries }, undefined, bytes) : {};
    let answer = known.failed || known.stopped ? known : await lay(why);
    if (answer.gone) answer = await lay("gone");
    if (answer.stopped) return { refused: word("taskStopped") };
    if (answer.failed) return { refused: word("taskFailed", { why: answer.failed }) };
  }
  taskProgress(word("taskReviewing"), null);
  const now = new Date();
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const { head, failed, stopped } = await library.ask({ call: "review", folder, date });
  return stopped ? { refused: word("taskStopped") } : failed ? { refused: word("taskFailed", { why: failed }) } : head;
}

// What a library of the pool reads of a file, and why it cannot: {head, bytes}, {why} or {stopped}.
async function ahead({ file, path }, { inbox, lastYear, own }) {
  // Of an archive no size is too large: what lies in it counts.
  if (file.size > settings.most && !/\.zip$/i.test(path)) return { why: "size" };
  const folder = [inbox, lastYear].find((one) => below(path, one));
  if (own || !folder) return {};
  const answer = await pool().ask({ call: "ahead", path: path.slice(folder.length + 1), last_year: folder !== inbox }, file);
  return answer.failed ? { why: "program" } : answer;
}

// The page of the results; its links lead to results, which are downloaded.
function overviewOf(page, own) {
  const frame = el("iframe", { title: word("taskTitle", { folder: own.folder }), srcdoc: page });
  frame.addEventListener("load", () => {
    const inner = frame.contentDocument;
    inner.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]")?.getAttribute("href");
      if (!link) return;
      event.preventDefault();
      // Of a page within a page a link to a part would lead to the outer one.
      if (link.startsWith("#")) frame.contentWindow.location.hash = link;
      else giveResult(own, decodeURIComponent(link.split("#")[0]));
    });
    inner.addEventListener("auxclick", (event) => event.target.closest("a[href]") && event.preventDefault());
    // What is dropped on it is dropped on the page.
    inner.addEventListener("dragover", (event) => event.preventDefault());
    inner.addEventListener("drop", (event) => {
      event.preventDefault();
      dispatchEvent(new CustomEvent("dropped", { detail: event.dataTransfer }));
    });
    new ResizeObserver(() => {
      frame.style.height = `${inner.documentElement.offsetHeight + 4}px`;
    }).observe(inner.documentElement);
  });
  return frame;
}

async function giveResult({ folder, library }, name) {
  const all = name === "*";
  const { head, bytes } = await library.ask(all ? { call: "results" } : { call: "result", name });
  if (head?.refused) taskProgress(head.refused);
  else if (bytes?.length) save(all ? `${folder}-review.zip` : name.split("/").pop(), bytes);
}

// `files` reads what was dropped file by file instead.
export function startTask(files) {
  $("task-stop").addEventListener("click", () => {
    pool().stop();
    shownTask?.library.stop();
  });
  for (const button of resultButtons()) button.addEventListener("click", () => shownTask && giveResult(shownTask, button.dataset.result));
  $("task-files").addEventListener("click", () => {
    const { folder, files: own } = shownTask;
    closeTask();
    files(own.map(({ file, path }) => ({ file, path: `${folder}/${path}`, folder })));
  });
}
