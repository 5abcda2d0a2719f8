// The foot of a phone: the line one writes in, the keyboard a bot offers, START in an empty chat.

import { attachments, sendVoice } from "/page/attachments.js";
import { icon, iconButton, make } from "/page/dom.js";
import { replyKeyboard, standingKeyboard } from "/page/keyboards.js";

const MAX_HEIGHT_PIXELS = 132;

export class Composer {
  #phone;
  #field;
  #send;
  #mic;
  #attach;
  #slash;
  #toggle;
  #line;
  #big;
  #suggestions;
  #commands = [];
  #commandList;
  #keyboardOf = null; // the message whose reply keyboard is shown
  #dismissed = null; // the message whose keyboard was put away
  #files;

  constructor(phone) {
    this.#phone = phone;
    this.#files = attachments(phone);
    this.#field = make("textarea", {
      name: "text",
      rows: "1",
      dir: "auto",
      enterkeyhint: "send",
      autocomplete: "off",
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event) },
    });
    this.#attach = iconButton(icon("attach"), "Send a photo or a document", (event) => this.#files.open(event.currentTarget), { "aria-haspopup": "menu" });
    this.#slash = iconButton(icon("slash"), "Commands of the bot", () => this.#showCommands(this.#commandList.hidden), { class: "icon-button boxed" });
    this.#toggle = iconButton(icon("keyboard"), "Suggested answers", () => this.#toggleKeyboard());
    this.#send = iconButton(icon("send"), "Send", () => this.#submit(), { class: "icon-button send", hidden: true });
    this.#mic = iconButton(icon("mic"), "Send a sample voice note", () => sendVoice(phone));
    this.#line = make(
      "div",
      { class: "composer" },
      this.#slash,
      make("div", { class: "composer-field" }, this.#field, this.#toggle, this.#attach),
      this.#mic,
      this.#send,
      ...this.#files.fields,
    );
    this.#big = make("button", { type: "button", class: "big-button", hidden: true });
    this.#suggestions = make("div", { class: "suggestions", hidden: true });
    this.#commandList = make("div", { class: "commands", role: "menu", "aria-label": "Commands of the bot", hidden: true });
    this.#commandList.addEventListener("keydown", (event) => this.#commandKey(event));
    this.element = make("footer", { class: "foot" }, this.#commandList, this.#line, this.#big, this.#suggestions);
  }

  /** Follows what the chat says: commands, reply keyboard, an empty or blocked chat. */
  update(chat) {
    const { words, person } = this.#phone;
    this.#field.placeholder = words.message;
    if (this.#field.value === "") this.#field.dir = this.#phone.direction;
    this.#field.setAttribute("aria-label", `${words.message}, ${person.first_name}`);
    this.#commands = chat.commands ?? [];
    this.#slash.hidden = this.#commands.length === 0 || this.#field.value !== "";
    // A bot may take all its messages away: whoever has begun can still write to it.
    const started = chat.started ?? chat.messages.length > 0;
    const big = chat.blocked ? "unblock" : !started ? "start" : null;
    this.#big.hidden = big === null;
    this.#line.hidden = big !== null;
    if (big) {
      this.#big.textContent = words[big];
      this.#big.dataset.action = big;
      const { beginning } = this.#phone;
      this.#big.classList.toggle("begins", big === "start" && beginning === true);
      this.#big.classList.toggle("waits", big === "start" && beginning === false);
      this.#big.onclick = () => (big === "start" ? this.#phone.start() : this.#phone.unblock());
    }
    this.#updateKeyboard(big ? null : standingKeyboard(chat.messages), chat);
  }

  focus() {
    this.#field.focus();
  }

  #updateKeyboard(standing, chat) {
    const last = chat.messages.at(-1)?.reply_markup;
    this.#field.placeholder = last?.input_field_placeholder ?? this.#field.placeholder;
    this.#toggle.hidden = standing === null;
    const open = standing !== null && this.#dismissed !== standing.message_id;
    this.#suggestions.hidden = !open;
    this.#toggle.setAttribute("aria-expanded", String(open));
    const id = standing?.message_id ?? null;
    if (id === this.#keyboardOf) return;
    this.#keyboardOf = id;
    this.#suggestions.replaceChildren(...(standing ? [replyKeyboard(standing, this.#phone, () => this.#toggleKeyboard())] : []));
  }

  #toggleKeyboard() {
    const open = this.#suggestions.hidden;
    this.#dismissed = open ? null : this.#keyboardOf;
    this.#suggestions.hidden = !open;
    this.#toggle.setAttribute("aria-expanded", String(open));
  }

  #typed() {
    const { value } = this.#field;
    this.#field.dir = value === "" ? this.#phone.direction : "auto"; // an empty field has no direction of its own
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, MAX_HEIGHT_PIXELS)}px`;
    const written = value.trim() !== "";
    this.#send.hidden = !written;
    this.#mic.hidden = written;
    this.#attach.hidden = written;
    this.#slash.hidden = written || this.#commands.length === 0;
    this.#showCommands(/^\/\w*$/u.test(value), value.slice(1));
  }

  #key(event) {
    if (event.key === "Escape") this.#showCommands(false);
    if (event.key === "ArrowUp" && !this.#commandList.hidden) {
      event.preventDefault();
      this.#commandList.lastElementChild?.focus();
    }
    // On a touch keyboard Enter makes a new line, as chat apps do; the send button is under the thumb.
    const touch = window.matchMedia("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch) return;
    event.preventDefault();
    this.#submit();
  }

  #commandKey(event) {
    const rows = [...this.#commandList.children];
    const index = rows.indexOf(document.activeElement);
    if (event.key === "Escape") {
      this.#showCommands(false);
      this.focus();
    } else if (event.key === "ArrowUp") rows[Math.max(index - 1, 0)].focus();
    else if (event.key === "ArrowDown") (rows[index + 1] ?? this.#field).focus();
    else return;
    event.preventDefault();
  }

  #showCommands(open, beginning = "") {
    const fitting = this.#commands.filter(({ command }) => command.startsWith(beginning.toLowerCase()));
    this.#commandList.hidden = !open || fitting.length === 0;
    this.#slash.setAttribute("aria-expanded", String(!this.#commandList.hidden));
    if (this.#commandList.hidden) return;
    this.#commandList.replaceChildren(
      ...fitting.map(({ command, description }) =>
        make(
          "button",
          { type: "button", role: "menuitem", class: "command-row", on: { click: () => this.#choose(`/${command}`) } },
          make("span", { class: "command-name", dir: "ltr" }, `/${command}`),
          make("span", { class: "command-text", dir: "auto" }, description),
        ),
      ),
    );
  }

  #choose(command) {
    this.#clear();
    this.#phone.send({ text: command });
  }

  #clear() {
    this.#field.value = "";
    this.#typed();
  }

  async #submit() {
    const text = this.#field.value.trim();
    if (text === "") return;
    this.#clear();
    this.focus();
    if (await this.#phone.send({ text })) return;
    this.#field.value = text; // what could not be sent is not lost
    this.#typed();
  }
}
