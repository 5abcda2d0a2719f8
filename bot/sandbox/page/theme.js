// Light, dark or as the system has it. A classic script in the head: it runs before the first paint, so
// that a chosen dark page never flashes white. The switch itself is built by main.js through this object.
"use strict";

(() => {
  const KEY = "sandbox-theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is refused in some private windows; the system's choice then stands
    }
  }

  function current() {
    return chosen() ?? (system.matches ? "dark" : "light");
  }

  function apply() {
    root.dataset.theme = current();
    root.dispatchEvent(new CustomEvent("themechange"));
  }

  function toggle() {
    const next = current() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      root.dataset.theme = next;
      return;
    }
    apply();
  }

  system.addEventListener("change", apply);
  apply();
  window.sandboxTheme = { current, toggle };
})();
