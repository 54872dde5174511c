// One row of the deposit sheet: its boxes, what follows from them, and what the server answers. Needs money.js.
"use strict";

const UNUSUAL = 12;  // times what is due: worth a second look

class Row {
  constructor(tr, sheet) {
    Object.assign(this, { tr, sheet, n: tr.dataset.n, dirty: false, edits: 0, sumTyped: false, undo: null });
    this.box = (name) => tr.querySelector(`[name="${this.n}-${name}"]`);
    this.cells = [...tr.querySelectorAll(".cell input")];
    [this.sum, this.mark, this.payer, this.seen] = ["sum", "mark", "payer", "seen"].map(this.box);
    this.boxes = [...this.cells, this.sum, this.mark, this.payer];
    for (const cell of this.cells) if (this.isUnusual(cell)) this.drawCell(cell, this.state);
    this.who = arabic(tr.querySelector("th").textContent).replace(/\s+/g, " ").toLowerCase();
  }
  code(cell) { return cell.name.slice(this.n.length + 1); }
  due(cell) { return parse(cell.placeholder) || 0; }
  get blank() { return !this.mark.value && this.cells.every((cell) => !cell.value.trim()); }
  get state() {
    if (this.mark.value) return this.mark.value;
    if (this.blank || this.cells.some((cell) => Number.isNaN(parse(cell.value)))) return "blank";
    return this.cells.some((cell) => (parse(cell.value) || 0) < this.due(cell)) ? "part" : "paid";
  }
  isUnusual(cell) { return this.due(cell) > 0 && parse(cell.value) > UNUSUAL * this.due(cell); }
  // Something stands here that what is due would take the place of.
  get holdsOther() {
    return this.sumTyped || this.cells.some((cell) => cell.value.trim() && parse(cell.value) !== this.due(cell));
  }
  get allDue() { return this.cells.reduce((sum, cell) => sum + this.due(cell), 0); }
  get name() { return this.tr.querySelector(".name").textContent; }
  get number() { return this.tr.querySelector(".number").textContent; }
  get payerN() { return parseInt(arabic(this.payer.value), 10) || 0; }
  get total() { return this.cells.reduce((sum, cell) => sum + (parse(cell.value) || 0), 0); }

  // Show what follows from the boxes: differences, sum, state, the new balance.
  draw() {
    const state = this.state;
    for (const cell of this.cells) this.drawCell(cell, state);
    if (!this.sumTyped) this.sum.value = state === "paid" || state === "part" ? show(this.total) : "";
    const isMixed = state === "part" && this.cells.some((cell) => (parse(cell.value) || 0) > this.due(cell));
    const [shape, words] = this.sheet.words.states[isMixed ? "mixed" : state];
    this.tr.className = this.tr.className.replace(/row-\w+/, `row-${state}`);
    this.tr.querySelector(".shape").textContent = shape;
    this.tr.querySelector(".words").textContent = words;
    this.tr.querySelector(".got").textContent = this.sum.value;
    const satja = this.box("satja");
    const before = this.tr.dataset.before;
    if (before && satja) this.tr.querySelector(".after").textContent = show(parse(before) + (parse(satja.value) || 0));
  }
  drawCell(cell, state) {
    const amount = parse(cell.value);
    const more = (amount || 0) - this.due(cell);
    const differs = (state === "paid" || state === "part") && more !== 0;
    if (Number.isNaN(amount)) this.say(cell, this.sheet.words.amount, true);
    else this.say(cell, differs ? (more > 0 ? `▲ +${show(more)}` : `▼ −${show(more)}`) : "", false);
    if (this.isUnusual(cell)) cell.nextElementSibling.textContent += ` ${this.sheet.form.dataset.unusual}`;
    cell.nextElementSibling.classList.toggle("unusual", this.isUnusual(cell));
  }
  say(box, words, wrong) {
    const says = box.nextElementSibling;
    says.textContent = words;
    says.classList.toggle("wrong", wrong);
    wrong ? box.setAttribute("aria-invalid", "true") : box.removeAttribute("aria-invalid");
  }

  touched(box) {
    const isCell = this.cells.includes(box);
    if (isCell && box.value.trim()) this.mark.value = "";
    if (box === this.mark && this.mark.value) this.empty();
    if (box !== this.payer) this.sumTyped = box === this.sum;
    this.edits += 1;
    this.dirty = true;
    this.tr.classList.add("dirty", "waiting");
    this.draw();
    this.sheet.changed();
  }
  empty() { for (const cell of [...this.cells, this.sum]) cell.value = ""; }
  payAsDue() {
    this.remember();
    this.mark.value = "";
    for (const cell of this.cells) cell.value = cell.placeholder;
    if (this.blank) this.cells[0].value = "0.00";
    this.touched();
  }
  clear() {
    this.remember();
    this.empty();
    this.mark.value = this.payer.value = "";
    this.touched();
  }
  // Absent or excused; pressed again, what stood there before comes back.
  toggle(mark) {
    if (this.mark.value === mark && this.undo) {
      this.boxes.forEach((box, i) => { box.value = this.undo[i]; });
      this.undo = null;
    } else {
      this.remember();
      this.mark.value = this.mark.value === mark ? "" : mark;
      if (this.mark.value) this.empty();
    }
    this.touched();
  }
  remember() { this.undo = this.boxes.map((box) => box.value); }

  // Take over what the server has: values, or what is wrong, or what another person saved first.
  take(answer, sentEdits) {
    this.clash(null);
    const wrong = Object.entries(answer.errors);
    if (answer.stored) this.clash(answer);
    else if (!wrong.length) this.seen.value = answer.seen;
    if (answer.stored || this.edits !== sentEdits) return;
    this.dirty = false;
    this.wrong = wrong.length > 0;
    this.tr.classList.toggle("dirty", this.wrong);
    if (!this.wrong) this.sumTyped = false;
    if (!this.wrong) this.fillIn(answer.boxes);
    this.draw();
    for (const box of [this.sum, this.mark, this.payer]) this.say(box, "", false);
    for (const [name, words] of wrong) this.say(this.box(name), words, true);
    if (this.wrong && PHONE.matches) this.sheet.open(this, true);
  }
  fillIn(values) {
    for (const box of this.boxes) {
      const value = values[box.name.slice(this.n.length + 1)] ?? "";
      if (box !== document.activeElement && box.value !== value) box.value = value;
    }
  }
  clash(answer) {
    this.tr.querySelector(".clash")?.remove();
    this.clashing = Boolean(answer);
    if (!answer) return;
    const words = this.sheet.words;
    const note = document.createElement("small");
    note.className = "clash";
    note.setAttribute("role", "alert");
    note.textContent = `${fill(words.meanwhile, { who: answer.by, what: answer.stored })} `;
    const choose = (label, act) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: label });
      button.addEventListener("click", () => { this.clash(null); this.seen.value = answer.seen; act(); });
      note.append(button, " ");
    };
    choose(words.theirs, () => {
      this.take({ ...answer, stored: "", boxes: answer.theirs, errors: {} }, this.edits);
      this.sheet.drawTotals();
      this.sheet.tell();
    });
    choose(words.mine, () => { this.touched(); this.sheet.save(); });
    this.tr.querySelector("th").append(note);
  }
}
