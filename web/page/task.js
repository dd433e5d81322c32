// A task folder: its files held against its roster, as `review` does it. The library that reviews it keeps the results.
import { $, el, save, say } from "./dom.js";
import { pool, settings } from "./state.js";
import { word } from "./words.js";

// What is shown: {folder, files, library}.
let shownTask;

// What an earlier review kept beside its results says nothing to this one.
const KEPT_BY_REVIEW = /^[^/]+\/\.cache\//;

// The first folder of a task among what was dropped.
async function taskIn(found) {
  for (const folder of new Set(found.map((own) => own.folder).filter(Boolean))) {
    const own = found.filter((one) => one.folder === folder);
    const files = own.map(({ file, path }) => ({ file, path: path.slice(folder.length + 1) }));
    const { head } = await pool().keep({ call: "is-task", paths: files.map((one) => one.path) });
    if (head.task) return { folder, files: files.filter((one) => !KEPT_BY_REVIEW.test(one.path)) };
  }
  return undefined;
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

async function reviewTask({ folder, files }) {
  shownTask?.library.stop();
  const own = { folder, files, library: pool().apart() };
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
  const text = [word("taskDone", { count: head.names.length }), ...head.said].join(" ");
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

// Gives all files to the library, which reviews them then.
async function reviewedBy({ folder, files, library }) {
  let count = 0;
  for (const { file, path } of files) {
    taskProgress(word("progress", { done: count, all: files.length }), count / files.length);
    const lay = (why) => library.ask({ call: "lay", path, size: file.size, why }, why ? undefined : file);
    let answer = await lay(file.size > settings.most ? "size" : undefined);
    if (answer.gone) answer = await lay("gone");
    if (answer.stopped) return { refused: word("taskStopped") };
    if (answer.failed) return { refused: word("failed", { why: answer.failed }) };
    count += 1;
  }
  taskProgress(word("taskReviewing"), null);
  const now = new Date();
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const { head, failed, stopped } = await library.ask({ call: "review", folder, date });
  return stopped ? { refused: word("taskStopped") } : failed ? { refused: word("failed", { why: failed }) } : head;
}

// The page of the resultButtons; its links lead to resultButtons, which are downloaded.
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
  $("task-stop").addEventListener("click", () => shownTask?.library.stop());
  for (const button of resultButtons()) button.addEventListener("click", () => shownTask && giveResult(shownTask, button.dataset.result));
  $("task-files").addEventListener("click", () => {
    const { folder, files: own } = shownTask;
    closeTask();
    files(own.map(({ file, path }) => ({ file, path: `${folder}/${path}`, folder })));
  });
}
