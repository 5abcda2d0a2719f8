// Pictures, documents, voice notes and the rest of what a bubble may carry besides words.

import * as api from "/page/api.js";
import { icon, make } from "/page/dom.js";
import { lightbox } from "/page/popups.js";
import { linkOf, linkTarget } from "/page/deeplinks.js";
import { durationOf, sizeOf } from "/page/words.js";

const WAVE_BARS = 28;

/** @returns {HTMLElement[]} what stands above the caption, in the order a chat shows it */
export function mediaOf(message, phone) {
  if (message.photo?.length) return [photo(message, phone)];
  if (message.voice ?? message.audio) return [voice(message.voice ?? message.audio, phone)];
  if (message.sticker) return [make("span", { class: "sticker" }, message.sticker.emoji ?? "🙂")];
  if (message.location ?? message.venue) return [location(message.venue?.location ?? message.location, message.venue?.title)];
  const file = message.document ?? message.video ?? message.animation ?? message.video_note;
  if (file) return [documentCard(file, message.video || message.video_note ? "play" : "file")];
  if (message.contact) return [card("phone", message.contact.first_name, message.contact.phone_number)];
  return [];
}

function photo(message, phone) {
  const largest = message.photo.at(-1);
  const address = api.file(largest.file_id);
  let link = linkOf(message, phone.botName);
  const picture = make("img", { src: address, alt: message.caption ?? "", loading: "lazy", decoding: "async" });
  if (largest.width > 1 && largest.height > 1) picture.style.aspectRatio = `${largest.width} / ${largest.height}`;
  const button = make("button", { type: "button", class: "photo" }, picture);
  const name = () => {
    button.title = link ? "Picture with a link: open it on a phone" : "Picture: show it large";
    button.setAttribute("aria-label", button.title);
  };
  name();
  // A code to scan may stand in the picture alone, without a word that could be forwarded.
  if (!link) {
    linkIn(largest.file_id, phone.botName).then((found) => {
      link = found;
      name();
    });
  }
  button.addEventListener("click", () => {
    if (link) phone.openLink({ ...link, scan: true }, button);
    else if (button.isConnected && !button.classList.contains("missing")) lightbox(address, message.caption ?? "Picture");
  });
  // The sandbox may know a picture by name only (a size claimed by a test has no bytes).
  picture.addEventListener("error", () => {
    button.classList.add("missing");
    picture.replaceWith(icon("photo"), make("span", {}, "Picture"));
  });
  picture.addEventListener("load", () => phone.contentGrew());
  return button;
}

const scans = new Map();

/** The link that starts the bot in a picture's code, read once a picture; none where there is none. */
async function linkIn(fileId, botName) {
  if (!scans.has(fileId)) scans.set(fileId, api.scan(fileId).catch(() => ""));
  const target = linkTarget(await scans.get(fileId), botName);
  return target.code ? target : undefined;
}

function documentCard(file, iconName) {
  const address = api.file(file.file_id);
  const link = make(
    "a",
    { class: "file-card", href: address, download: file.file_name ?? "document", "aria-label": `Save ${file.file_name ?? "document"}` },
    make("span", { class: "file-icon" }, icon(iconName)),
    make("span", { class: "file-lines" }, make("span", { class: "file-name", dir: "auto" }, file.file_name ?? "Document"), make("span", { class: "file-size" }, sizeOf(file.file_size))),
  );
  return link;
}

function card(iconName, first, second) {
  return make(
    "div",
    { class: "file-card" },
    make("span", { class: "file-icon" }, icon(iconName)),
    make("span", { class: "file-lines" }, make("span", { class: "file-name", dir: "auto" }, first), make("span", { class: "file-size", dir: "ltr" }, second)),
  );
}

function location(place, title) {
  return card("pin", title ?? "Location", `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`);
}

/** A voice note: play and pause, a wave that fills as it is heard, its length. */
function voice(note, phone) {
  const sound = new Audio();
  sound.preload = "none";
  const length = make("span", { class: "voice-length" }, durationOf(note.duration));
  const bars = heights(note.file_unique_id ?? note.file_id).map((height) => {
    const bar = make("i", {});
    bar.style.height = `${height}%`;
    return bar;
  });
  const button = make("button", { type: "button", class: "voice-play", "aria-label": "Play voice note" }, icon("play"));
  const show = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", playing ? "Pause voice note" : "Play voice note");
  };
  button.addEventListener("click", () => {
    if (!sound.src) sound.src = api.file(note.file_id);
    if (!sound.paused) sound.pause();
    else sound.play().catch(() => phone.toast("This sound cannot be played."));
  });
  sound.addEventListener("play", () => show(true));
  sound.addEventListener("pause", () => show(false));
  sound.addEventListener("timeupdate", () => {
    const part = sound.duration ? sound.currentTime / sound.duration : 0;
    bars.forEach((bar, index) => bar.classList.toggle("heard", index < part * WAVE_BARS));
    length.textContent = durationOf(sound.ended ? note.duration : sound.currentTime);
  });
  return make("div", { class: "voice" }, button, make("span", { class: "voice-wave", "aria-hidden": "true" }, ...bars), length);
}

/** The same wave for the same note each time; its real one is not known without decoding the sound. */
function heights(seed) {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  return Array.from({ length: WAVE_BARS }, (_, index) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return 22 + Math.round((state / 2 ** 32) * 52 * Math.sin(((index + 2) / (WAVE_BARS + 3)) * Math.PI) + 14);
  });
}
