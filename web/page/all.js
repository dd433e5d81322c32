// What is made of all files of the list.
import { $, save } from "./dom.js";
import { pool } from "./state.js";
import { word } from "./words.js";
import { done } from "./batch.js";
import { made } from "./detail.js";
import { order } from "./sources.js";

const inOrder = () => done().sort((one, other) => order(one.path, other.path));

// Makes something of each file, several at a time, and gives it on in their order.
async function each(items, request, then) {
  const state = $("progress-text");
  let count = 0;
  const making = [];
  for (let at = 0; at < items.length; at += 1) {
    making[at] ??= made(items[at], request);
    for (let next = at + 1; next < at + pool().size && next < items.length; next += 1) making[next] ??= made(items[next], request);
    await then(items[at], await making[at], at);
    making[at] = true;
    count += 1;
    state.textContent = word("making", { done: count, all: items.length });
  }
}

async function marked() {
  const items = inOrder();
  const { head } = await pool().keep({ call: "names", below: items.map((own) => own.below) });
  await each(items, { call: "marked" }, async (item, { bytes }, at) => {
    if (bytes) await pool().keep({ call: "pack", name: head.marked[at] }, undefined, bytes);
  });
  const { bytes } = await pool().keep({ call: "packed" });
  save("marked.zip", bytes, "application/zip");
}

async function report() {
  const parts = inOrder().map(({ result }) => ({ ...result.summary, findings: result.findings }));
  const { bytes } = await pool().ask({ call: "report", parts });
  save("report.html", bytes, "text/html");
}

async function facts() {
  const rows = [(await pool().ask({ call: "facts", path: "" })).bytes];
  await each(inOrder(), { call: "facts" }, (_, { bytes }) => {
    if (bytes) rows.push(bytes);
  });
  save("facts.csv", await new Blob(rows).arrayBuffer(), "text/csv");
}

export function startAll() {
  const on = (id, work) => $(id).addEventListener("click", async () => {
    $(id).disabled = true;
    await work();
    $(id).disabled = false;
  });
  on("save-marked", marked);
  on("save-report", report);
  on("save-facts", facts);
}
