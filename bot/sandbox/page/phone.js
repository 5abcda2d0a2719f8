// One person's telephone: her chat with the bot, and everything she can do in it.

import * as api from "/page/api.js";
import { Composer } from "/page/composer.js";
import { phoneChoices } from "/page/deeplinks.js";
import { icon, iconButton, make } from "/page/dom.js";
import { tapKey } from "/page/keyboards.js";
import { alertBox, menu, menuRow, toast } from "/page/popups.js";
import { Thread } from "/page/thread.js";
import { LANGUAGES, directionOf, wordsIn } from "/page/words.js";

const TAP_PATIENCE_MILLISECONDS = 15000; // a client stops waiting for an answer after about as long
const TYPING_MILLISECONDS = 5000; // how long a chat action lasts when nothing follows

export class Phone {
  #page;
  #entry;
  #thread;
  #composer;
  #title = make("bdi");
  #status = make("span", { class: "phone-status", "aria-live": "polite" });
  #caption;
  #pending = new Map(); // tap key -> callback_query_id, null until the sandbox gave one
  #answered = new Set();
  #chat = null;
  #loading = null;
  #again = false;
  #typingTimer;

  /**
   * @param {object} person
   * @param {{id: number, role?: string, title?: string, hint?: string}} entry what the story says of her
   * @param {object} page answers `bot`, `phones()`, `somebodyBegins()`, `now()`, `show(id, code)`, `unreadChanged(phone)`, `isLookedAt(phone)`
   */
  constructor(person, entry, page) {
    this.person = person;
    this.#entry = entry;
    this.#page = page;
    this.unread = 0;
    this.#thread = new Thread(this);
    this.#composer = new Composer(this);
    this.frame = make("div", { class: "phone" }, this.#header(), this.#thread.element, this.#composer.element);
    this.#caption = make("div", { class: "caption" });
    this.element = make("section", { class: "person", data: { person: person.id }, id: `phone-${person.id}` }, this.#caption, this.frame);
    for (const kind of ["pointerdown", "pointerenter", "focusin", "wheel"]) {
      this.element.addEventListener(kind, () => this.lookAt(), { passive: true });
    }
    this.#showPerson();
  }

  get id() { return this.person.id; }
  get name() { return this.person.first_name; }
  get role() { return this.#entry.title ?? this.#entry.role ?? ""; }
  /** Whether the story lets her begin; undefined where no story says who does. */
  get beginning() { return this.#page.somebodyBegins() ? Boolean(this.#entry.start_code) : undefined; }
  get language() { return this.person.language_code ?? "en"; }
  get direction() { return directionOf(this.language); }
  get words() { return wordsIn(this.language); }
  get botName() { return this.#page.bot().username ?? ""; }
  get botTitle() { return this.#chat?.bot?.name || this.#page.bot().name || this.#page.bot().first_name || "Carnet"; }

  now() { return this.#page.now(); }
  toast(text) { toast(this.frame, text); }
  contentGrew() { this.#thread.contentGrew(); }
  isPending(key) { return this.#pending.has(key); }
  say(text) { return this.send({ text }); }

  /** Reads the chat again; calls that come while one is under way are answered by one more at its end. */
  reload() {
    this.#again = this.#loading !== null;
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
      if (this.#again) this.reload();
    });
    return this.#loading;
  }

  async #load() {
    try {
      this.#apply(await api.chat(this.id));
    } catch (error) {
      if (error instanceof api.Refused && error.status === 404) this.element.classList.add("gone");
      else this.#page.troubled(error);
    }
  }

  #apply(chat) {
    const restyle = this.#chat === null || chat.person.language_code !== this.person.language_code;
    this.person = chat.person;
    this.#chat = chat;
    this.unread = chat.unread ?? 0;
    if (restyle) this.#thread.restyle();
    this.#showPerson();
    this.element.classList.toggle("begun", chat.messages.length > 0);
    this.#thread.update(chat);
    this.#composer.update(chat);
    this.showTyping(Boolean(chat.typing));
    if (this.unread > 0 && this.#page.isLookedAt(this)) this.lookAt();
    else this.#page.unreadChanged(this);
  }

  #showPerson() {
    this.frame.dir = this.direction;
    this.frame.lang = this.language;
    this.element.setAttribute("aria-label", `${this.name}${this.role ? `, ${this.role}` : ""}`);
    this.#title.textContent = this.botTitle;
    if (!this.#status.classList.contains("busy")) this.#status.textContent = this.words.bot;
    this.#caption.replaceChildren(
      make("span", { class: "avatar", "aria-hidden": "true" }, [...this.name][0] ?? "?"),
      make(
        "div",
        { class: "caption-lines" },
        make("h2", { dir: "auto" }, this.name, this.role ? make("span", { class: "role" }, this.role) : null),
        this.#entry.hint ? make("p", { class: "hint", dir: "auto" }, this.#entry.hint) : null,
      ),
      make("span", { class: "badge", hidden: this.unread === 0, "aria-label": `${this.unread} unread` }, String(this.unread)),
    );
  }

  #header() {
    const more = iconButton(icon("more"), "Language and more", (event) => this.#openMenu(event.currentTarget), { "aria-haspopup": "menu" });
    return make(
      "header",
      { class: "phone-header" },
      make("span", { class: "bot-avatar", "aria-hidden": "true" }),
      make("span", { class: "phone-names" }, make("strong", { class: "phone-title" }, this.#title), this.#status),
      more,
    );
  }

  #openMenu(anchor) {
    const picker = make(
      "select",
      { name: "language_code", on: { change: (event) => this.#change({ language_code: event.target.value }) } },
      ...Object.entries(LANGUAGES).map(([code, name]) => make("option", { value: code, selected: this.language.startsWith(code) }, name)),
    );
    const blocked = this.#chat?.blocked;
    menu(this.frame, anchor, "This phone", [
      make("label", { class: "menu-row" }, icon("globe"), make("span", {}, "Language"), picker),
      blocked
        ? menuRow("block", "Unblock the bot", () => this.unblock())
        : menuRow("block", "Block the bot", () => this.#try(() => api.block(this.id)), { class: "menu-row danger" }),
      menuRow("info", "About the bot", () => alertBox(this.frame, this.#about())),
    ]);
  }

  #about() {
    const { name, short_description: short, description } = this.#chat?.bot ?? {};
    return [name ?? this.botTitle, short ?? "", description ?? ""].filter(Boolean).join("\n\n");
  }

  /** The person saw what is new: the badge goes. */
  lookAt() {
    this.#page.lookedAt(this);
    if (this.unread === 0) return;
    this.unread = 0;
    this.#showPerson();
    this.#page.unreadChanged(this);
    this.#try(() => api.read(this.id));
  }

  showTyping(typing) {
    clearTimeout(this.#typingTimer);
    this.#thread.showTyping(typing);
    this.#status.classList.toggle("busy", typing);
    this.#status.textContent = typing ? this.words.typing : this.words.bot;
    if (typing) this.#typingTimer = setTimeout(() => this.showTyping(false), TYPING_MILLISECONDS);
  }

  async #try(action) {
    try {
      await action();
      return true;
    } catch (error) {
      this.toast(error instanceof api.Refused ? `Not done: ${error.message}.` : "That did not reach the sandbox.");
      return false;
    } finally {
      this.reload();
    }
  }

  send(message) { return this.#try(() => api.send(this.id, message)); }
  unblock() { return this.#try(() => api.unblock(this.id)); }
  #change(details) { return this.#try(() => api.change(this.id, details)); }

  /** Starts the bot as a tapped link does, or with the story's own code when there is none. */
  async start(code) {
    const given = code ?? (await this.#page.startCode(this.id));
    return this.#try(() => api.start(this.id, given));
  }

  /** Presses an inline button; it shimmers until the bot has answered. */
  async tap(message, row, column) {
    const key = tapKey(message.message_id, row, column);
    if (this.#pending.has(key)) return;
    this.#pending.set(key, null);
    this.#markPending(key);
    setTimeout(() => this.#settle(key), TAP_PATIENCE_MILLISECONDS);
    const sent = await this.#try(async () => {
      const { callback_query_id: id } = await api.tap(this.id, message.message_id, row, column);
      // The answer may have come by the stream of events before the tap's own response.
      if (this.#answered.delete(id)) this.#settle(key);
      else if (this.#pending.has(key)) this.#pending.set(key, id);
    });
    if (!sent) this.#settle(key);
  }

  #markPending(key) {
    const button = this.frame.querySelector(`[data-key="${key}"]`);
    button?.classList.toggle("pending", this.#pending.has(key));
    button?.setAttribute("aria-busy", String(this.#pending.has(key)));
  }

  #settle(key) {
    this.#pending.delete(key);
    this.#markPending(key);
  }

  /** The bot answered a tap: the button rests, and what it says is shown. */
  answer({ callback_query_id: id, text, show_alert: asAlert }) {
    const key = [...this.#pending].find(([, pending]) => pending === id)?.[0];
    if (key) this.#settle(key);
    else this.#answered.add(id);
    if (!text) return;
    if (asAlert) alertBox(this.frame, text);
    else this.toast(text);
  }

  /** After an interruption nobody knows which taps were answered: none is kept waiting. */
  forgetTaps() {
    for (const key of [...this.#pending.keys()]) this.#settle(key);
    this.#answered.clear();
  }

  /** A link that starts the bot: on whose phone? */
  openLink(target, anchor) {
    const phones = this.#page.phones().map(({ id, name }) => ({ id, name }));
    if (phones.length < 2) {
      this.start(target.code);
      return;
    }
    const open = (id) => this.#page.startOn(id, target.code);
    const rows = phoneChoices({ phones, here: this.id, scan: Boolean(target.scan), open, copy: () => this.copy(target.href) });
    menu(this.frame, anchor, "Open the link", rows);
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast("Copied");
    } catch {
      this.toast(text); // no clipboard here: the words can still be read
    }
  }
}
