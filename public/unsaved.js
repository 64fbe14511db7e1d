// Keeps what is typed into long texts in this browser until it was sent: it survives a reload, a crash and a lost network.
// What is kept belongs to one person, and signing out forgets it. The editor of maps keeps its own.
const person = document.documentElement.dataset.person;
const week = 7 * 24 * 60 * 60 * 1000;
const path = (address) => new URL(address, location.href).pathname;

/** Texts that a person types into a form. */
const fields = (form) => [...form.elements].filter((it) => it.name && it.matches("textarea, select, input:not([type=hidden], [type=file], [type=checkbox], [type=radio])"));
const standing = (field) => field.defaultValue ?? [...field.options].find((it) => it.defaultSelected)?.value ?? field.options[0]?.value ?? "";
const long = (form) => form.method === "post" && !form.closest("#editor") && !form.querySelector("[type=password]") && form.querySelector("textarea:not([hidden])");
const forms = () => [...document.forms].filter(long);

/** Where a form is kept: by whose it is, where it goes, and which of those that go there. */
const place = (form) => {
  const alike = forms().filter((it) => path(it.action) === path(form.action));
  return `typed ${person} ${path(form.action)} ${alike.indexOf(form)}`;
};
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

function keep(form) {
  const [name, counted] = [place(form), {}];
  const typed = fields(form).flatMap((field) => {
    const nth = (counted[field.name] = (counted[field.name] ?? -1) + 1);
    const base = standing(field);
    return field.value === base ? [] : [{ name: field.name, nth, base, value: field.value }];
  });
  try {
    if (!typed.length) return localStorage.removeItem(name);
    // A form that came back with what to put right stands at another address than the page it belongs to.
    const page = path(form.action) === location.pathname ? (read(name)?.page ?? location.pathname) : location.pathname;
    localStorage.setItem(name, JSON.stringify({ page, at: Date.now(), typed }));
  } catch {
    // A browser that keeps nothing, or has no room: the form works as it does without this.
  }
}

/** Puts what was kept back into its form, unless somebody else changed the field meanwhile: then it is shown beside it. */
function restore(form) {
  const kept = read(place(form));
  if (!kept || kept.page !== location.pathname) return;
  const lost = [];
  let back = 0;
  for (const { name, nth, base, value } of kept.typed) {
    const field = fields(form).filter((it) => it.name === name)[nth];
    if (field?.value === value) continue;
    if (field && field.value === base) {
      field.value = value;
      back += field.value === value;
    } else lost.push(value);
  }
  if (!back && !lost.length) return;
  const [notice, told, discard] = ["div", "div", "button"].map((tag) => document.createElement(tag));
  notice.className = "notice";
  notice.dataset.tone = "doubt";
  notice.setAttribute("role", "status");
  const say = (words) => told.append(Object.assign(document.createElement("p"), { textContent: words }));
  const at = new Date(kept.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  if (back) say(`What you typed here on ${at} was not sent. It is back in the form.`);
  if (lost.length) say("These fields were changed since by somebody else. You had typed:");
  for (const value of lost) told.append(Object.assign(document.createElement("pre"), { textContent: value }));
  discard.type = "button";
  discard.className = "button quiet";
  discard.textContent = "Discard what I typed";
  discard.addEventListener("click", () => {
    form.reset();
    localStorage.removeItem(place(form));
    notice.remove();
    fields(form)[0]?.focus();
  });
  told.append(discard);
  notice.append(told);
  form.prepend(notice);
  for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
}

/** What was sent is kept until the server led on from it. */
function settle() {
  const sent = JSON.parse(sessionStorage.getItem("sent") ?? "null");
  sessionStorage.removeItem("sent");
  const [arrived] = performance.getEntriesByType("navigation");
  const led = sent && (sent.taken || (arrived?.redirectCount > 0 && document.referrer && path(document.referrer) === sent.page));
  for (const name of Object.keys(localStorage).filter((it) => it.startsWith("typed "))) {
    const kept = read(name);
    if (!kept || kept.at < Date.now() - week || (led && name.split(" ")[2] === sent.to)) localStorage.removeItem(name);
  }
}

if (person) {
  try {
    settle();
    forms().forEach(restore);
  } catch {
    // Storage that may not be used.
  }
  const waiting = new Map();
  const flush = () => {
    for (const [form, timer] of waiting) {
      clearTimeout(timer);
      keep(form);
    }
    waiting.clear();
  };
  addEventListener("input", ({ target }) => {
    const { form } = target;
    if (!form || !long(form)) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(flush, 300));
  });
  for (const name of ["submit", "pagehide"]) addEventListener(name, flush);
}
addEventListener("submit", ({ target }) => {
  if (target.method !== "post") return;
  try {
    sessionStorage.setItem("sent", JSON.stringify({ to: path(target.action), page: location.pathname }));
  } catch {
    // Without it, what was sent is offered once more.
  }
}, { capture: true });
