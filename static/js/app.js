// Small comforts. Every page works without this file.
(() => {
  "use strict";

  // A second press of a button that creates something does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (!form) return;
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });

  // A file that is too big is told before it is sent.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.mostBytes) return;
    const tooBig = [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
    let told = input.parentElement.querySelector("[data-told-too-big]");
    if (!told) {
      told = document.createElement("p");
      told.className = "field-error";
      told.setAttribute("role", "alert");
      told.dataset.toldTooBig = "";
      input.before(told);
    }
    told.textContent = tooBig ? input.dataset.tooBig : "";
    if (tooBig) input.value = "";
  });

  // The menu under the person's name closes with Escape or a click elsewhere.
  const menu = document.querySelector("details.me");
  document.addEventListener("click", (event) => { if (menu?.open && !menu.contains(event.target)) menu.open = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
