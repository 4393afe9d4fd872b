// One phone: its head, its log, its text field, and its connection to the server.

import { choose, element, setState } from "./bubble.js";
import { timeOf } from "./clock.js";
import { Link, newRef } from "./link.js";
import { Log } from "./log.js";
import { joinHint, looks, roles, words } from "./words.js";

const LARGEST_FILE = 20_000_000; // bytes, the most that a bot can fetch from Telegram

const template = document.getElementById("phone-template");
const asTyped = (text) => text.trim().toLowerCase();
const JOINING = /^lier [0-9A-Z]{4}(?:-[0-9A-Z]{4})+$/m; // the text that links the owner's second phone

export class Phone {
  #log;
  #link;
  #clock;
  #zone = "Africa/Abidjan";
  #waiting = new Map(); // ref → the <li> or button that waits for the server
  #loaded = false; // the history is complete; further messages are new
  #typing = false;
  #refocus = null;
  #greeted = false; // the hint was typed
  unread = 0;
  onUnread = () => {};
  line = ""; // the text that links the owner's other phone, as it was shown last
  onLine = () => {};
  onBegun = () => {}; // the invitation was used here, and answered
  onSecond = () => {}; // the owner's second phone is asked for

  /**
   * @param info {id, title, role, look, of, known, hint} from the server
   * @param clock the page's one Clock
   * @param onClock (ISO time, zone) when the server tells the time
   */
  constructor(info, clock, onClock) {
    this.id = info.id;
    this.root = template.content.firstElementChild.cloneNode(true);
    this.root.dataset.phone = info.id;
    this.#clock = clock;
    this.onClock = onClock;
    this.form = this.#find(".composer");
    this.input = this.#find("textarea");
    this.#log = new Log(this.root, (id, button, data) => this.#tap(id, button, data));
    this.#log.zone = this.#zone;
    this.describe(info);
    this.#listen();
    clock.onTick(() => this.#showTime());
  }

  /** Call once, when `root` is in the page. */
  connect() {
    this.#link = new Link(this.id, {
      frame: (frame) => this.#receive(frame),
      live: (live) => this.#setLive(live),
      refused: (ref) => this.#refused(ref),
      reset: () => this.#reset(),
    });
  }

  /** The phone has come into sight (on a small screen only one is). */
  shown() {
    this.unread = 0;
    this.onUnread();
    this.#log.toEnd();
  }

  #find(selector) {
    return this.root.querySelector(selector);
  }

  /** Take over what the server reports about the phone. */
  describe({ title, role, look, of, known, hint }) {
    this.title = title;
    this.of = of;
    this.known = known ?? !hint;
    this.root.dataset.role = role;
    this.root.dataset.look = look;
    this.root.setAttribute("aria-label", title + (looks[look] ?? ""));
    this.#find(".name").textContent = title;
    this.#find(".role").textContent = (roles[role] ?? role) + (looks[look] ?? "");
    this.#find(".second").hidden = !look || Boolean(of);
    this.#find(".avatar").textContent = [...title.trim()][0]?.toUpperCase() ?? "·";
    this.#find(".window").href = `/demo?phone=${encodeURIComponent(this.id)}`;
    this.hint = hint;
    this.#showHint();
  }

  /** What can be typed to start: the text that the owner's other phone got. */
  offer(line) {
    if (this.known || this.#greeted) return;
    this.hint = line;
    this.#showHint();
  }

  #showHint() {
    const joins = !this.known && !this.hint; // it starts with the text that the other phone gets
    this.#find(".hint").hidden = this.#greeted || (!this.hint && !joins);
    this.#find(".hint code").textContent = this.hint ?? "";
    this.#find(".hint .begin").hidden = this.#find(".hint button").hidden = joins;
    this.#find(".hint .join").hidden = !joins;
    this.#find(".hint .join").textContent = joins ? joinHint(this.title) : "";
  }

  #showTime() {
    this.#find(".local").textContent = timeOf(this.#clock.now(), this.#zone);
  }

  #listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sendText();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        if (!event.repeat) this.#sendText();
      } else if (event.key === "ArrowUp" && !this.input.value) {
        if (this.#log.focusButtons()) event.preventDefault();
      }
    });
    this.input.addEventListener("input", () => this.#grow());
    this.#find(".log").addEventListener("keydown", (event) => event.key === "Escape" && this.input.focus());
    this.#find(".hint button").addEventListener("click", () => {
      this.input.value = this.hint;
      this.#grow();
      this.input.focus();
    });
    this.#find(".second").addEventListener("click", () => this.onSecond());
    const picker = this.#find(".file");
    this.#find(".attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      if (picker.files[0]) this.#sendFile(picker.files[0]);
      picker.value = ""; // so that the same file can be chosen again
    });
    this.#find(".window").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is wanted
      if (window.open(event.currentTarget.href, "_blank", "popup,width=430,height=880")) event.preventDefault();
    });
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }

  #sendText() {
    const text = this.input.value.trim();
    if (!text || !this.#link.live) return;
    const ref = newRef();
    this.#waiting.set(ref, this.#log.putWaiting({ text, at: this.#clock.now() }));
    this.input.value = "";
    this.#grow();
    this.#find(".empty").hidden = true;
    this.#seeText(text);
    this.#link.send({ type: "text", ref, text });
  }

  #seeText(text) {
    if (this.#greeted || !this.hint || asTyped(text) !== asTyped(this.hint)) return;
    this.#greeted = true;
    this.#showHint();
  }

  async #sendFile(file) {
    if (file.size > LARGEST_FILE) return this.#toast(words.tooBig);
    let base64;
    try {
      base64 = await readBase64(file);
    } catch {
      return this.#toast(words.unreadable);
    }
    const ref = newRef();
    this.#waiting.set(ref, this.#log.putWaiting({ file, at: this.#clock.now() }));
    this.#find(".empty").hidden = true;
    this.#link.send({ type: "file", ref, name: file.name, mime: file.type || "application/octet-stream", base64 });
  }

  #tap(message, button, data) {
    if (!this.#link.live || button.classList.contains("busy")) return;
    const ref = newRef();
    button.classList.add("busy");
    choose(button);
    this.#waiting.set(ref, button);
    this.#log.toEnd(); // the answer appears there
    this.#link.send({ type: "tap", ref, message, data });
  }

  #receive(frame) {
    switch (frame.type) {
      case "hello":
        this.#zone = this.#log.zone = frame.zone;
        this.describe(frame.phone);
        this.onClock(frame.now, frame.zone);
        break;
      case "clock":
        this.onClock(frame.now, this.#zone);
        break;
      case "message":
        this.#message(frame);
        break;
      case "ack":
        this.#settle(frame.ref);
        break;
      case "ticks":
        this.#log.setState(frame.id, frame.state);
        break;
      case "typing":
        this.#setTyping(frame.on);
        break;
      case "toast":
        this.#toast(frame.text);
        break;
      case "history_end":
        this.#loaded = true;
        this.#log.announce(true);
        this.#find(".empty").hidden = !this.#log.isEmpty;
        // Only messages that come from now on are animated.
        this.root.classList.add("loaded");
        break;
    }
  }

  #message(frame) {
    const waiting = this.#waiting.get(frame.ref);
    // A tap is shown on its button, not as a message.
    if (waiting?.matches("button")) return this.#settle(frame.ref);
    this.#waiting.delete(frame.ref);
    const what = this.#log.put(frame, waiting);
    this.#find(".empty").hidden = true;
    if (frame.from === "me") return this.#seeText(this.#log.textOf(frame.id));
    this.#setTyping(false);
    if (this.#greeted && !this.known) {
      this.known = true;
      this.onBegun();
    }
    const line = JOINING.exec(this.#log.textOf(frame.id));
    if (line) this.onLine((this.line = line[0]));
    if (what !== "new" || !this.#loaded) return;
    this.#log.miss();
    if (!this.root.checkVisibility()) {
      this.unread += 1;
      this.onUnread();
    }
  }

  #settle(ref) {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    if (!waiting) return;
    waiting.classList.remove("busy");
    setState(waiting, "sent");
  }

  #refused(ref) {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    if (waiting) setState(waiting, "failed");
    this.#toast(words.notSent);
  }

  #reset() {
    this.#loaded = false;
    this.#log.announce(false);
    this.#greeted = false;
    this.#waiting.clear();
    this.#log.clear();
    this.root.classList.remove("loaded");
  }

  #setLive(live) {
    // A disabled field loses the focus: give it back when the connection is open again.
    if (!live && this.root.contains(document.activeElement)) this.#refocus = document.activeElement;
    for (const control of this.root.querySelectorAll(".composer button, .composer textarea, .hint button")) {
      control.disabled = !live;
    }
    this.#log.setLive(live);
    this.root.classList.toggle("live", live);
    // Before the first connection of a page, no connection was lost.
    this.#find(".offline").hidden = live;
    if (live && document.activeElement === document.body) this.#refocus?.focus();
    if (live) this.#refocus = null;
    this.#setTyping(false);
  }

  #setTyping(on) {
    this.#typing = on;
    this.#find(".typing").hidden = !on;
    this.#find(".presence").textContent = !this.#link.live ? words.connecting : this.#typing ? words.typing : words.online;
  }

  #toast(text) {
    const note = element("p", "toast", text);
    this.#find(".toasts").append(note);
    const seconds = Math.min(3 + text.length / 20, 9); // seconds to read it
    setTimeout(() => note.remove(), seconds * 1000);
  }
}

function readBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
