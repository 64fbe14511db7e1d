// Comfort for people with scripts: keys, forms that are sent once, and texts that are kept until the server took them.
// Every page works without it; it must never carry data or decide anything.

/** @type {(selector: string, root?: ParentNode) => any} */
export const $ = (selector, root = document) => root.querySelector(selector);
/** @type {(selector: string, root?: ParentNode) => any[]} */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** @type {(tag: string, properties?: object, ...inside: (Node | string)[]) => any} */
export const make = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};
/** @type {(words: string, onclick: () => unknown) => any} */
export const button = (words, onclick) => make("button", { type: "button", className: "button quiet", onclick }, words);
/** @type {(names: string, act: (event: any) => unknown, capture?: boolean) => void} */
export const on = (names, act, capture) => names.split(" ").forEach((name) => addEventListener(name, act, { capture }));

// A form that asks where the reader's clocks stand is told by the browser.
for (const field of all("input[data-zone]")) field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
// A region that has nothing to scroll is no stop for the Tab key.
for (const region of all(".table-region")) if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");
// A room that was read for a while counts as looked at.
const looked = $(".since form");
const seen = looked && new URLSearchParams(/** @type {any} */ (new FormData(looked)));
if (looked) setTimeout(() => navigator.sendBeacon(looked.action, seen), 15000);
// A map can have the screen to itself.
for (const tools of all(".map-tools")) tools.append(button("Full screen", () => tools.parentElement.requestFullscreen()));
// A link that is shown once has a button that copies it.
for (const code of all(".one-time-link code")) {
  const copy = button("Copy", () => {
    getSelection()?.selectAllChildren(code);
    copy.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl C";
  });
  code.after(" ", Object.assign(copy, { ariaLive: "polite" }));
}

// A form is sent once; what its button says meanwhile is in the style sheet.
on("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.ariaBusy === "true") return event.preventDefault();
  form.ariaBusy = "true";
  // Without a page to follow (a download) the form must come free again.
  if (!submitter?.dataset.busy) setTimeout(() => (form.ariaBusy = null), 5000);
});
on("pageshow", () => all("form[aria-busy]").forEach((form) => (form.ariaBusy = null)));

// The two dialogs stand ready in the page, and are filled with its own links and keys when they are first asked for.
const dialog = (/** @type {"goto" | "keys"} */ id) => {
  const kept = $("#dialogs");
  if (!kept) return $(`#${id}`);
  kept.replaceWith(kept.content);
  $("#keys dl").append(...all("template.keys").map((own) => own.content));
  for (const link of all(".rail a, .room-header a:not(.wordmark)")) {
    const [name, { key }] = [link.pathname === "/account" ? "Account" : link.textContent.trim(), link.dataset];
    $("#goto ul").append(make("li", {}, make("a", { href: link.href }, name)));
    const caps = ["g", key].map((cap) => make("kbd", {}, cap));
    if (key) $("#keys dl").append(make("div", {}, make("dt", {}, ...caps), make("dd", {}, name)));
  }
  const [goto, form] = [$("#goto"), $("#goto form")];
  goto.oninput = narrow;
  goto.onclose = () => {
    form.reset();
    narrow();
  };
  form.onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    offered()[0]?.click();
  };
  return $(`#${id}`);
};

// Go to: typing narrows what is there and finds what goes by that name in the engagements; arrows and Enter choose.
let waiting = 0;
const narrow = () => {
  const q = $("#goto-text").value;
  const words = q.toLowerCase().split(/\s+/);
  for (const item of all("#goto li")) {
    const name = item.textContent.toLowerCase();
    item.hidden = !words.every((/** @type {string} */ word) => name.includes(word));
  }
  const asked = new URLSearchParams({ only: "list", at: location.pathname.match(/^\/e\/([\w-]+)/)?.[1] ?? "", q });
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const answer = q.trim() && $(".rail") && (await fetch(`/find?${asked}`, { redirect: "manual" }).catch(() => null));
    const found = answer?.ok ? await answer.text() : "";
    // Of what comes late, only the newest answer counts.
    if ($("#goto-text").value !== q) return;
    for (const item of all("#goto [data-found]")) item.remove();
    $("#goto ul").insertAdjacentHTML("beforeend", found);
  }, 120);
};
const offered = () => all("#goto li:not([hidden]) a");

// Single keys stay out of the way while someone types.
let afterG = -Infinity;
on("keydown", (event) => {
  const { key, target, timeStamp } = event;
  const held = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || event.altKey || !$("#dialogs, #goto")) return;
  if (held && key.toLowerCase() === "k") {
    event.preventDefault();
    return dialog("goto").open || dialog("goto").showModal();
  }
  const step = Number(key === "ArrowDown") - Number(key === "ArrowUp");
  if (step && target.closest("#goto")) {
    event.preventDefault();
    const stops = [$("#goto-text"), ...offered()];
    return stops.at((stops.indexOf(target) + step) % stops.length).focus();
  }
  if (held || $("dialog[open]") || target.isContentEditable || target.matches("input, select, textarea")) return;
  if (key === "?") return dialog("keys").showModal();
  if (timeStamp - afterG < 1500) $(`a[data-key="${CSS.escape(key)}"]`)?.click();
  afterG = key === "g" ? timeStamp : -Infinity;
});

/** @type {(form: HTMLFormElement, role: "alert" | "status", ...inside: (Node | string)[]) => any} */
export const tell = (form, role, ...inside) => {
  $(".kept-here", form)?.remove();
  const told = make("div", { className: "notice kept-here", role }, make("div", {}, ...inside));
  told.dataset.tone = "doubt";
  form.prepend(told);
  return told;
};

// What is typed into long texts is kept in this browser until the server took it: it outlives a reload, a crash and a lost
// network. It belongs to one person, and signing out forgets it. The editor of maps keeps its own.
const { person } = document.documentElement.dataset;
const typing = "textarea, select, input:not([type=hidden], [type=file], [type=checkbox], [type=radio])";
const path = (/** @type {string} */ address) => new URL(address, location.href).pathname;
const isLong = (/** @type {any} */ form) =>
  form?.method === "post" && !form.closest("#editor") && !$("[type=password]", form) && $("textarea:not([hidden])", form);
const called = (/** @type {any} */ field) => field.id || field.ariaLabel || field.name;
/** @type {(field: any) => string} */
const standing = ({ defaultValue, options }) =>
  defaultValue ?? ([...options].find((it) => it.defaultSelected) ?? options[0])?.value ?? "";
/** Where a form is kept, field by field: by whose it is, where it goes, and which of those that go there. */
const place = (/** @type {HTMLFormElement} */ form) => {
  const alike = [...document.forms].filter((it) => isLong(it) && path(it.action) === path(form.action));
  return `typed ${person} ${path(form.action)} ${alike.indexOf(form)} `;
};
const names = (/** @type {string} */ start) => Object.keys(localStorage).filter((name) => name.startsWith(start));
const read = (/** @type {string} */ name) => JSON.parse(localStorage.getItem(name) ?? "null");
const keep = (/** @type {any} */ field) => {
  const { form, value } = field;
  const [name, base, here] = [place(form) + called(field), standing(field), location.pathname];
  if (value === base) return localStorage.removeItem(name);
  // A form that came back with what to put right stands at another address than the page it belongs to.
  const [before] = path(form.action) === here ? names(place(form)) : [];
  const page = before ? read(before).page : here;
  localStorage.setItem(name, JSON.stringify({ page, at: Date.now(), base, value }));
};
/** Puts what was kept back into its form, unless somebody else changed the field meanwhile: then it is shown beside it. */
const restore = (/** @type {HTMLFormElement} */ form) => {
  /** @type {[any[], any[], Node[], string]} */
  const [fields, back, lost, start] = [[...form.elements], [], [], place(form)];
  let last = 0;
  for (const name of names(start)) {
    const { page, at, base, value } = read(name);
    const field = fields.find((it) => it.matches(typing) && start + called(it) === name);
    if (page !== location.pathname || field?.value === value) continue;
    if (field?.value !== base) lost.push(make("pre", {}, value));
    else if ((field.value = value) === field.value) back.push(field);
    last = Math.max(last, at);
  }
  if (!back.length && !lost.length) return;
  const at = new Date(last).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const says = [];
  if (back.length) says.push(`What you typed here on ${at} was not sent. It is back in the form.`);
  if (lost.length) says.push("These fields were changed since by somebody else. You had typed:");
  const discard = button("Discard what I typed", () => {
    form.reset();
    for (const name of names(start)) localStorage.removeItem(name);
    told.remove();
    $(typing, form).focus();
  });
  const told = tell(form, "status", ...says.map((words) => make("p", {}, words)), ...lost, discard);
  for (const around of all("details")) around.open ||= around.contains(form);
};
/** Forgets what the server says it took, and what is older than a week. */
const settle = () => {
  const taken = document.cookie.match(/(?:^|; )taken=([^;]+)/)?.[1];
  document.cookie = "taken=; path=/; max-age=0";
  for (const name of names("typed ")) {
    const old = !(read(name)?.at > Date.now() - 7 * 24 * 60 * 60 * 1000);
    if (old || name.split(" ")[2] === taken) localStorage.removeItem(name);
  }
};
const ifKept = (/** @type {() => void} */ act) => {
  try {
    if (person) act();
  } catch {
    // A browser that keeps nothing, or has no room: the form works as it does without this.
  }
};
ifKept(settle);
for (const form of document.forms) ifKept(() => isLong(form) && restore(form));
on("input", ({ target }) => isLong(target.form) && target.matches(typing) && ifKept(() => keep(target)));
