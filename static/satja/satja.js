// Small comforts for every page. Each page works without them.
"use strict";

document.documentElement.classList.add("js");

// A form that saves is sent once: a second tap on a slow line does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// Coming back to the page with the browser's button, it may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Who signs out leaves nothing behind in the window.
document.querySelector("[data-signs-out]")?.addEventListener("submit", () => sessionStorage.clear());

// The account's menu closes on Escape and when one presses elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.account[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account")));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(null); });

// On a phone the sections lie on one line: bring the one we are in into sight.
document.querySelector(".sections [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// <button class="no-js-hide" data-print> prints the page.
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

// What came back wrong is read first.
document.querySelector("[data-focus]")?.focus();
