// Counting the money: what the notes come to, and how it stands against the sheet. Needs money.js.
"use strict";

// What was counted stays while one looks at the sheet again: figures only, in this window, until it is posted.
const KEPT = "counted ";
const figures = (form) => [...form.querySelectorAll("[data-note], [data-slip]")];
function keep(form) {
  const typed = figures(form).filter((box) => box.value.trim()).map((box) => [box.name, box.value]);
  sessionStorage.setItem(KEPT + form.dataset.keep, JSON.stringify(typed));
}
function bringBack(form, addSlip) {
  if (figures(form).some((box) => box.value.trim())) return;
  for (const [name, value] of JSON.parse(sessionStorage.getItem(KEPT + form.dataset.keep) || "[]")) {
    const box = form.elements[name];
    if (box) box.value = value;
    addSlip();
  }
}
for (const posted of document.querySelectorAll("[data-counted]")) sessionStorage.removeItem(KEPT + posted.dataset.counted);

function startCounting(form) {
  const words = JSON.parse(form.dataset.words);
  const total = parse(form.dataset.total);
  const put = (name, satang) => { for (const place of form.querySelectorAll(`[data-sum=${name}]`)) place.textContent = show(satang); };
  const draw = () => {
    let cash = 0;
    for (const box of form.querySelectorAll("[data-note]")) {
      const count = Number(arabic(box.value).replaceAll(",", "").trim());
      const comes = Number.isInteger(count) && count > 0 ? count * parse(box.dataset.note) : 0;
      box.closest("tr").querySelector("[data-comes]").textContent = comes ? show(comes) : "";
      cash += comes;
    }
    const bank = [...form.querySelectorAll("[data-slip]")].reduce((sum, box) => sum + (parse(box.value) || 0), 0);
    const off = cash + bank - total;
    const verdict = document.getElementById("verdict");
    put("cash", cash);
    put("bank", bank);
    verdict.textContent = off ? fill(off < 0 ? words.short : words.over, { baht: show(off) }) : words.right;
    verdict.className = off ? "off" : "right";
  };
  const addSlip = () => {
    const rows = form.querySelectorAll("#slips tbody tr");
    const last = rows[rows.length - 1];
    if (!last.querySelector("[data-slip]").value.trim()) return;
    const fresh = last.cloneNode(true);
    for (const box of fresh.querySelectorAll("input")) {
      box.value = "";
      box.name = box.name.replace(/\d+$/, rows.length);
      box.id = `id_${box.name}`;
      box.previousElementSibling.htmlFor = box.id;
    }
    last.after(fresh);
  };
  form.addEventListener("input", () => { addSlip(); draw(); keep(form); });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    const boxes = [...form.querySelectorAll("input:not([type=hidden]), .btn-primary")];
    boxes[boxes.indexOf(event.target) + 1]?.focus();
  });
  bringBack(form, addSlip);
  draw();
  // On a wide screen one counts at once; a phone would cover the page with its keyboard.
  if (matchMedia("(min-width: 40.01rem)").matches && !document.querySelector("[data-focus]")) form.querySelector("[data-note]").focus();
}

for (const form of document.querySelectorAll(".count-form")) startCounting(form);
