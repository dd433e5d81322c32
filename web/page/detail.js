// One file: what was read, what is wrong, what to do, and what can be downloaded.
import { $, el, save } from "./dom.js";
import { pool } from "./state.js";
import { word } from "./words.js";
import { contentOf } from "./sources.js";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function showDetail(item, back) {
  const own = item.result.summary;
  const place = $("detail");
  const state = el("p", { role: "status", class: "made" });
  const stem = item.path.split("/").pop().replace(/\.[^.]*$/, "");
  const button = (name, request, file, type) => el("button", { type: "button", onclick: () => make(item, request, file, type, state) }, word(name));
  const marked = /\.xlsm$/i.test(item.path) ? "xlsm" : "xlsx";
  const buttons = own.read && item.result.summary ? [
    button("marked", { call: "marked" }, `${stem}.${marked}`, XLSX),
    ...(item.result.has_tables ? [
      button("standard", { call: "standard" }, `${stem}-standard.xlsx`, XLSX),
      button("docx", { call: "document", html: false }, `${stem}.docx`, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
      button("html", { call: "document", html: true }, `${stem}.html`, "text/html"),
    ] : []),
  ] : [];
  const term = (name, text) => [el("dt", {}, word(name)), el("dd", {}, text || "—")];
  const title = el("h2", { id: "detail-title", tabindex: "-1" }, item.path);
  const findings = el("div", { class: "findings" });
  // The library's own HTML, in which every text of the file is escaped.
  findings.innerHTML = (item.result.shown ?? item.result.findings) + item.result.meanings;
  for (const wide of findings.querySelectorAll(".wide")) {
    wide.tabIndex = 0;
    wide.setAttribute("role", "group");
    wide.setAttribute("aria-label", wide.querySelector("caption")?.textContent || word("findings"));
  }
  // The corner above the numbers of rows heads nothing.
  for (const corner of findings.querySelectorAll("th:empty")) corner.replaceWith(el("td", { class: "head" }));
  for (const link of findings.querySelectorAll("a[href^='#code-']")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const code = document.getElementById(link.getAttribute("href").slice(1));
      code.tabIndex = -1;
      code.scrollIntoView();
      code.focus();
    });
  }
  const kind = !own.read || own.errors ? "e" : own.warnings ? "w" : "";
  place.replaceChildren(
    ...(back ? [el("p", { class: "buttons" }, el("button", { type: "button", onclick: back }, word("back")))] : []),
    title,
    el("p", { class: `verdict ${kind}` }, own.verdict),
    el("dl", { class: "read" },
      el("div", {}, ...term("unit", own.unit)),
      el("div", {}, ...term("year", own.year === null ? "" : String(own.year))),
      el("div", {}, ...term("layout", own.layout ?? word(own.read ? "noTableShort" : "unreadShort"))),
      el("div", {}, ...term("amounts", String(own.amounts)))),
    ...(item.result.said ? [el("p", {}, item.result.said)] : []),
    el("p", {}, el("b", {}, word("todo")), " ", word(!own.read ? "todoUnread" : own.errors ? "todoErrors" : "todoClean")),
    el("p", { class: "tools buttons" }, ...buttons),
    state,
    ...changes(item),
    el("h2", {}, word("findings")),
    findings);
  place.hidden = false;
  title.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

// What is gone and what is new since the file was dropped before. A fact that is wrong in other cells now is the same fact.
function changes({ before, result }) {
  if (!before?.facts) return [];
  const count = (facts) => {
    const all = new Map();
    for (const fact of facts) all.set(fact.key, [...(all.get(fact.key) ?? []), fact]);
    return all;
  };
  const [then, now] = [count(before.facts), count(result.facts)];
  const more = (one, other) => [...one].flatMap(([key, facts]) => facts.slice(other.get(key)?.length ?? 0));
  const [gone, fresh] = [more(then, now), more(now, then)];
  const list = (facts, css) => el("ul", { class: css }, ...facts.map((fact) => el("li", {}, fact.text)));
  return [el("section", { class: "changes", id: "changes", "aria-labelledby": "changes-title" },
    el("h2", { id: "changes-title" }, word("changes")),
    el("h3", { class: "count-gone" }, word("gone", { count: gone.length })), list(gone, "gone"),
    el("h3", { class: "count-new" }, word("fresh", { count: fresh.length })), list(fresh, "new"),
    el("p", {}, word("same", { count: result.facts.length - fresh.length })))];
}

// What the library makes of a file: its bytes, or why there are none.
export async function made(item, request) {
  const content = await contentOf(item);
  if (content.refused !== undefined) return { refused: content.refused };
  const answer = await pool().ask({ ...request, path: item.path }, content.file, content.bytes);
  if (!answer.head) return { refused: word("failed", { why: answer.failed ?? word("unreadShort") }) };
  if (answer.head.none) return { refused: word("none") };
  return answer.head.refused ? { refused: answer.head.refused } : { bytes: answer.bytes };
}

async function make(item, request, name, type, state) {
  state.textContent = word("loading");
  const { bytes, refused } = await made(item, request);
  state.textContent = refused ?? "";
  state.classList.toggle("bad", Boolean(refused));
  if (bytes) save(name, bytes, type);
}
