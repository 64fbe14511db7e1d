// Pictures of a report are drawn smaller before they are sent, and every size is told. What the camera took joins the files.
// Without it they are sent as they are, and the server says what is too large.
const $ = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
const make = (/** @type {string} */ tag, /** @type {object} */ its) => /** @type {any} */ (Object.assign(document.createElement(tag), its));
// The widest picture that is sent, in pixels; and what the server takes: bytes of a file, bytes of all, files.
const [WIDE, ONE, ALL, MANY] = [2560, 8 * 2 ** 20, 24 * 2 ** 20, 10];
const size = (/** @type {number} */ bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const key = (/** @type {File} */ file) => `${file.size} ${file.lastModified} ${file.name}`;
// The sizes of pictures before they were drawn smaller; what the camera took, whatever else is chosen; one change after another.
const before = new Map();
let [shot, queue] = [/** @type {File[]} */ ([]), Promise.resolve()];

/** A picture as it is sent: one that is too wide, or that only phones show, is drawn anew as a JPEG. */
const drawn = async (/** @type {File} */ file) => {
  const phones = /^image\/hei[cf]/.test(file.type) || /\.hei[cf]$/i.test(file.name);
  if (!phones && !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture || (picture.width <= WIDE && !phones)) return file;
  const width = Math.min(WIDE, picture.width);
  const canvas = make("canvas", { width, height: Math.round((picture.height * width) / picture.width) });
  const pen = Object.assign(canvas.getContext("2d"), { fillStyle: "white" });
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = /** @type {Blob | null} */ (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85)));
  if (!blob || (blob.size >= file.size && !phones)) return file;
  const smaller = new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type });
  before.set(key(smaller), file.size);
  return smaller;
};

const put = (/** @type {any} */ field, /** @type {File[]} */ given) => {
  const files = [...new Map(given.map((file) => [key(file), file])).values()];
  const bag = new DataTransfer();
  files.forEach((file) => bag.items.add(file));
  field.files = bag.files;
  const all = files.reduce((sum, file) => sum + file.size, 0);
  const says = files.filter((file) => file.size > ONE).map((file) => `“${file.name}” is larger than 8 MB.`);
  says.push(all > ALL ? "Together they are larger than 24 MB." : "", files.length > MANY ? "They are more than 10." : "");
  field.setCustomValidity(says.filter(Boolean).join(" "));
  const was = (/** @type {File} */ file) => (before.has(key(file)) ? `, made smaller from ${size(before.get(key(file)))}` : "");
  const lines = files.map((file) => make("li", { textContent: `${file.name} · ${size(file.size)}${was(file)}` }));
  const onclick = () => void (queue = queue.then(() => put(field, (shot = []))));
  const total = make("li", { textContent: `Together ${size(all)} of 24 MB. ${field.validationMessage} ` });
  total.append(make("button", { type: "button", className: "button quiet", textContent: "Remove all", onclick }));
  Object.assign($(".chosen"), { hidden: !files.length }).replaceChildren(...lines, ...(files.length ? [total] : []));
};

addEventListener("change", ({ target }) => {
  const [camera, field, button] = [$("#camera"), $("#files"), $(".form [type=submit]")];
  if (target !== camera && target !== field) return;
  const chosen = /** @type {File[]} */ ([...(target === camera ? camera : field).files]);
  camera.value = "";
  queue = queue.then(async () => {
    button.disabled = true;
    const files = await Promise.all(chosen.map((file) => drawn(file).catch(() => file)));
    if (target === camera) shot.push(...files);
    put(field, target === camera ? [...field.files, ...files] : [...shot, ...files]);
    button.disabled = false;
  });
});
