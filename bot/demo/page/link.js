// The connection of one phone: a WebSocket that reconnects by itself and loses nothing.
//
// What was sent stays in `#waiting` until the server has acknowledged its ref; after a reconnect it is
// sent again with the same ref, and the server drops what it has already.

const FIRST_PAUSE = 400; // ms
const LONGEST_PAUSE = 8000;
const FILE_TRIES = 3; // a file that breaks the connection each time is given up, so that other frames can pass

/** A new unguessable reference (crypto.randomUUID is missing on plain http from another machine). */
export function newRef() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Link {
  #phone;
  #on;
  #socket = null;
  #timer = 0;
  #pause = FIRST_PAUSE;
  #waiting = new Map(); // ref → {frame, tries}
  #after = 0; // the highest seq received
  #epoch = null;
  live = false;

  /**
   * @param phone the phone's id
   * @param on {frame(object), live(bool), refused(ref), reset()}: `live` is called when the connection
   *   opens or breaks, `refused` when a file is given up, `reset` when the server has another history.
   */
  constructor(phone, on) {
    this.#phone = phone;
    this.#on = on;
    // After a sleeping tab or a lost network, do not wait for the pause to end.
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
    this.#open();
  }

  /** Send a frame (with a ref) now, or as soon as the connection is open. */
  send(frame) {
    this.#waiting.set(frame.ref, { frame, tries: 0 });
    if (this.live) this.#transmit(frame.ref);
  }

  #open() {
    clearTimeout(this.#timer);
    const address = new URL("/demo/ws", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = new URLSearchParams({ phone: this.#phone, after: this.#after });
    const socket = new WebSocket(address.href);
    this.#socket = socket;
    socket.onmessage = (event) => socket === this.#socket && this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.#socket && this.#lost(event.code);
  }

  #hurry() {
    if (!this.#socket) this.#open();
  }

  #lost(code) {
    this.#socket = null;
    if (code === 1009) this.#giveUpLargest();
    this.#setLive(false);
    // Jitter, so that the phones of a page do not all reconnect at the same time.
    this.#timer = setTimeout(() => this.#open(), this.#pause * (0.75 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 1.7, LONGEST_PAUSE);
  }

  #receive(frame) {
    if (frame.ref) this.#waiting.delete(frame.ref);
    if (frame.type === "hello" && this.#isOtherHistory(frame)) return;
    this.#on.frame(frame);
    if (frame.type === "message") this.#after = Math.max(this.#after, frame.seq);
    if (frame.type === "hello") {
      this.#pause = FIRST_PAUSE;
      this.#setLive(true);
      for (const ref of this.#waiting.keys()) this.#transmit(ref);
    }
  }

  /** The demo was started anew while the page was open: what the page shows is outdated. */
  #isOtherHistory({ epoch = null }) {
    const changed = this.#epoch !== null && epoch !== this.#epoch;
    this.#epoch = epoch;
    if (!changed) return false;
    this.#after = 0;
    this.#waiting.clear();
    this.#on.reset();
    this.#socket.close();
    this.#open();
    return true;
  }

  #transmit(ref) {
    const entry = this.#waiting.get(ref);
    if (entry.frame.type === "file" && entry.tries >= FILE_TRIES) {
      this.#giveUp(ref);
    } else {
      entry.tries += 1;
      this.#socket.send(JSON.stringify(entry.frame));
    }
  }

  /** 1009: the server refused a message because of its size. */
  #giveUpLargest() {
    const files = [...this.#waiting].filter(([, { frame }]) => frame.type === "file");
    files.sort(([, a], [, b]) => b.frame.base64.length - a.frame.base64.length);
    if (files.length) this.#giveUp(files[0][0]);
  }

  #giveUp(ref) {
    this.#waiting.delete(ref);
    this.#on.refused(ref);
  }

  #setLive(live) {
    if (live === this.live) return;
    this.live = live;
    this.#on.live(live);
  }
}
