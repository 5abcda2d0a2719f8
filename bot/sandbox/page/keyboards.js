// Buttons under a bubble, and the keyboard a bot puts in place of the letters.

import { icon, make } from "/page/dom.js";
import { linkTarget } from "/page/deeplinks.js";

const GRID_FROM = 5; // a row this long is a calendar or a pad of figures: it gets the chat's whole width

/**
 * The inline keyboard of one message.
 *
 * @param {object} message
 * @param {object} phone answers `isPending(key)`, `tap(message, row, column)`, `openLink`, `toast`
 * @returns {HTMLElement|null}
 */
export function inlineKeyboard(message, phone) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const wide = rows.some((row) => row.length >= GRID_FROM);
  return make(
    "div",
    { class: wide ? "keyboard grid" : "keyboard", role: "group", "aria-label": "Buttons of this message" },
    ...rows.map((row, rowIndex) =>
      make("div", { class: "keyboard-row" }, ...row.map((button, column) => inlineButton(button, message, rowIndex, column, phone))),
    ),
  );
}

function inlineButton(button, message, row, column, phone) {
  const key = tapKey(message.message_id, row, column);
  const pending = phone.isPending(key);
  const element = make(
    "button",
    {
      type: "button",
      class: `key ${styleOf(button)}${pending ? " pending" : ""}`,
      data: { key },
      "aria-busy": pending ? "true" : null,
    },
    make("span", { class: "key-text", dir: "auto" }, button.text),
    cornerOf(button),
  );
  element.addEventListener("click", () => press(button, message, row, column, phone, element));
  return element;
}

export const tapKey = (messageId, row, column) => `${messageId}:${row}:${column}`;

const styleOf = (button) => (["primary", "success", "danger"].includes(button.style) ? button.style : "");

function cornerOf(button) {
  if (button.url || button.web_app || button.login_url) return icon("out");
  return button.copy_text ? icon("copy") : null;
}

function press(button, message, row, column, phone, element) {
  if (button.callback_data !== undefined) phone.tap(message, row, column);
  else if (button.url) follow(button.url, phone, element);
  else if (button.copy_text) phone.copy(button.copy_text.text);
  else phone.toast("This kind of button does nothing in the sandbox.");
}

function follow(address, phone, element) {
  const target = linkTarget(address, phone.botName);
  if (target.code !== undefined) phone.openLink(target, element);
  else if (target.href) window.open(target.href, "_blank", "noopener,noreferrer");
  else phone.toast("This address cannot be opened.");
}

/**
 * The reply keyboard that stands now: the newest one a bot message brought and none took away.
 *
 * @returns {{message_id: number, markup: object}|null}
 */
export function standingKeyboard(messages) {
  for (const message of [...messages].reverse()) {
    const markup = message.outgoing ? null : message.reply_markup;
    if (markup?.remove_keyboard) return null;
    if (markup?.keyboard) return { message_id: message.message_id, markup };
  }
  return null;
}

export function replyKeyboard({ markup }, phone, onUsed) {
  const press = (button) => {
    if (button.request_location) phone.send({ kind: "location", latitude: 45.6277, longitude: -1.0253 });
    else phone.send({ text: button.text ?? button });
    if (markup.one_time_keyboard) onUsed();
  };
  return make(
    "div",
    { class: "reply-keyboard", role: "group", "aria-label": "Suggested answers" },
    ...markup.keyboard.map((row) =>
      make(
        "div",
        { class: "keyboard-row" },
        ...row.map((button) =>
          make(
            "button",
            { type: "button", class: `key ${styleOf(button)}`, on: { click: () => press(button) } },
            make("span", { class: "key-text", dir: "auto" }, button.text ?? button),
          ),
        ),
      ),
    ),
  );
}
