// Begins.
import { $, zone } from "./dom.js";
import { Pool } from "./pool.js";
import { pool, setPool } from "./state.js";
import { currentLanguage, putWords, setLanguage, word } from "./words.js";
import { entriesOf } from "./sources.js";
import { again, startBatch, take, words } from "./batch.js";
import { startAll } from "./all.js";
import { startForms } from "./forms.js";
import { begin, startOwn, takeOwn } from "./own.js";

function view() {
  const wanted = ["check", "forms", "about"].includes(location.hash.slice(1)) ? location.hash.slice(1) : "check";
  for (const own of ["check", "forms", "about"]) $(own).hidden = own !== wanted;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${wanted}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// A layout dropped beside the files is taken for one.
function dropped(taken) {
  const entries = entriesOf(taken);
  const own = entries.filter((entry) => entry instanceof File && /\.toml$/i.test(entry.name));
  const rest = entries.filter((entry) => !own.includes(entry));
  started.then(async () => {
    if (own.length) {
      $("more").open = true;
      await takeOwn(own);
    }
    if (rest.length) await take(rest);
  });
}

async function start() {
  const [worker, library, unpacker] = ["worker", "library", "unpacker"].map((id) => $(id).textContent);
  setPool(new Pool(worker, library, unpacker));
  $("library").remove();
  try {
    await pool().ready;
    await begin();
    $("state").textContent = word("ready");
    document.documentElement.dataset.ready = Math.round(performance.now());
    setTimeout(() => { $("state").hidden = true; }, 4000);
  } catch (error) {
    $("state").textContent = word("notReady", { why: error.message });
  }
}

putWords();
view();
addEventListener("hashchange", view);
startBatch();
startAll();
startForms();
startOwn();
zone($("drop"), dropped);
// What misses the place is taken all the same, and never opened in place of the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (!$("check").hidden) dropped(event.dataTransfer);
});
addEventListener("dropped", (event) => dropped(event.detail));
$("language").lang = currentLanguage() === "zh" ? "en" : "zh-CN";
$("language").addEventListener("click", async () => {
  setLanguage(currentLanguage() === "zh" ? "en" : "zh");
  $("language").lang = currentLanguage() === "zh" ? "en" : "zh-CN";
  putWords();
  words();
  await begin();
  again();
});
const started = start();
