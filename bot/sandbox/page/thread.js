// The messages of one chat: kept in step with what the sandbox says, element by element, so that a keyboard
// someone is about to press is never rebuilt without need, and an edit is seen where it happens.

import { icon, make } from "/page/dom.js";
import { bubble } from "/page/bubble.js";
import { dayOf } from "/page/words.js";

const NEAR_END_PIXELS = 80;
const LEAVE_MILLISECONDS = 220;

const wordsOf = (message) => message.text ?? message.caption ?? "";

export class Thread {
  #phone;
  #shown = new Map(); // message_id -> {element, source, words}
  #typing;
  #list;
  #jump;
  #empty;
  #first = true;
  #wasAtEnd = true;

  constructor(phone) {
    this.#phone = phone;
    this.#typing = make("div", { class: "typing", hidden: true }, make("i"), make("i"), make("i"));
    this.#list = make("div", { class: "messages", role: "log", "aria-live": "polite", tabindex: "0" });
    this.#jump = make(
      "button",
      { type: "button", class: "jump", "aria-label": "Go to the newest message", hidden: true, on: { click: () => this.toEnd({ smooth: true }) } },
      icon("down"),
      make("span", { class: "badge", hidden: true }),
    );
    this.#empty = make("div", { class: "welcome", hidden: true });
    this.scroller = make("div", { class: "thread" }, this.#list, this.#typing);
    this.element = make("div", { class: "thread-frame" }, this.scroller, this.#empty, this.#jump);
    this.scroller.addEventListener("scroll", () => this.#showJump(), { passive: true });
    new ResizeObserver(() => {
      if (this.#wasAtEnd) this.toEnd();
    }).observe(this.scroller);
  }

  /** Shows exactly these messages. */
  update(chat) {
    const atEnd = this.#wasAtEnd;
    this.#list.setAttribute("aria-label", `Chat of ${this.#phone.person.first_name}`);
    const added = this.#reconcile(chat.messages);
    this.#showWelcome(chat);
    const own = added.some((message) => message.outgoing);
    if (this.#first || own || atEnd) this.toEnd();
    this.#first = false;
    this.#showJump(chat.unread);
  }

  /** Renders all again, as after another language was chosen. */
  restyle() {
    for (const row of this.#shown.values()) row.source = "";
  }

  showTyping(typing) {
    if (this.#typing.hidden === !typing) return;
    this.#typing.hidden = !typing;
    if (this.#wasAtEnd) this.toEnd();
  }

  toEnd({ smooth = false } = {}) {
    this.#wasAtEnd = true;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  /** A picture arrived and pushed the end away. */
  contentGrew() {
    if (this.#wasAtEnd) this.toEnd();
  }

  #reconcile(messages) {
    const added = [];
    const wanted = new Set(messages.map((message) => message.message_id));
    for (const [id, row] of this.#shown) if (!wanted.has(id)) this.#remove(id, row);
    let previous = null;
    this.#list.querySelectorAll(".day").forEach((day) => day.remove());
    for (const message of messages) {
      const row = this.#shown.get(message.message_id);
      const element = row ? this.#refresh(row, message) : this.#add(message);
      if (!row) added.push(message);
      element.classList.toggle("follows", previous?.outgoing === message.outgoing && message.date - previous.date < 300);
      if (previous === null || this.#day(previous) !== this.#day(message)) element.before(this.#dayMark(message));
      previous = message;
    }
    return added;
  }

  #add(message) {
    const element = bubble(message, this.#phone);
    if (!this.#first) element.classList.add("arriving");
    this.#shown.set(message.message_id, { element, source: JSON.stringify(message), words: wordsOf(message) });
    this.#list.append(element);
    return element;
  }

  #refresh(row, message) {
    const source = JSON.stringify(message);
    if (source === row.source) return row.element;
    const fresh = bubble(message, this.#phone);
    const focused = row.element.contains(document.activeElement) ? document.activeElement : null;
    // A tick in the keyboard is seen where it was pressed; only new words need to catch the eye.
    if (row.words !== wordsOf(message)) fresh.classList.add("changed");
    row.words = wordsOf(message);
    row.element.replaceWith(fresh);
    row.element = fresh;
    row.source = source;
    // Whoever uses the keyboard stays where she was, or at least in this chat.
    if (focused) (fresh.querySelector(`[data-key="${focused.dataset.key}"]`) ?? this.#list).focus({ preventScroll: true });
    return fresh;
  }

  #remove(id, row) {
    this.#shown.delete(id);
    row.element.removeAttribute("data-message");
    row.element.setAttribute("aria-hidden", "true");
    row.element.inert = true;
    row.element.style.maxHeight = `${row.element.offsetHeight}px`;
    row.element.classList.add("leaving");
    setTimeout(() => row.element.remove(), LEAVE_MILLISECONDS);
  }

  #day = (message) => new Date(message.date * 1000).toDateString();

  #dayMark(message) {
    const label = dayOf(message.date, this.#phone.language, this.#phone.now());
    return make("div", { class: "day", role: "separator" }, make("span", { dir: "auto" }, label));
  }

  #showWelcome(chat) {
    this.#empty.hidden = chat.started ?? chat.messages.length > 0;
    if (this.#empty.hidden) return;
    const { name, description } = chat.bot ?? {};
    this.#empty.replaceChildren(
      make(
        "div",
        { class: "welcome-card" },
        make("span", { class: "welcome-mark", "aria-hidden": "true" }),
        make("h3", { dir: "auto" }, description ? this.#phone.words.about : (name ?? this.#phone.botTitle)),
        description ? make("p", { dir: "auto" }, description) : null,
      ),
    );
  }

  #showJump(unread) {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#wasAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
    this.#jump.hidden = this.#wasAtEnd;
    const badge = this.#jump.querySelector(".badge");
    if (unread !== undefined) {
      badge.hidden = !unread;
      badge.textContent = String(unread);
    }
  }
}
