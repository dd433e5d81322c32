// Small things that all parts of the page need.

export const $ = (id) => document.getElementById(id);

// An element with attributes and children; a child that is a text is text.
export function el(name, attributes = {}, ...children) {
  const own = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) own.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") own.toggleAttribute(key, value);
    else if (value !== undefined && value !== null) own.setAttribute(key, value);
  }
  own.append(...children.filter((child) => child !== null && child !== undefined));
  return own;
}

// Gives the user a file.
export function save(name, bytes, type = "application/octet-stream") {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// What a screen reader says.
export function say(text) {
  $("live").textContent = text;
}

// A place where files are dropped or chosen.
export function zone(place, take) {
  let depth = 0;
  const over = (on) => place.classList.toggle("over", on);
  place.addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  place.addEventListener("dragleave", () => { depth -= 1; over(depth > 0); });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    depth = 0;
    over(false);
    take(event.dataTransfer);
  });
  for (const button of place.querySelectorAll("button[data-picks]")) {
    const input = $(button.dataset.picks);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      if (files.length) take(files);
    });
  }
}
