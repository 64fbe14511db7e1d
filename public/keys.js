// Comfort for people with scripts: shortcuts, the zone of their clocks, forms that are sent once.
// Every page works without it; it must never carry data or decide anything.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A form that asks where the reader's clocks stand is told by the browser.
for (const field of all("input[data-zone]")) field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

// Text areas grow where the style sheet cannot make them.
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  all("textarea").forEach(grow);
  addEventListener("input", ({ target }) => target.matches("textarea") && grow(target));
}

// A link that is shown once has a button that copies it.
for (const code of all(".one-time-link code")) {
  const copy = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Copy", ariaLive: "polite" });
  copy.addEventListener("click", () => {
    getSelection().selectAllChildren(code);
    copy.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl C";
  });
  code.after(" ", copy);
}

// A region that has nothing to scroll is no stop for the Tab key.
for (const region of all(".table-region")) if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");

// A form is sent once. The button is disabled only after its value has been taken.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.ariaBusy === "true") return event.preventDefault();
  form.ariaBusy = "true";
  const button = event.submitter;
  // Without a page to follow (a download) the form must come free again.
  if (!button || !form.dataset.busy) return setTimeout(() => (form.ariaBusy = null), 5000);
  button.dataset.label = button.textContent;
  setTimeout(() => {
    button.disabled = true;
    button.textContent = form.dataset.busy;
  });
});
addEventListener("pageshow", () => {
  for (const form of all("form[aria-busy]")) form.ariaBusy = null;
  for (const button of all("button[data-label]")) {
    button.disabled = false;
    button.textContent = button.dataset.label;
  }
});

// The two dialogs are made of the page's own links when they are first asked for; each closes by a click beside it.
addEventListener("click", ({ target }) => target.matches("dialog") && target.close());
const ways = () => all(".rail a, .room-header a:not(.wordmark)").map((link) => ({
  href: link.getAttribute("href"),
  label: link.getAttribute("href") === "/account" ? "Account" : link.textContent.trim(),
  key: link.dataset.key,
}));
const dialog = (id, html) => {
  const made = document.createElement("dialog");
  made.id = made.className = id;
  made.innerHTML = html;
  document.body.append(made);
  return made;
};

// Go to: Ctrl or Cmd with K opens it; typing narrows it; arrows and Enter choose.
const makeGoTo = () => {
  const goto = dialog(
    "goto",
    `<form method="dialog">
      <label class="visually-hidden" for="goto-text">Go to</label>
      <input id="goto-text" type="text" autocomplete="off" spellcheck="false" placeholder="Go to …">
    </form><ul></ul><p class="goto-none">Nothing here goes by that name.</p>`,
  );
  goto.ariaLabel = "Go to";
  const shown = () => all("li:not([hidden]) a", goto);
  for (const { href, label } of ways()) {
    if (shown().some((link) => link.textContent === label)) continue;
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    link.href = href;
    link.textContent = label;
    item.append(link);
    $("ul", goto).append(item);
  }
  const [typed, list] = [$("input", goto), $("ul", goto)];
  // Below the pages stands what goes by that name in the engagements; of what comes late, only the newest answer counts.
  const find = async (text) => {
    const here = location.pathname.match(/^\/e\/([\w-]+)/)?.[1] ?? "";
    const answer = text.trim() && $(".rail") && (await fetch(`/find?only=list&at=${here}&q=${encodeURIComponent(text)}`).catch(() => null));
    const found = answer && answer.ok && !answer.redirected ? await answer.text() : "";
    if (typed.value !== text) return;
    for (const item of all("li[data-found]", list)) item.remove();
    list.insertAdjacentHTML("beforeend", found);
  };
  let asked;
  goto.addEventListener("input", () => {
    const words = typed.value.toLowerCase().split(/\s+/);
    for (const item of all("li:not([data-found])", goto)) item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
    clearTimeout(asked);
    asked = setTimeout(find, 120, typed.value);
  });
  goto.addEventListener("submit", (event) => {
    event.preventDefault();
    shown()[0]?.click();
  });
  goto.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [typed, ...shown()];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });
  return goto;
};
const openGoTo = () => {
  const goto = $("#goto") ?? makeGoTo();
  if (goto.open) return;
  $("input", goto).value = "";
  for (const item of all("li", goto)) item.dataset.found === undefined ? (item.hidden = false) : item.remove();
  goto.showModal();
};

// The keys this page understands.
const makeKeys = () => {
  const keys = dialog(
    "keys",
    `<h2 id="keys-title">Keys</h2><dl></dl><form method="dialog"><button class="button" type="submit">Close</button></form>`,
  );
  keys.setAttribute("aria-labelledby", "keys-title");
  const fixed = [["Ctrl K", "Go anywhere"], ["?", "Show these keys"], ["Esc", "Close a dialog or menu"]];
  const own = ways().filter(({ key }) => key).map(({ key, label }) => [`g ${key}`, label]);
  for (const [combination, label] of [...fixed, ...own]) {
    const [row, what, meaning] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    what.append(
      ...combination.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })),
    );
    meaning.textContent = label;
    row.append(what, meaning);
    $("dl", keys).append(row);
  }
  return keys;
};

// Single keys stay out of the way while someone types.
let afterG = -Infinity;
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === "k" && $("nav")) {
    event.preventDefault();
    return openGoTo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (target.isContentEditable || target.matches("input, select, textarea")) return;
  if (key === "?" && $("nav")) ($("#keys") ?? makeKeys()).showModal();
  else if (key === "g") afterG = event.timeStamp;
  else if (event.timeStamp - afterG < 1500) {
    afterG = -Infinity;
    $(`a[data-key="${CSS.escape(key)}"]`)?.click();
  }
});

// Files: dropped on their field, or pasted anywhere on its page. What is chosen is listed; the form sends it.
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const take = (field, files) => {
  if (!field || files.length === 0) return;
  const input = $("input", field);
  const bag = new DataTransfer();
  for (const file of [...input.files, ...files]) bag.items.add(file);
  input.files = bag.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
addEventListener("change", ({ target }) => {
  const field = target.closest("[data-drop]");
  if (!field) return;
  const list = $(".chosen", field);
  const items = [...target.files].map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${size(file.size)}`;
    return item;
  });
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
});
for (const name of ["dragover", "dragleave", "drop"])
  addEventListener(name, (event) => {
    const field = event.target.closest?.("[data-drop]");
    if (!field) return;
    event.preventDefault();
    field.dataset.drop = name === "dragover" ? "over" : "";
    if (name === "drop") take(field, event.dataTransfer.files);
  });
addEventListener("paste", ({ clipboardData }) => {
  // A picture out of the clipboard has no name of its own: the time tells one from another.
  const now = new Date().toISOString().slice(0, 19).replaceAll(":", ".");
  const named = (file) => (/^image\.\w+$/.test(file.name) ? new File([file], `screenshot ${now}.png`, { type: file.type }) : file);
  take($("[data-drop]"), [...(clipboardData?.files ?? [])].map(named));
});

// Sending files takes its time: how far it has come is shown, and it can be stopped.
// Files cannot be kept by a page: whether somebody is still signed in is asked before they are sent.
const signedOut = () => fetch(location.href, { method: "HEAD", redirect: "manual" }).then(({ type }) => type === "opaqueredirect", () => false);
const tellIn = (form, html) => {
  $(".kept-here", form)?.remove();
  if (!html) return;
  const told = document.createElement("div");
  told.className = "notice kept-here";
  told.dataset.tone = "doubt";
  told.setAttribute("role", "alert");
  told.innerHTML = `<p>${html} What you typed and the files you chose are still here: then send the form again.</p>`;
  form.prepend(told);
  told.scrollIntoView({ block: "nearest" });
};
addEventListener("submit", async (event) => {
  const form = event.target;
  const input = $("[data-drop] input", form);
  if (!input?.files.length) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  if (await signedOut()) {
    form.ariaBusy = null;
    const next = encodeURIComponent(location.pathname);
    return tellIn(form, `You are not signed in any more: <a target="_blank" href="/sign-in?next=${next}">sign in in a new tab</a>.`);
  }
  tellIn(form);
  const [sending, bar] = [new XMLHttpRequest(), document.createElement("p")];
  bar.className = "sending";
  bar.innerHTML = '<progress max="1" value="0" aria-label="Sending files"></progress> <button class="button" type="button">Stop</button>';
  const over = () => {
    bar.remove();
    form.ariaBusy = null;
  };
  $("button", bar).addEventListener("click", () => sending.abort());
  sending.upload.addEventListener("progress", ({ loaded, total }) => ($("progress", bar).value = loaded / total));
  sending.addEventListener("abort", over);
  sending.addEventListener("error", () => (over(), tellIn(form, "The server cannot be reached: wait until it can.")));
  sending.addEventListener("load", () => {
    const page = sending.responseXML;
    const led = sending.responseURL !== form.action;
    if (led) {
      sessionStorage.setItem("sent", JSON.stringify({ to: new URL(form.action).pathname, taken: true }));
      return location.assign(sending.responseURL);
    }
    if (!page) return location.assign(sending.responseURL);
    // Signed out in between: the page to sign in carries what was typed.
    if (sending.status === 200) return document.body.replaceWith(document.adoptNode(page.body));
    // The form comes back, with what to put right.
    $("main").replaceWith(document.adoptNode($("main", page)));
    $(".error-summary")?.focus();
  });
  sending.open("POST", form.action);
  sending.responseType = "document";
  sending.send(new FormData(form));
  form.append(bar);
}, { capture: true });
