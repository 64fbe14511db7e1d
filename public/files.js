// Files: chosen, dropped on their field, pasted anywhere on its page, or taken with the camera. They are listed as they are
// sent, with how far that has come. Without it they are sent as they are, and the server says what is too large.
import { $, button, make, on, tell } from "./page.js";

const size = (/** @type {number} */ bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const known = (/** @type {File} */ file) => `${file.size} ${file.lastModified} ${file.name}`;
/** The sizes of pictures before they were drawn smaller. */
const before = new Map();

/** A picture as it is sent: one that is too wide, or that only phones show, is drawn anew as a JPEG. */
const drawn = async (/** @type {File} */ file, /** @type {number} */ widest) => {
  const phones = /hei[cf]$/i.test(file.type || file.name);
  if (!phones && !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file);
  const width = Math.min(widest, picture.width);
  if (picture.width === width && !phones) return file;
  const canvas = new OffscreenCanvas(width, Math.round((picture.height * width) / picture.width));
  const pen = /** @type {any} */ (canvas.getContext("2d"));
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, canvas.height);
  pen.drawImage(picture, 0, 0, width, canvas.height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  if (blob.size >= file.size && !phones) return file;
  const smaller = new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type });
  before.set(known(smaller), file.size);
  return smaller;
};

/** Puts files into their field, and lists them; a field that says how many megabytes it takes is told what is too much. */
const put = (/** @type {any} */ input, /** @type {File[]} */ given) => {
  const [files, bag] = [[...new Map(given.map((file) => [known(file), file])).values()], new DataTransfer()];
  for (const file of files) bag.items.add(file);
  input.files = bag.files;
  const [{ each, together, many }, mega, sum] = [input.dataset, 2 ** 20, files.reduce((sum, file) => sum + file.size, 0)];
  const says = files.filter((file) => file.size > each * mega).map((file) => `“${file.name}” is larger than ${each} MB.`);
  if (sum > together * mega) says.push(`Together they are larger than ${together} MB.`);
  if (files.length > many) says.push(`They are more than ${many}.`);
  input.setCustomValidity(says.join(" "));
  const lines = files.map((file) => {
    const was = before.get(known(file));
    return make("li", {}, `${file.name} · ${size(file.size)}`, was ? `, made smaller from ${size(was)}` : "");
  });
  const total = `Together ${size(sum)} of ${together} MB. ${says.join(" ")} `;
  if (together && files.length) lines.push(make("li", {}, total, button("Remove all", () => put(input, (shots = [])))));
  const list = $(".chosen", input.parentElement);
  list.replaceChildren(...lines);
  list.hidden = !lines.length;
};

// What the camera took stays, whatever else is chosen. One change comes after another, since drawing takes its time.
let [shots, turn] = [/** @type {File[]} */ ([]), Promise.resolve()];
/** @type {(input: any, files: Iterable<File>, of: "field" | "camera" | "elsewhere") => void} */
const take = (input, files, of) => {
  const [fresh, { widest }] = [[...files], input.dataset];
  turn = turn.then(async () => {
    const taken = await Promise.all(fresh.map((file) => (widest ? drawn(file, widest).catch(() => file) : file)));
    put(input, [...(of === "field" ? shots : input.files), ...taken]);
    if (of === "camera") shots.push(...taken);
  });
};
on("change", ({ target }) => {
  if (target.matches("[data-drop] input")) return take(target, target.files, "field");
  if (target.id !== "camera") return;
  take($("[data-drop] input", target.form), target.files, "camera");
  target.value = "";
});
on("dragover dragleave drop", (event) => {
  const field = event.target.closest?.("[data-drop]");
  if (!field) return;
  event.preventDefault();
  field.dataset.drop = event.type === "dragover" ? "over" : "";
  if (event.type === "drop") take($("input", field), event.dataTransfer.files, "elsewhere");
});
on("paste", ({ clipboardData }) => {
  const [input, files] = [$("[data-drop] input"), [...(clipboardData?.files ?? [])]];
  // A picture out of the clipboard has no name of its own: the time tells one from another.
  const name = `screenshot ${new Date().toISOString().slice(0, 19).replaceAll(":", ".")}.png`;
  const named = files.map((file) => (/^image\.\w+$/.test(file.name) ? new File([file], name, { type: file.type }) : file));
  if (input && files.length) take(input, named, "elsewhere");
});

// Sending takes its time: how far it has come is shown, and it can be stopped. No page can keep files: what holds them up
// leaves them where they are.
on("submit", async (event) => {
  const form = event.target;
  if (!$("[data-drop] input", form)?.files.length) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const [sending, progress] = [new XMLHttpRequest(), make("progress", { value: 0, ariaLabel: "Sending files" })];
  const bar = make("p", { className: "sending" }, progress, " ", button("Stop", () => sending.abort()));
  const ends = (/** @type {string} */ why) => {
    bar.remove();
    form.ariaBusy = null;
    const innerHTML = `${why} What you typed and the files you chose are still here: then send the form again.`;
    if (why) tell(form, "alert", make("p", { innerHTML })).scrollIntoView({ block: "nearest" });
  };
  const signIn = `<a target="_blank" href="/sign-in?next=${encodeURIComponent(location.pathname)}">sign in in a new tab</a>`;
  sending.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
  sending.onabort = () => ends("");
  sending.onerror = () => ends("The server cannot be reached: wait until it can.");
  sending.onload = () => {
    const [page, to] = [sending.responseXML, sending.responseURL];
    if (!page || to !== form.action) return location.assign(to);
    // Only the page to sign in answers a form as if all were well.
    if (sending.status === 200) return ends(`You are not signed in any more: ${signIn}.`);
    // The form comes back, with what to put right.
    $("main").replaceWith(document.adoptNode($("main", page)));
    $(".error-summary")?.focus();
  };
  sending.open("POST", form.action);
  sending.responseType = "document";
  form.append(bar);
  await turn;
  if (form.reportValidity()) sending.send(new FormData(form));
  else ends("");
}, true);
