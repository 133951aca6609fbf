// The roster at the door.
(() => {
  "use strict";

  // A line that could not be saved says so at once: signal is poor in many rooms.
  const tell = (event) => {
    const row = event.target.closest?.("tr[data-not-saved]");
    if (!row) return;
    let told = row.querySelector("[data-told]");
    if (!told) {
      told = document.createElement("span");
      told.className = "field-error";
      told.dataset.told = "";
      told.setAttribute("role", "alert");
      row.querySelector(".door-state").append(told);
    }
    told.textContent = row.dataset.notSaved;
  };
  // Whoever gets hours is present.
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.name?.startsWith("hours-") || !Number(field.value.replace(",", "."))) return;
    const present = document.getElementById(field.name.replace("hours-", "yes-"));
    if (present) present.checked = true;
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tell));
})();
