// A line that could not be saved says so at once: signal is poor in many rooms.
(() => {
  "use strict";
  const tell = (event) => {
    const row = event.target.closest?.("tr[data-not-saved]");
    if (!row) return;
    let told = row.querySelector("[data-told]");
    if (!told) {
      told = document.createElement("span");
      told.className = "field-error";
      told.dataset.told = "";
      told.setAttribute("role", "alert");
      row.querySelector("th").append(told);
    }
    told.textContent = row.dataset.notSaved;
  };
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tell));
})();
