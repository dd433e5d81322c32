// The workers: as many as the machine has cores, and one that keeps what lasts from one request to the next.

const MOST_WORKERS = 8;
const MOST_EARLY = 2;

class Library {
  // One that keeps what it is given is of no use any more once it failed or was stopped: what it kept is gone.
  constructor(url, module, begin, keeps = false) {
    this.keeps = keeps;
    this.url = url;
    this.module = module;
    this.begin = begin;
    this.start();
  }

  start() {
    this.waiting = new Map();
    this.number = 0;
    this.worker = new Worker(this.url);
    this.worker.onmessage = ({ data }) => {
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    };
    // A worker that could not even say what went wrong.
    this.worker.onerror = (event) => {
      event.preventDefault();
      const waiting = [...this.waiting];
      this.stop();
      for (const [id, done] of waiting) done({ id, failed: event.message });
    };
    this.worker.postMessage({ module: this.module });
    if (this.begin) this.ask(this.begin);
  }

  // The answer: {head, bytes}, or {failed}, {gone}.
  ask(request, file, bytes) {
    if (this.ended) return Promise.resolve(this.ended);
    if (!this.worker) this.start();
    if (request.call === "begin") this.begin = request;
    const id = ++this.number;
    const answer = new Promise((done) => {
      this.waiting.set(id, done);
      this.worker.postMessage({ id, request, file, bytes });
    });
    return answer.then((own) => {
      if (this.keeps && (own.failed || own.stopped)) this.ended ??= own;
      return this.ended ?? own;
    });
  }

  stop() {
    if (this.keeps) this.ended ??= { stopped: true };
    this.worker?.terminate();
    this.worker = undefined;
    for (const done of this.waiting.values()) done({ stopped: true });
    this.waiting.clear();
  }
}

export class Pool {
  constructor(source, packed, unpacker) {
    this.url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.free = [];
    this.all = [];
    this.queue = [];
    this.size = Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS);
    this.ready = new Promise((done, fail) => {
      const first = new Worker(this.url);
      first.onmessage = ({ data }) => {
        first.terminate();
        if (data.failed) return fail(new Error(data.failed));
        this.module = data.module;
        done();
      };
      first.onerror = (event) => fail(new Error(event.message));
      first.postMessage({ packed, unpacker });
    });
  }

  // How files are read from now on; the layouts there are, and the faults of one's own.
  async set(begin) {
    await this.ready;
    this.begin = { call: "begin", ...begin };
    this.keeper ??= new Library(this.url, this.module);
    for (const own of this.all) own.ask(this.begin);
    const { head } = await this.keeper.ask(this.begin);
    // So many are ready before the first file comes.
    while (this.all.length < Math.min(this.size, MOST_EARLY)) this.add();
    return head;
  }

  // A library that keeps what it is given, for work on many files together.
  apart() {
    return new Library(this.url, this.module, this.begin, true);
  }

  add() {
    const own = new Library(this.url, this.module, this.begin);
    this.all.push(own);
    this.free.push(own);
  }

  // Asks the worker that keeps archives, rosters and what is packed.
  keep(request, file, bytes) {
    return this.keeper.ask(request, file, bytes);
  }

  // Asks any worker.
  ask(request, file, bytes) {
    return new Promise((done) => {
      this.queue.push({ request, file, bytes, done });
      this.next();
    });
  }

  next() {
    while (this.queue.length) {
      if (!this.free.length && this.all.length < this.size) this.add();
      const own = this.free.pop();
      if (!own) return;
      const { request, file, bytes, done } = this.queue.shift();
      own.ask(request, file, bytes).then((answer) => {
        this.free.push(own);
        done(answer);
        this.next();
      });
    }
  }

  // Ends all that is asked for, also a file that takes for ever.
  stop() {
    for (const { done } of this.queue.splice(0)) done({ stopped: true });
    for (const own of this.all) own.stop();
  }
}
