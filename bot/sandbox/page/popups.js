// What appears above a phone for a moment: toasts, alerts, menus, and pictures at full size.

import { iconButton, icon, make } from "/page/dom.js";

const TOAST_MILLISECONDS = 3600;

/** A line that goes by itself, as for the answer to a tap. */
export function toast(host, text) {
  host.querySelector(":scope > .toast")?.remove();
  const line = make("p", { class: "toast", role: "status", dir: "auto" }, text);
  host.append(line);
  setTimeout(() => line.remove(), TOAST_MILLISECONDS);
}

/** A message that waits for "OK"; the keyboard stays within it. */
export function alertBox(host, text) {
  const before = document.activeElement;
  const button = make("button", { type: "button", class: "primary-button" }, "OK");
  const box = make(
    "div",
    { class: "veil" },
    make("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text }, make("p", { dir: "auto" }, text), button),
  );
  const close = () => {
    box.remove();
    before?.focus?.();
  };
  button.addEventListener("click", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Tab") event.preventDefault();
  });
  host.append(box);
  button.focus();
}

/**
 * A small menu in a phone, closed by Escape, by a choice, or by a tap elsewhere.
 *
 * @param {HTMLElement} host the phone
 * @param {HTMLElement} anchor what opened it; the keyboard returns there
 * @param {string} label
 * @param {Node[]} rows elements with role="menuitem" close the menu when chosen
 */
export function menu(host, anchor, label, rows) {
  host.querySelectorAll(".menu").forEach((open) => open.dispatchEvent(new Event("closemenu")));
  const panel = make("div", { class: "menu", role: "menu", "aria-label": label }, ...rows);
  const close = () => {
    panel.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.removeAttribute("aria-expanded");
  };
  const outside = (event) => {
    if (!panel.contains(event.target)) close();
  };
  panel.addEventListener("closemenu", close);
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[role=menuitem]")) close();
  });
  panel.addEventListener("keydown", (event) => moveInMenu(event, panel, () => {
    close();
    anchor.focus();
  }));
  document.addEventListener("pointerdown", outside, true);
  anchor.setAttribute("aria-expanded", "true");
  host.append(panel);
  place(panel, host, anchor);
  panel.querySelector("button, select, input")?.focus({ preventScroll: true });
  return panel;
}

function moveInMenu(event, panel, leave) {
  if (event.key === "Escape") {
    event.stopPropagation();
    leave();
    return;
  }
  if (event.target.matches("select, input") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const items = [...panel.querySelectorAll("button, select, input")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

/** Beside its anchor, above or below as there is room, never out of the phone. */
function place(panel, host, anchor) {
  const margin = 8;
  const frame = host.getBoundingClientRect();
  const from = anchor.getBoundingClientRect();
  const width = Math.min(panel.offsetWidth, frame.width - 2 * margin);
  const left = Math.min(Math.max(from.left - frame.left, margin), frame.width - width - margin);
  const below = from.bottom - frame.top + 4;
  const fits = below + panel.offsetHeight + margin <= frame.height;
  const top = fits ? below : Math.max(margin, from.top - frame.top - panel.offsetHeight - 4);
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}

export const menuRow = (iconName, text, listener, properties = {}) =>
  make("button", { type: "button", role: "menuitem", class: "menu-row", on: { click: listener }, ...properties }, icon(iconName), text);

/** A picture as large as the window. */
export function lightbox(address, description) {
  const dialog = make("dialog", { class: "lightbox", "aria-label": description });
  const close = () => dialog.close();
  dialog.append(
    make("img", { src: address, alt: description, on: { click: close } }),
    iconButton(icon("close"), "Close", close, { class: "icon-button lightbox-close" }),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Asks for a few words in a dialog of its own.
 *
 * @returns {Promise<object|null>} the form's values, or null when the dialog was left
 */
export function ask(title, fields, confirm) {
  return new Promise((resolve) => {
    const form = make(
      "form",
      { method: "dialog" },
      make("h2", {}, title),
      ...fields,
      make(
        "div",
        { class: "dialog-actions" },
        make("button", { type: "button", class: "quiet-button", on: { click: () => dialog.close() } }, "Cancel"),
        make("button", { type: "submit", class: "primary-button", value: "done" }, confirm),
      ),
    );
    const dialog = make("dialog", { class: "ask", "aria-label": title }, form);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "done" ? Object.fromEntries(new FormData(form)) : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
