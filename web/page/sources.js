// Where files come from: chosen, dropped, in folders, in archives. What is read of a folder, the library says.
import { pool } from "./state.js";

// What was dropped or chosen: files, and folders as handles or entries. They must be asked for before anything is waited for. Chromium
// refuses entries to a page that was opened from a file, and so the handle comes first; other browsers have no handles.
export function entriesOf(transfer) {
  if (Array.isArray(transfer)) return transfer;
  const all = [...transfer.items].filter((own) => own.kind === "file").map((own) => {
    const entry = own.webkitGetAsEntry?.();
    if (!entry?.isDirectory) return own.getAsFile();
    const handle = own.getAsFileSystemHandle?.().catch(() => undefined);
    return { name: entry.name, entry, handle };
  });
  return all.filter(Boolean);
}

// The files of what was dropped or chosen: {file, path, folder}, where folder is that which was dropped.
export async function filesOf(taken) {
  const found = [];
  for (const own of taken) {
    if (own instanceof File) {
      const inside = own.webkitRelativePath;
      found.push({ file: own, path: inside || own.name, folder: inside ? inside.split("/")[0] : "" });
      continue;
    }
    const handle = await own.handle;
    // A handle hides files whose names are unusual.
    const add = (file, path) => found.push({ file, path, folder: own.name, hides: Boolean(handle) });
    if (handle) await walkHandle(handle, own.name, add);
    else await walkEntry(own.entry, own.name, add);
  }
  return found;
}

async function walkHandle(handle, path, add) {
  for await (const own of handle.values()) {
    const below = `${path}/${own.name}`;
    if (own.kind === "directory") await walkHandle(own, below, add);
    else await own.getFile().then((file) => add(file, below), () => add(new File([], own.name), below));
  }
}

async function walkEntry(entry, path, add) {
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (!some.length) return;
    for (const own of some) {
      const below = `${path}/${own.name}`;
      if (own.isDirectory) await walkEntry(own, below, add);
      else add(await new Promise((done) => own.file(done, () => done(new File([], own.name)))), below);
    }
  }
}

// The files to be read of what was dropped or chosen.
export const toRead = async (entries) => readOf(await filesOf(entries));

// The files to be read, in the order of the command, and what is said of the others.
export async function readOf(found) {
  const single = found.filter((own) => !own.folder);
  const said = [];
  const read = [];
  const folders = [...new Set(found.map((own) => own.folder).filter(Boolean))];
  for (const folder of folders) {
    const own = found.filter((one) => one.folder === folder).sort((a, b) => order(a.path, b.path));
    const { head } = await pool().keep({ call: "look", paths: own.map((one) => one.path.slice(folder.length + 1)) });
    own.forEach((one, at) => head.read[at] && read.push(one));
    said.push(...head.said);
  }
  const all = [];
  for (const own of [...single, ...read]) {
    const below = own.folder ? own.path.slice(own.folder.length + 1) : own.path;
    const inside = /\.zip$/i.test(own.path) ? await inArchive(own) : [];
    const folder = below.replace(/\.[^./]*$/, "");
    for (const name of inside) {
      all.push({ path: `${own.path}/${name}`, below: `${folder}/${name}`, file: own.file, name, folder: own.folder });
    }
    if (!inside.length) all.push({ ...own, below });
  }
  return { files: all, said };
}

async function inArchive({ file, path }) {
  opened = undefined;
  const { head } = await pool().keep({ call: "open", path }, file);
  opened = head?.names?.length ? file : undefined;
  return head?.names ?? [];
}

// The archive that the keeper has open.
let opened;
let turn = Promise.resolve();

// What a worker is given of a file: the file itself, or its bytes where it lies in an archive; `refused` says why not.
export function contentOf({ file, name, path }) {
  if (!name) return Promise.resolve({ file });
  // One after another, as the keeper has one archive open.
  turn = turn.then(async () => {
    if (opened !== file) {
      await pool().keep({ call: "open", path: path.slice(0, -name.length - 1) }, file);
      opened = file;
    }
    const { head, bytes, failed } = await pool().keep({ call: "take", name, path });
    if (failed) opened = undefined;
    if (head?.checked) return { refused: head.checked.summary.verdict, result: head.checked };
    return head && !head.refused ? { bytes } : { refused: head?.refused ?? failed ?? "" };
  });
  return turn;
}

// The order of paths: folder by folder, by their names.
export function order(one, other) {
  const [a, b] = [one.split("/"), other.split("/")];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return byCodes(a[at], b[at]);
  }
  return a.length - b.length;
}

function byCodes(one, other) {
  const [a, b] = [[...one], [...other]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
}
