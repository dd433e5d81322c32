// Where files come from: chosen, dropped, in folders, in archives. What is read of a folder, the library says.
import { pool } from "./state.js";

// What was dropped or chosen. The entries must be asked for before anything is waited for.
export function entriesOf(transfer) {
  if (Array.isArray(transfer)) return transfer;
  const entries = [...transfer.items].map((own) => own.webkitGetAsEntry?.()).filter(Boolean);
  return entries.length ? entries : [...transfer.files];
}

// The files of entries and files: {file, path, folder}, where folder is that which was dropped.
export async function filesOf(entries) {
  const found = [];
  const walk = async (entry, path, folder) => {
    if (entry instanceof File) {
      const inside = entry.webkitRelativePath;
      found.push({ file: entry, path: inside || entry.name, folder: inside ? inside.split("/")[0] : "" });
    } else if (entry.isFile) {
      const file = await new Promise((done) => entry.file(done, () => done(undefined)));
      if (file) found.push({ file, path: path + entry.name, folder });
    } else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done) => reader.readEntries(done, () => done([])));
        if (!some.length) break;
        for (const own of some) await walk(own, path + entry.name + "/", folder || entry.name);
      }
    }
  };
  for (const entry of entries) await walk(entry, "", "");
  return found;
}

// The files to be read, in the order of the command, and what is said of the others.
export async function toRead(entries) {
  const found = await filesOf(entries);
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
