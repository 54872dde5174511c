// The deposit sheet while it is typed: keys, running totals, saving row by row. Without this file the page
// is a plain form. What counts is what the server answers. Amounts are in satang, see money.js; the rows: sheet-row.js.
"use strict";

const SAVE_AFTER = 1500;
const LONGEST_WAIT = 30000;
const PHONE = matchMedia("(max-width: 40rem)");

class Sheet {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(form.dataset.words);
    this.rows = [...form.querySelectorAll("tbody tr")].map((tr) => new Row(tr, this));
    this.byN = new Map(this.rows.map((row) => [row.n, row]));
    this.saved = document.querySelectorAll("[data-saved]");
    this.question = document.getElementById("question");
    this.jump = document.getElementById("jump");
    this.since = form.dataset.now;
    this.wait = SAVE_AFTER;
    form.addEventListener("input", (event) => this.rowOf(event.target)?.touched(event.target));
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("focusin", (event) => this.entered(event.target));
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("click", (event) => this.click(event));
    form.addEventListener("submit", () => { this.leaving = true; });
    addEventListener("online", () => this.save());
    addEventListener("pageshow", () => { this.leaving = false; });
    addEventListener("beforeunload", (event) => { if (this.unsaved.length && !this.leaving) event.preventDefault(); });
    this.startJump();
    if (!PHONE.matches && !document.querySelector("[data-focus]")) this.rows.find((row) => row.blank)?.cells[0].focus();
  }
  rowOf(element) { return this.byN.get(element.closest?.("tbody tr")?.dataset.n); }
  get unsaved() { return this.rows.filter((row) => row.dirty); }

  changed() {
    this.drawTotals();
    if (this.failure) this.tell();
    else this.status(this.words.saving, "wait");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), this.wait);
  }
  drawTotals() {
    let all = 0;
    const sums = {};
    for (const row of this.rows) {
      for (const cell of row.cells) {
        const amount = parse(cell.value) || 0;
        sums[row.code(cell)] = (sums[row.code(cell)] || 0) + amount;
        all += amount;
      }
    }
    this.drawEnvelopes();
    for (const foot of this.form.querySelectorAll("tfoot [data-total]")) {
      foot.textContent = show(foot.dataset.total === "all" ? all : sums[foot.dataset.total] || 0);
    }
    this.form.querySelector("[data-filled]").textContent = this.rows.filter((row) => row.state !== "blank").length;
  }
  // Beside whoever brought money for others: what the whole envelope comes to.
  drawEnvelopes() {
    const brought = {};
    for (const row of this.rows) {
      if (row.payerN && row.payerN !== Number(row.n)) brought[row.payerN] = (brought[row.payerN] || 0) + row.total;
    }
    for (const row of this.rows) {
      const others = brought[Number(row.n)];
      const words = others === undefined ? "" : fill(this.words.envelope, { baht: show(others + row.total) });
      row.tr.querySelector(".envelope").textContent = words;
      this.drawWhose(row, others === undefined ? "" : words);
    }
  }
  // Whose envelope a row's money lies in, on the card of who brought it and of who sent it.
  drawWhose(row, own) {
    const payer = row.payerN === Number(row.n) ? undefined : this.byN.get(String(row.payerN));
    const of = (one) => fill(this.form.dataset.envelopeOf, { number: one.number });
    row.tr.querySelector(".whose").textContent = payer ? `${of(payer)} ${payer.name}` : own && `${of(row)} ${own}`;
    row.tr.querySelector(".echo").textContent = payer ? payer.name : row.payerN && row.payerN !== Number(row.n) ? this.words.none : "";
  }
  status(words, kind) {
    for (const place of this.saved) {
      place.textContent = words;
      place.dataset.saved = kind;
    }
  }
  // Do it once the question is answered with yes; at once where there is nothing to ask.
  ask(words, act) {
    if (!words) return act();
    this.question.querySelector("p").textContent = words;
    this.question.returnValue = "";
    this.question.onclose = () => { if (this.question.returnValue === "yes") act(); };
    return this.question.showModal();
  }
  payAsDue(row, then) {
    const values = { number: row.number, baht: show(row.total), due: show(row.allDue) };
    this.ask(row.holdsOther && fill(this.form.dataset.askDue, values), () => { row.payAsDue(); then(); });
  }
  // By a tap on the card: what it empties is asked about, for no key brings it back.
  onCard(row, change) {
    const words = row.total && fill(this.form.dataset.askEmpty, { number: row.number, baht: show(row.total) });
    this.ask(words, () => { change(); this.close(row); this.save(); });
  }
  askAll(button) {
    const rows = this.rows.filter((row) => row.blank && !row.sumTyped && !row.clashing);
    const baht = show(rows.reduce((sum, row) => sum + row.allDue, 0));
    const words = rows.length && fill(this.form.dataset.askAll, { n: rows.length, baht });
    this.ask(words, () => this.form.requestSubmit(button));
  }

  // Send the rows that changed, together; what could not be sent is marked and tried again.
  async save() {
    clearTimeout(this.timer);
    const rows = this.unsaved.filter((row) => !row.clashing);
    if (!rows.length || this.sending || this.leaving) return this.tell();
    this.sending = true;
    const sent = new Map(rows.map((row) => [row.n, row.edits]));
    try {
      const answer = await this.send(rows);
      this.wait = SAVE_AFTER;
      this.since = answer.now;
      for (const [n, row] of Object.entries(answer.rows)) this.answered(this.byN.get(n), row, sent.get(n));
      this.drawTotals();
    } catch (failure) {
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      this.failure = failure;
    } finally {
      this.sending = false;
    }
    if (this.unsaved.some((row) => !row.clashing)) this.timer = setTimeout(() => this.save(), this.wait);
    return this.tell();
  }
  async send(rows) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("since", this.since);
    for (const row of rows) {
      for (const box of [...row.boxes, row.seen]) body.set(box.name, box.value);
      if (!row.sumTyped) body.delete(row.sum.name);
    }
    const response = await fetch(this.form.action, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual",
    });
    if (![200, 409, 422].includes(response.status)) throw new Error(response.type === "opaqueredirect" ? "signed out" : "");
    const answer = await response.json();
    if (answer.posted) { this.leaving = true; location.reload(); }
    this.failure = null;
    return answer;
  }
  answered(row, answer, edits) {
    if (!row) return;
    const asked = edits !== undefined;
    if (asked || (!row.dirty && !row.tr.contains(document.activeElement))) row.take(answer, asked ? edits : row.edits);
  }
  tell() {
    const unsaved = this.unsaved.filter((row) => !row.clashing).length;
    for (const row of this.rows) row.tr.classList.toggle("waiting", row.dirty && !row.clashing);
    const wrong = this.rows.filter((row) => row.clashing || (row.wrong && !row.dirty)).length;
    if (this.failure?.message === "signed out") this.status(this.words.signed_out, "bad");
    else if (this.failure && unsaved) this.status(fill(this.words.unsaved, { n: unsaved }), "bad");
    else if (wrong) this.status(fill(this.words.wrong, { n: wrong }), "bad");
    else if (unsaved) this.status(this.words.saving, "wait");
    else if (this.rows.every((row) => row.blank)) this.status(this.form.dataset.untouched, "");
    else this.status(this.words.saved, "good");
  }
  // What is typed takes the place of what stood there; head and foot of the table stay in sight.
  entered(box) {
    if (!box.matches("td input:not([type])")) return;
    box.select();
    if (!PHONE.matches) box.closest(".sheet-box").scrollIntoView({ block: "nearest", behavior: "instant" });
  }
  left(event) {
    const row = this.rowOf(event.target);
    if (!row || row.tr.contains(event.relatedTarget)) return;
    const amount = event.target.closest(".cell") && parse(event.target.value);
    if (amount) event.target.value = show(amount);
    if (row.dirty) { row.draw(); this.save(); }
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const box = event.target;
    const row = this.rowOf(box);
    if (!row || !box.matches("input, select")) return;
    const act = this.actOf(event, box, row);
    if (!act) return;
    event.preventDefault();
    act();
  }
  // Keys by their place too, so that they work while the keyboard is set to Thai.
  actOf(event, box, row) {
    const { key, code } = event;
    if (key === "Enter") return () => this.onFrom(row, event.shiftKey ? -1 : 1);
    if (key === "ArrowDown" && box.matches(".money")) return () => this.move(row, box, 1, 0);
    if (key === "ArrowUp" && box.matches(".money")) return () => this.move(row, box, -1, 0);
    if (key === "ArrowRight" && this.atEdge(box, 1)) return () => this.move(row, box, 0, 1);
    if (key === "ArrowLeft" && this.atEdge(box, 0)) return () => this.move(row, box, 0, -1);
    if (/^[0-9๐-๙.,]$/.test(key)) return null;
    if (code === "NumpadMultiply" || key === "*") return () => { row.toggle("excused"); this.onFrom(row, 1, "excused"); };
    if (code === "NumpadAdd" || code === "Equal" || key === "+") return () => this.payAsDue(row, () => this.onFrom(row, 1));
    if (code === "NumpadSubtract" || code === "Minus") return () => { row.toggle("absent"); this.onFrom(row, 1, "absent"); };
    if (code === "NumpadDivide" || code === "Slash" || key === "Escape") return () => this.jump.focus();
    const digit = /^Digit(\d)$/.exec(code);
    if (digit && !event.shiftKey && box.matches("input")) return () => this.type(box, digit[1]);
    return null;
  }
  type(box, text) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  atEdge(box, end) {
    if (!box.matches("input")) return false;
    const all = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    return all || (box.selectionStart === box.selectionEnd && box.selectionStart === (end ? box.value.length : 0));
  }
  seenBoxes(row) { return row.boxes.filter((box) => box.offsetParent); }
  move(row, box, down, right) {
    const next = this.rows[this.rows.indexOf(row) + down];
    const boxes = this.seenBoxes(row);
    const target = right ? boxes[boxes.indexOf(box) + right] : next && this.seenBoxes(next)[boxes.indexOf(box)];
    target?.focus();
  }
  // To the next member, or back to the search if that is where this one was found. Undone marks stay in their row.
  onFrom(row, step, mark = "") {
    if (mark && row.mark.value !== mark) return;
    if (row.fromJump && step > 0) {
      row.fromJump = false;
      this.jump.value = "";
      this.jump.focus();
      return;
    }
    const next = this.rows[this.rows.indexOf(row) + step];
    if (next) (this.seenBoxes(next)[0] || next.tr.querySelector(".due")).focus();
    else this.goCount();
  }
  goCount() { [...this.form.querySelectorAll("[name=count]")].find((button) => button.offsetParent).focus(); }

  click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const row = this.rowOf(button);
    if (button.matches(".due")) { event.preventDefault(); this.payAsDue(row, () => { this.close(row); this.save(); }); }
    if (button.matches(".set-mark")) this.onCard(row, () => row.toggle(button.value));
    if (button.matches(".clear")) this.onCard(row, () => row.clear());
    if (button.name === "all_due" && event.isTrusted) { event.preventDefault(); this.askAll(button); }
    if (button.id === "jump-go") this.jumpNow();
    if (button.matches(".more")) this.open(row, !row.tr.classList.contains("open"));
    if (button.matches(".next")) this.nextCard(row);
    if (button.id === "show-rare") button.setAttribute("aria-pressed", this.form.classList.toggle("all-columns"));
  }
  open(row, open) {
    row.tr.classList.toggle("open", open);
    const more = row.tr.querySelector(".more");
    more.setAttribute("aria-expanded", open);
    more.textContent = open ? this.words.less : this.words.more;
  }
  close(row) { if (PHONE.matches) this.open(row, false); }
  nextCard(row) {
    this.open(row, false);
    this.clearSearch();
    const later = this.rows.slice(this.rows.indexOf(row) + 1);
    const next = later.find((one) => one.blank) || this.rows.find((one) => one.blank);
    if (!next) return this.goCount();
    next.tr.scrollIntoView({ block: "center", behavior: "instant" });
    return next.tr.querySelector(".due").focus({ preventScroll: true });
  }

  startJump() {
    this.said = document.getElementById("jump-said");
    this.jump.addEventListener("focus", () => this.jump.select());
    this.jump.addEventListener("input", () => {
      const rows = this.found();
      const typed = this.jump.value.trim();
      this.said.textContent = !typed ? "" : rows.length ? fill(this.words.found, { n: rows.length }) : this.words.none;
      if (PHONE.matches) this.showOnly(rows.length ? rows : this.rows);
      else rows[0]?.tr.scrollIntoView({ block: "center", behavior: "instant" });
    });
    this.jump.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.jumpNow();
    });
  }
  found() { return this.search(arabic(this.jump.value).trim().toLowerCase()); }
  jumpNow() {
    const [first] = this.found();
    if (!first) return this.jump.focus();
    this.clearSearch();
    return this.goTo(first);
  }
  // On a phone the rows found stand right under the box; the others are out of the way until it is empty.
  showOnly(rows) { for (const row of this.rows) row.tr.hidden = !rows.includes(row); }
  clearSearch() {
    if (PHONE.matches) this.jump.value = "";
    this.said.textContent = "";
    this.showOnly(this.rows);
  }
  // A whole number first, then what begins so, then what holds it.
  search(typed) {
    if (!typed) return [];
    if (/^\d+$/.test(typed)) return this.rows.filter((row) => Number(row.n) === Number(typed));
    const holding = this.rows.filter((row) => row.who.includes(typed));
    const begins = (row) => [" ", "("].some((before) => row.who.includes(before + typed));
    return holding.sort((a, b) => begins(b) - begins(a) || b.blank - a.blank);
  }
  goTo(row) {
    row.fromJump = true;
    if (PHONE.matches) this.open(row, true);
    row.tr.scrollIntoView({ block: "center", behavior: "instant" });
    row.cells.find((cell) => cell.offsetParent)?.focus({ preventScroll: true });
  }
}

for (const form of document.querySelectorAll("#sheet-form")) new Sheet(form);
