// One message as a bubble with its buttons.

import { icon, make } from "/page/dom.js";
import { richText } from "/page/entities.js";
import { inlineKeyboard } from "/page/keyboards.js";
import { mediaOf } from "/page/media.js";
import { timeOf } from "/page/words.js";

/** Only figures that stand alone are shown large, as chats do with emoji: letters, digits and marks never match. */
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\uFE0F\u200D\u{1F3FB}-\u{1F3FF}]*){1,3}$/u;

/**
 * @param {object} message Bot API Message with `outgoing`, `edited` and `protected`
 * @param {object} phone the phone it is shown on
 * @returns {HTMLElement} with `data-message`; the same message always gives the same element tree
 */
export function bubble(message, phone) {
  const text = message.text ?? message.caption ?? "";
  const media = mediaOf(message, phone);
  const meta = metaOf(message, phone);
  const body = make(
    "div",
    { class: "bubble" },
    quoteOf(message, phone),
    ...(message.show_caption_above_media ? [] : media),
    text === "" ? null : words(message, text, phone, meta),
    ...(message.show_caption_above_media ? media : []),
    text === "" ? meta : null,
  );
  const large = message.text !== undefined && ONLY_EMOJI.test(text) && !message.reply_markup;
  const keyboard = inlineKeyboard(message, phone);
  const classes = ["message", message.outgoing ? "outgoing" : "incoming"];
  if (large || message.sticker) classes.push("bare");
  if (keyboard) classes.push("has-keyboard");
  if (keyboard?.classList.contains("grid")) classes.push("full");
  if (message.photo?.length) classes.push("has-photo");
  if (text === "") classes.push("no-words");
  return make(
    "article",
    { class: classes.join(" "), data: { message: message.message_id }, "aria-label": message.outgoing ? phone.person.first_name : phone.botTitle },
    body,
    keyboard,
  );
}

function words(message, text, phone, meta) {
  const entities = message.entities ?? message.caption_entities ?? [];
  return make("div", { class: "text", dir: "auto" }, ...richText(text, entities, phone), meta);
}

function metaOf(message, phone) {
  const time = timeOf(message.date, phone.language);
  return make(
    "span",
    { class: "meta", dir: phone.direction },
    message.protected && !message.outgoing ? make("span", { class: "meta-lock", title: "Cannot be forwarded or saved" }, icon("lock")) : null,
    message.edited && message.outgoing ? make("span", { class: "meta-edited" }, phone.words.edited) : null,
    make("time", { datetime: new Date(message.date * 1000).toISOString() }, time),
  );
}

function quoteOf(message, phone) {
  const original = message.reply_to_message;
  if (!original) return null;
  const sender = original.from?.is_bot ? phone.botTitle : phone.person.first_name;
  return make(
    "div",
    { class: "reply-quote" },
    make("strong", {}, sender),
    make("span", { dir: "auto" }, original.text ?? original.caption ?? "…"),
  );
}
