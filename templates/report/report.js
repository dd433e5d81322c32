"use strict";
{
  const form = document.getElementById("filter");
  const articles = [...document.querySelectorAll("article")];
  const sections = [...document.querySelectorAll("section")];
  const rows = [...document.querySelectorAll("tr[data-file]")];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const texts = new Map();
  // What is searched: the file's heading and the finding, numbers with and without commas.
  const text = (article) => {
    if (!texts.has(article)) {
      const heading = article.parentElement.querySelector("h2").textContent;
      const own = fold(heading + " " + article.textContent);
      texts.set(article, own + " " + own.replace(/(\d),(?=\d)/g, "$1"));
    }
    return texts.get(article);
  };
  const checked = () => [...form.elements.s].filter((own) => own.checked).map((own) => own.value).join("");
  const show = () => {
    const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    const severities = checked();
    const code = form.elements.code.value;
    const file = form.elements.file.value;
    const all = !words.length && severities === "ewn" && !code && !file;
    let shown = 0;
    const files = new Set();
    for (const article of articles) {
      const section = article.parentElement.id.slice("file-".length);
      const fits = severities.includes(article.className) && (!code || article.dataset.code === code)
        && (!file || section === file) && words.every((word) => text(article).includes(word));
      article.hidden = !fits;
      if (fits) {
        shown += 1;
        files.add(section);
      }
    }
    for (const section of sections) section.hidden = !files.has(section.id.slice("file-".length));
    for (const row of rows) row.hidden = !all && !files.has(row.dataset.file);
    form.querySelector("output").value = shown + " / " + articles.length;
  };
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (!["q", "s", "code", "file"].some((key) => asked.has(key))) return;
    form.elements.q.value = asked.get("q") ?? "";
    form.elements.code.value = asked.get("code") ?? "";
    form.elements.file.value = asked.get("file") ?? "";
    // What is not in the list leaves the choice empty.
    for (const name of ["code", "file"]) if (form.elements[name].selectedIndex < 0) form.elements[name].selectedIndex = 0;
    const severities = asked.get("s") ?? "ewn";
    for (const own of form.elements.s) own.checked = severities.includes(own.value);
  };
  const write = () => {
    const asked = new URLSearchParams();
    for (const name of ["q", "code", "file"]) if (form.elements[name].value) asked.set(name, form.elements[name].value);
    if (checked() !== "ewn") asked.set("s", checked());
    try {
      history.replaceState(null, "", "#" + asked);
    } catch {
      // A page from a mail may have no address to change.
    }
  };
  let waiting;
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { show(); write(); }, 120);
  };
  form.addEventListener("input", changed);
  form.addEventListener("reset", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { read(); show(); });
  form.hidden = false;
  read();
  show();
}
