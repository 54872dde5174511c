// Amounts of baht as they are typed and shown, counted in satang. The server reads them by its own parser.
"use strict";

const THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙";
const AMOUNT = /^(\d{1,3}(,\d{3})+|\d{1,8})(\.\d{1,2})?$/;

const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit));
// Satang, or null for an empty box, or NaN for what is no amount.
const parse = (text) => {
  const typed = arabic(text).trim().replace(/^฿\s*|\s*(฿|บาท)$/g, "");
  if (!typed) return null;
  return AMOUNT.test(typed) ? Math.round(Number(typed.replaceAll(",", "")) * 100) : NaN;
};
const show = (satang) => {
  const whole = Math.floor(Math.abs(satang) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${String(Math.abs(satang) % 100).padStart(2, "0")}`;
};
const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
