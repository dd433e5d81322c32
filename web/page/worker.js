// Runs the library: one request at a time, each with a file or without. A library that failed is thrown away, and the next
// request gets a fresh one.
let module;
let begin;
let library;

// A library that a large file made as large as this is not kept: its memory never shrinks.
const MOST_KEPT = 96 << 20;

onmessage = async ({ data }) => {
  try {
    if (data.packed !== undefined) {
      module = await compiled(data.packed, data.unpacker);
      postMessage({ module });
      return;
    }
    if (data.module) {
      module = data.module;
      return;
    }
    if (data.request.call === "begin") {
      begin = data.request;
      library = undefined;
      fresh();
      postMessage({ id: data.id, head: library.begun });
      return;
    }
    let bytes = data.bytes ?? new Uint8Array();
    if (data.file) {
      try {
        bytes = new Uint8Array(await data.file.arrayBuffer());
      } catch {
        postMessage({ id: data.id, gone: true });
        return;
      }
    }
    const { head, rest } = asked(data.request, bytes);
    postMessage({ id: data.id, head, bytes: rest }, [rest.buffer]);
  } catch (error) {
    library = undefined;
    postMessage({ id: data.id, failed: String(error?.message ?? error) });
  }
};

// The text of the page that holds the library: LZMA, as build.py writes it. What unpacks it is a library of its own.
async function compiled(text, unpacker) {
  const packed = unpacked(text);
  const { room, unpack, memory } = (await WebAssembly.instantiate(unpacked(unpacker))).instance.exports;
  const length = new DataView(packed.buffer).getUint32(5, true);
  const [from, to] = [room(packed.length) >>> 0, room(length) >>> 0];
  new Uint8Array(memory.buffer).set(packed, from);
  if (!unpack(from, packed.length, to, length)) throw new Error("the library is damaged");
  return WebAssembly.compile(new Uint8Array(memory.buffer, to, length));
}

// The bytes behind their number: two characters of 91 hold 13 bits.
function unpacked(text) {
  const values = new Uint8Array(127);
  let count = 0;
  for (let code = 33; code < 127; code += 1) if (!'"&<'.includes(String.fromCharCode(code))) values[code] = count++;
  const first = text.indexOf(" ") + 1;
  const bytes = new Uint8Array(Number(text.slice(0, first)));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let next = first; next < text.length; next += 2) {
    held = (held << 13) | (values[text.charCodeAt(next)] * 91 + values[text.charCodeAt(next + 1)]);
    for (bits += 13; bits >= 8; at += 1) {
      bits -= 8;
      bytes[at] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}

function fresh() {
  if (library) return;
  library = new WebAssembly.Instance(module, {}).exports;
  library = { ...library, begun: undefined };
  if (begin) library.begun = asked(begin, new Uint8Array()).head;
}

function asked(request, bytes) {
  fresh();
  const head = new TextEncoder().encode(JSON.stringify(request));
  const length = 4 + head.length + bytes.length;
  // Addresses are numbers without a sign.
  const at = library.room(length) >>> 0;
  const memory = new Uint8Array(library.memory.buffer, at, length);
  new DataView(library.memory.buffer).setUint32(at, head.length, true);
  memory.set(head, 4);
  memory.set(bytes, 4 + head.length);
  const answer = library.call(at, length) >>> 0;
  const view = new DataView(library.memory.buffer);
  const whole = view.getUint32(answer, true);
  const first = view.getUint32(answer + 4, true);
  const text = new TextDecoder().decode(new Uint8Array(library.memory.buffer, answer + 8, first));
  const rest = new Uint8Array(library.memory.buffer).slice(answer + 8 + first, answer + 4 + whole);
  library.free(answer, 4 + whole);
  const stateful = ["open", "take", "pack", "packed", "roster", "whose", "form", "known", "lay", "review", "result", "results"].includes(request.call);
  if (!stateful && library.memory.buffer.byteLength > MOST_KEPT) library = undefined;
  return { head: JSON.parse(text), rest };
}
