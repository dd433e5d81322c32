// Last year's budgets, and one's own layouts.
import { $, el, zone } from "./dom.js";
import { layouts, pool, settings } from "./state.js";
import { currentLanguage, word } from "./words.js";
import { contentOf, entriesOf, filesOf, toRead } from "./sources.js";
import { again } from "./batch.js";
import { formLayouts } from "./forms.js";

// Tells the workers how files are read from now on.
export async function begin() {
  const { most: _, ...how } = settings;
  const head = await pool().set({ ...how, language: currentLanguage() });
  settings.most = head.most;
  layouts.splice(0, layouts.length, ...head.layouts);
  $("own-faults").replaceChildren(...head.faults.map((text) => el("li", {}, text)));
  const select = $("read-by");
  select.replaceChildren(el("option", { value: "" }, word("byFit")), ...layouts.map((own) => el("option", { value: own.id }, `${own.id}　${own.name}`)));
  select.value = settings.layout ?? "";
  formLayouts();
  $("own-state").textContent = settings.own.length ? word("ownCount", { count: layouts.filter((own) => own.own).length }) : "";
  $("previous-state").textContent = settings.previous.length ? word("previousCount", { count: settings.previous.length }) : "";
  $("own-clear").hidden = !settings.own.length;
  $("previous-clear").hidden = !settings.previous.length;
}

async function anew() {
  await begin();
  again();
}

async function takePrevious(taken) {
  const { files } = await toRead(entriesOf(taken));
  const faults = [];
  settings.previous = [];
  settings.previous_named = files.length === 1 && !files[0].folder;
  $("previous-state").textContent = word("loading");
  await Promise.all(files.map(async (own, at) => {
    const content = await contentOf(own);
    const { head } = content.refused === undefined
      ? await pool().ask({ call: "previous", path: own.path }, content.file, content.bytes) : { head: { refused: content.refused } };
    if (head?.json) settings.previous.push([own.path, head.json, at]);
    else faults.push(head?.refused ?? own.path);
  }));
  settings.previous = settings.previous.sort((one, other) => one[2] - other[2]).map(([path, json]) => [path, json]);
  await anew();
  if (faults.length) $("previous-state").append(" ", el("span", { class: "bad" }, faults.join(" ")));
}

async function takeOwn(taken) {
  const files = entriesOf(taken);
  const all = (await filesOf(files)).filter(({ file }) => /\.toml$/i.test(file.name));
  const fresh = await Promise.all(all.map(async ({ file }) => ({ name: file.name, text: await file.text() })));
  settings.own = [...settings.own.filter((own) => !fresh.some((other) => other.name === own.name)), ...fresh];
  await anew();
}

export function startOwn() {
  zone($("previous"), takePrevious);
  zone($("own"), takeOwn);
  $("previous-clear").addEventListener("click", () => {
    settings.previous = [];
    anew();
  });
  $("own-clear").addEventListener("click", () => {
    settings.own = [];
    anew();
  });
  $("read-by").addEventListener("change", () => {
    settings.layout = $("read-by").value || null;
    anew();
  });
}

export { takeOwn };
