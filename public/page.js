// Comfort for people with scripts: shortcuts, files, forms that are sent once, and texts that are kept until they were sent.
// Every page works without it; it must never carry data or decide anything.

/** @type {(selector: string, root?: ParentNode) => any} */
const $ = (selector, root = document) => root.querySelector(selector);
/** @type {(selector: string, root?: ParentNode) => any[]} */
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** @type {(tag: string, properties?: object, ...inside: (Node | string)[]) => any} */
const make = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};
/** @type {(names: string, act: (event: any) => unknown, capture?: boolean) => void} */
const on = (names, act, capture) => names.split(" ").forEach((name) => addEventListener(name, act, { capture }));

// A form that asks where the reader's clocks stand is told by the browser.
for (const field of all("input[data-zone]")) field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

// Text areas grow where the style sheet cannot make them.
const grow = (/** @type {any} */ area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
};
const grows = CSS.supports("field-sizing", "content") ? "" : "textarea";
on("input", ({ target }) => grows && target.matches(grows) && grow(target));

// A link that is shown once has a button that copies it.
for (const code of all(".one-time-link code")) {
  const copy = make("button", { type: "button", className: "button", textContent: "Copy", ariaLive: "polite" });
  copy.onclick = () => {
    getSelection()?.selectAllChildren(code);
    copy.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl C";
  };
  code.after(" ", copy);
}

// A region that has nothing to scroll is no stop for the Tab key.
for (const region of all(".table-region")) if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");

// A map that fits its page can be looked at closer, and alone on the screen.
for (const map of all(".map.fits")) {
  const [drawn, { width }] = [$("svg", map), $("svg", map).viewBox.baseVal];
  const to = (/** @type {number} */ by) => {
    const wide = Math.min(4 * width, Math.max(width / 4, drawn.getBoundingClientRect().width * by));
    Object.assign(drawn.style, { inlineSize: `${wide}px`, maxInlineSize: "none" });
  };
  const tool = (/** @type {string} */ textContent, /** @type {() => unknown} */ onclick) => make("button", { type: "button", className: "button quiet", textContent, onclick });
  map.before(make("p", { className: "map-tools" }, tool("Closer", () => to(1.25)), tool("Further away", () => to(0.8)), tool("Full screen", () => map.requestFullscreen())));
}

// A room that was read for a while counts as looked at.
const looked = $(".since form");
const look = () => fetch(looked.action, { method: "post", body: new URLSearchParams(/** @type {any} */ (new FormData(looked))) }).catch(() => undefined);
if (looked) setTimeout(look, 15000);

// A form is sent once. The button is disabled only after its value has been taken.
const free = (/** @type {HTMLFormElement} */ form) => {
  form.ariaBusy = null;
  for (const button of all("button[data-label]")) Object.assign(button, { disabled: false, textContent: button.dataset.label });
};
on("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.ariaBusy === "true") return event.preventDefault();
  form.ariaBusy = "true";
  // Without a page to follow (a download) the form must come free again.
  if (!button || !form.dataset.busy) return setTimeout(free, 5000, form);
  button.dataset.label = button.textContent;
  setTimeout(() => Object.assign(button, { disabled: true, textContent: form.dataset.busy }));
});
on("pageshow", () => all("form[aria-busy]").forEach(free));

// The two dialogs are made of the page's own links when they are first asked for; each closes by a click beside it.
on("click", ({ target }) => target.matches("dialog") && target.close());
const ways = () => all(".rail a, .room-header a:not(.wordmark)");
const called = (/** @type {HTMLAnchorElement} */ link) => (link.pathname === "/account" ? "Account" : link.textContent?.trim());
/** @type {(id: string, innerHTML: string) => any} */
const dialog = (id, innerHTML) => document.body.appendChild(make("dialog", { id, className: id, innerHTML }));

// Go to: Ctrl or Cmd with K opens it; typing narrows it; arrows and Enter choose.
const makeGoTo = () => {
  const field = '<input id="goto-text" autocomplete="off" spellcheck="false" placeholder="Go to …">';
  const label = '<label class="visually-hidden" for="goto-text">Go to</label>';
  const none = '<p class="goto-none">Nothing here goes by that name.</p>';
  const goto = dialog("goto", `<form method="dialog">${label}${field}</form><ul></ul>${none}`);
  const [typed, list] = [$("input", goto), $("ul", goto)];
  goto.ariaLabel = "Go to";
  const pages = Object.fromEntries(ways().map((link) => [called(link), link.href]));
  list.append(...Object.entries(pages).map(([textContent, href]) => make("li", {}, make("a", { href, textContent }))));
  // Below the pages stands what goes by that name in the engagements; of what comes late, only the newest answer counts.
  const find = async (/** @type {string} */ q) => {
    const asked = new URLSearchParams({ only: "list", at: location.pathname.match(/^\/e\/([\w-]+)/)?.[1] ?? "", q });
    const answer = q.trim() && $(".rail") && (await fetch(`/find?${asked}`).catch(() => null));
    const found = answer?.ok && !answer.redirected ? await answer.text() : "";
    if (typed.value !== q) return;
    for (const item of all("li[data-found]", list)) item.remove();
    list.insertAdjacentHTML("beforeend", found);
  };
  let waiting = 0;
  goto.oninput = () => {
    const words = typed.value.toLowerCase().split(/\s+/);
    const fits = (/** @type {Node} */ item) => words.every((/** @type {string} */ word) => item.textContent?.toLowerCase().includes(word));
    for (const item of all("li:not([data-found])", list)) item.hidden = !fits(item);
    clearTimeout(waiting);
    waiting = setTimeout(find, 120, typed.value);
  };
  const shown = () => all("li:not([hidden]) a", list);
  goto.onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    shown()[0]?.click();
  };
  goto.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const step = Number(event.key === "ArrowDown") - Number(event.key === "ArrowUp");
    if (!step) return;
    event.preventDefault();
    const stops = [typed, ...shown()];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  };
  goto.onclose = () => {
    typed.value = "";
    goto.oninput();
    find("");
  };
  return goto;
};

// The keys this page understands: everywhere, of its rail, and those that it names itself.
const makeKeys = () => {
  const close = '<form method="dialog"><button class="button" type="submit">Close</button></form>';
  const keys = dialog("keys", `<h2 id="keys-title">Keys</h2><dl></dl>${close}`);
  keys.setAttribute("aria-labelledby", "keys-title");
  const everywhere = [["Ctrl K", "Go anywhere"], ["?", "Show these keys"], ["Esc", "Close a dialog or menu"]];
  const rail = ways().filter((link) => link.dataset.key).map((link) => [`g ${link.dataset.key}`, called(link)]);
  const own = all("[data-keys]").flatMap(({ dataset }) => dataset.keys.split("; ").map((/** @type {string} */ key) => key.split(": ")));
  for (const [combination, means] of [...everywhere, ...own, ...rail]) {
    const caps = combination.split(" ").map((/** @type {string} */ textContent) => make("kbd", { textContent }));
    $("dl", keys).append(make("div", {}, make("dt", {}, ...caps), make("dd", {}, means)));
  }
  return keys;
};

// Single keys stay out of the way while someone types.
let afterG = -Infinity;
on("keydown", (event) => {
  const { key, target, timeStamp } = event;
  const held = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || event.altKey || !$("nav")) return;
  if (held && key.toLowerCase() === "k") {
    event.preventDefault();
    const goto = $("#goto") ?? makeGoTo();
    return goto.open || goto.showModal();
  }
  if (held || $("dialog[open]") || target.isContentEditable || target.matches("input, select, textarea")) return;
  if (key === "?") return ($("#keys") ?? makeKeys()).showModal();
  if (timeStamp - afterG < 1500) $(`a[data-key="${CSS.escape(key)}"]`)?.click();
  afterG = key === "g" ? timeStamp : -Infinity;
});

// Files: dropped on their field, or pasted anywhere on its page. What is chosen is listed; the form sends it.
/** @type {(field: any, files: File[]) => void} */
const take = (field, files) => {
  if (!field || !files.length) return;
  const [input, bag] = [$("input", field), new DataTransfer()];
  for (const file of [...input.files, ...files]) bag.items.add(file);
  input.files = bag.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
const size = (/** @type {number} */ bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
on("change", ({ target }) => {
  const list = target.closest("[data-drop]")?.querySelector(".chosen");
  list?.replaceChildren(...[...target.files].map((file) => make("li", {}, `${file.name} · ${size(file.size)}`)));
  if (list) list.hidden = !list.children.length;
});
on("dragover dragleave drop", (event) => {
  const field = event.target.closest?.("[data-drop]");
  if (!field) return;
  event.preventDefault();
  field.dataset.drop = event.type === "dragover" ? "over" : "";
  if (event.type === "drop") take(field, [...event.dataTransfer.files]);
});
on("paste", ({ clipboardData }) => {
  // A picture out of the clipboard has no name of its own: the time tells one from another.
  const name = `screenshot ${new Date().toISOString().slice(0, 19).replaceAll(":", ".")}.png`;
  const named = (/** @type {File} */ file) => (/^image\.\w+$/.test(file.name) ? new File([file], name, { type: file.type }) : file);
  take($("[data-drop]"), [...(clipboardData?.files ?? [])].map(named));
});

/** @type {(form: HTMLFormElement, className: string, role: string, ...inside: (Node | string)[]) => any} */
const tell = (form, className, role, ...inside) => {
  const told = make("div", { className: `notice ${className}`, role }, make("div", {}, ...inside));
  told.dataset.tone = "doubt";
  form.prepend(told);
  return told;
};
/** @type {(address: string) => string} */
const path = (address) => new URL(address, location.href).pathname;
/** @type {(sent: object) => void} */
const noteSent = (sent) => {
  try {
    sessionStorage.setItem("sent", JSON.stringify(sent));
  } catch {
    // Without it, what was sent is offered once more.
  }
};
on("submit", ({ target }) => target.method === "post" && noteSent({ to: path(target.action), page: location.pathname }), true);

// Sending files takes its time: how far it has come is shown, and it can be stopped.
// Files cannot be kept by a page: whether somebody is still signed in is asked before they are sent.
const signedOut = async () => {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
  return answer?.type === "opaqueredirect";
};
on("submit", async (event) => {
  const form = event.target;
  if (!$("[data-drop] input", form)?.files.length) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  $(".kept-here", form)?.remove();
  const bar = make("p", { className: "sending" }, make("progress", { value: 0, ariaLabel: "Sending files" }));
  const over = () => {
    bar.remove();
    free(form);
  };
  const stays = (/** @type {string} */ why) => {
    over();
    const innerHTML = `${why} What you typed and the files you chose are still here: then send the form again.`;
    tell(form, "kept-here", "alert", make("p", { innerHTML })).scrollIntoView({ block: "nearest" });
  };
  const signIn = `<a target="_blank" href="/sign-in?next=${encodeURIComponent(location.pathname)}">sign in in a new tab</a>`;
  if (await signedOut()) return stays(`You are not signed in any more: ${signIn}.`);
  const sending = new XMLHttpRequest();
  bar.append(" ", make("button", { className: "button", type: "button", textContent: "Stop", onclick: () => sending.abort() }));
  sending.upload.onprogress = ({ loaded, total }) => ($("progress", bar).value = loaded / total);
  sending.onabort = over;
  sending.onerror = () => stays("The server cannot be reached: wait until it can.");
  sending.onload = () => {
    const [page, led] = [sending.responseXML, sending.responseURL !== form.action];
    if (led) noteSent({ to: path(form.action), taken: true });
    if (led || !page) return location.assign(sending.responseURL);
    // Signed out in between: the page to sign in carries what was typed.
    if (sending.status === 200) return document.body.replaceWith(document.adoptNode(page.body));
    // The form comes back, with what to put right.
    $("main").replaceWith(document.adoptNode($("main", page)));
    $(".error-summary")?.focus();
  };
  sending.open("POST", form.action);
  sending.responseType = "document";
  sending.send(new FormData(form));
  form.append(bar);
}, true);

// What is typed into long texts is kept in this browser until it was sent: it outlives a reload, a crash and a lost network.
// It belongs to one person, and signing out forgets it. The editor of maps keeps its own.
const { person } = document.documentElement.dataset;
const typing = "textarea, select, input:not([type=hidden], [type=file], [type=checkbox], [type=radio])";
/** @type {(form: any) => any} */
const isLong = (form) =>
  form?.method === "post" && !form.closest("#editor") && !$("[type=password]", form) && $("textarea:not([hidden])", form);
/** The fields that a person types into, each by its name and which of that name it is. */
const fields = (/** @type {any} */ form) => {
  /** @type {[Map<string, any>, Record<string, number>]} */
  const [named, counted] = [new Map(), {}];
  for (const it of [...form.elements].filter((it) => it.name && it.matches(typing)))
    named.set(`${(counted[it.name] = (counted[it.name] ?? 0) + 1)} ${it.name}`, it);
  return named;
};
/** @type {(field: any) => string} */
const standing = ({ defaultValue, options }) => defaultValue ?? ([...options].find((it) => it.defaultSelected) ?? options[0])?.value ?? "";
/** Where a form is kept: by whose it is, where it goes, and which of those that go there. */
const place = (/** @type {HTMLFormElement} */ form) => {
  const alike = [...document.forms].filter((it) => isLong(it) && path(it.action) === path(form.action));
  return `typed ${person} ${path(form.action)} ${alike.indexOf(form)}`;
};
const read = (/** @type {string} */ name) => JSON.parse(localStorage.getItem(name) ?? "null");
const keep = (/** @type {HTMLFormElement} */ form) => {
  const [name, page] = [place(form), location.pathname];
  const held = [...fields(form)].map(([key, field]) => ({ key, base: standing(field), value: field.value }));
  const typed = held.filter(({ base, value }) => value !== base);
  if (!typed.length) return localStorage.removeItem(name);
  // A form that came back with what to put right stands at another address than the page it belongs to.
  const belongs = (path(form.action) === page && read(name)?.page) || page;
  localStorage.setItem(name, JSON.stringify({ page: belongs, at: Date.now(), typed }));
};

/** Puts what was kept back into its form, unless somebody else changed the field meanwhile: then it is shown beside it. */
const restore = (/** @type {HTMLFormElement} */ form) => {
  const [kept, now] = [read(place(form)), fields(form)];
  if (kept?.page !== location.pathname) return;
  /** @type {[Node[], Node[]]} */
  const [back, lost] = [[], []];
  for (const { key, base, value: textContent } of kept.typed) {
    const field = now.get(key);
    if (field?.value === textContent) continue;
    if (field?.value !== base) lost.push(make("pre", { textContent }));
    else if ((field.value = textContent) === field.value) back.push(field);
  }
  if (!back.length && !lost.length) return;
  const at = new Date(kept.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const discard = make("button", { type: "button", className: "button quiet", textContent: "Discard what I typed" });
  const says = [];
  if (back.length) says.push(`What you typed here on ${at} was not sent. It is back in the form.`);
  if (lost.length) says.push("These fields were changed since by somebody else. You had typed:");
  const told = tell(form, "", "status", ...says.map((words) => make("p", {}, words)), ...lost, discard);
  discard.onclick = () => {
    form.reset();
    localStorage.removeItem(place(form));
    told.remove();
    [...now.values()][0]?.focus();
  };
  for (let around = form.closest("details"); around; around = around.parentElement?.closest("details") ?? null) around.open = true;
};

/** What was sent is kept until the server led on from it; nothing is kept for more than a week. */
const settle = () => {
  const sent = JSON.parse(sessionStorage.getItem("sent") ?? "null");
  sessionStorage.removeItem("sent");
  const [arrived] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const led = sent?.taken || (arrived?.redirectCount > 0 && document.referrer && path(document.referrer) === sent?.page);
  for (const name of Object.keys(localStorage).filter((it) => it.startsWith("typed "))) {
    const old = !(read(name)?.at > Date.now() - 7 * 24 * 60 * 60 * 1000);
    if (old || (led && name.split(" ")[2] === sent.to)) localStorage.removeItem(name);
  }
};

/** @type {(act: () => void) => void} */
const ifKept = (act) => {
  try {
    if (person) act();
  } catch {
    // A browser that keeps nothing, or has no room: the form works as it does without this.
  }
};
ifKept(settle);
for (const form of document.forms) ifKept(() => isLong(form) && restore(form));
/** @type {Set<HTMLFormElement>} */
const typedIn = new Set();
let soon = 0;
const flush = () => {
  for (const form of typedIn) ifKept(() => keep(form));
  typedIn.clear();
};
on("input", ({ target: { form } }) => {
  if (!isLong(form)) return;
  typedIn.add(form);
  clearTimeout(soon);
  soon = setTimeout(flush, 300);
});
on("submit pagehide", flush);
if (grows) all(grows).forEach(grow);
