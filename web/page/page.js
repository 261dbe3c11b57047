// The page: it shows what Python answers and asks what people want next.
//
// Every figure, table and sentence comes from the library or from words.toml; nothing is computed,
// sorted, judged or worded here.

const data = JSON.parse(document.querySelector("#data").textContent);
const at = (selector) => document.querySelector(selector);
const bodyOf = (id) => at(`#${id} .body`);
const ROWS = 100; // of a table, at a time

let language = remembered("language") ?? "vi";
let again = []; // what is asked anew when the language changes, by section

// --- words ---------------------------------------------------------------------------------------

function say(name, fields = {}) {
  return data.words[language][name].replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

function speak(chosen) {
  language = chosen;
  remember("language", chosen);
  document.documentElement.lang = chosen;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say(element.dataset.word);
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", button.dataset.language === chosen);
  }
  const chosenKind = at("#kind").value || data.kinds[0].id;
  at("#kind").replaceChildren(...data.kinds.map((kind) => new Option(kind[chosen], kind.id)));
  at("#kind").value = chosenKind;
  showAbout();
  showFiles();
  return repeat();
}

// Do anew what the sections show, in the language and with the options of now.
async function repeat() {
  for (const section of Object.keys(again)) await again[section]?.();
}

// What is remembered stays in this browser; without storage nothing is.
function remembered(name) {
  try {
    return localStorage.getItem(`vn766-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`vn766-${name}`, value);
  } catch {
    // A page from a disk may have no storage.
  }
}

// --- elements ------------------------------------------------------------------------------------

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && !name.startsWith("aria")) element[name] = value;
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

function button(word, onclick, properties = {}) {
  return make("button", { type: "button", onclick: act(onclick), ...properties }, say(word));
}

function show(section, ...children) {
  at(`#${section}`).hidden = false;
  bodyOf(section).replaceChildren(...children);
}

function hide(...sections) {
  for (const section of sections) {
    at(`#${section}`).hidden = true;
    delete again[section];
  }
}

function goTo(section) {
  at(`#${section}-head`).focus({ preventScroll: true });
  at(`#${section}`).scrollIntoView({ block: "start" });
}

// --- Python --------------------------------------------------------------------------------------

const asked = new Map();
let worker;
let started;

function tell(text, { done, total, busy } = {}) {
  at("#status").textContent = text;
  const bar = at("#progress");
  bar.hidden = !busy && total === undefined;
  if (total === undefined) bar.removeAttribute("value");
  else Object.assign(bar, { max: total, value: done });
}

async function start() {
  const parts = await inlined();
  // Beside a page from a disk no other file may be loaded, and a `blob:` belongs to no origin there.
  const inside = at("script[data-worker]");
  const url = inside ? `data:text/javascript;base64,${inside.textContent}` : "worker.js";
  if (!inside) await kept();
  started = new Promise((resolve, reject) => {
    worker = new Worker(url, { type: "module" });
    worker.addEventListener("error", () => reject(new Error(say("no_worker"))));
    worker.addEventListener("message", ({ data: message }) => {
      if (message.ready) resolve();
      else if (message.loading) showLoading(message.loading);
      else if (message.begun) watch(message.begun);
      else if (message.id === undefined) reject(new Error(message.failed));
      else settle(message);
    });
  });
  const buffers = parts ? Object.values(parts).map((part) => part.buffer) : [];
  worker.postMessage({ start: { parts, sizes: data.parts, python: data.python } }, buffers);
  return started;
}

function showLoading({ done, total }) {
  if (done < total) {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    tell(say("loading", { done: megabytes(done), total: megabytes(total) }), { done, total });
  } else tell(say("starting"), { busy: true });
}

// A PDF file is waited for as long as by the command, which reads it in a process of its own.
function watch(id) {
  const { args } = asked.get(id);
  if (!/\.pdf$/i.test(args.name)) return;
  asked.get(id).late = setTimeout(settle, data.pdf_seconds * 1000, { id, dead: true });
}

function settle({ id, value, bytes, failed, dead }) {
  const { args, resolve, reject, late } = asked.get(id);
  clearTimeout(late);
  asked.delete(id);
  if (dead) revive(args.name).then(() => reject(new Error(say("broke", args))), reject);
  else if (failed) reject(new Error(failed));
  else resolve(bytes ? { ...value, bytes } : value);
}

// Some file broke Python: it starts anew and gets all others again.
async function revive(name) {
  worker.terminate();
  forget(name);
  for (const { reject } of asked.values()) reject(new Error(say("broke", { name })));
  asked.clear();
  files = [];
  await start();
  for (const [blob, folder] of chosen.values()) await put(blob, folder);
  showFiles();
}

async function ask(verb, args = {}, bytes) {
  await started;
  return new Promise((resolve, reject) => {
    const id = crypto.getRandomValues(new Uint32Array(1))[0];
    asked.set(id, { args, resolve, reject });
    worker.postMessage({ id, verb, args: { language, ...args }, bytes }, bytes ? [bytes] : []);
  });
}

// Ask, say what is being done, and tell if it failed.
async function work(word, verb, args, bytes) {
  tell(say(word, args), { busy: true });
  const answer = await ask(verb, args, bytes);
  tell(answer.said ?? "");
  return answer;
}

// What a press of a button or a choice sets going: readers of screens know how long it lasts.
let going = 0;

function act(action) {
  return async (event) => {
    event?.preventDefault();
    at("#main").setAttribute("aria-busy", (going += 1) > 0);
    try {
      await action(event);
    } catch (error) {
      tell(say("failed", { reason: error.message }));
    } finally {
      at("#main").setAttribute("aria-busy", (going -= 1) > 0);
    }
  };
}

// The parts of the page as one file stand in it, compressed.
async function inlined() {
  const blocks = [...document.querySelectorAll("script[data-part]")];
  if (!blocks.length) return undefined;
  const parts = {};
  for (const block of blocks) {
    tell(say("starting"), { busy: true });
    await new Promise((resolve) => setTimeout(resolve)); // let the page be painted
    parts[block.dataset.part] = bytesOf(block.textContent);
  }
  return parts;
}

function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let index = 0; index < letters.length; index += 1) bytes[index] = letters.charCodeAt(index);
  return bytes;
}

// With the help of offline.js everything is kept for the next time, if the browser allows it.
async function kept() {
  if (!navigator.serviceWorker) return;
  if (navigator.serviceWorker.controller) return;
  try {
    const { active } = await navigator.serviceWorker
      .register("offline.js")
      .then(() => navigator.serviceWorker.ready);
    navigator.serviceWorker.onmessage = () => {
      document.documentElement.dataset.kept = "";
    };
    active.postMessage(["./", "page.css", "page.js"]);
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
      setTimeout(resolve, 1000);
    });
  } catch {
    // It works without, as long as there is a network.
  }
}

// --- files ---------------------------------------------------------------------------------------

let files = []; // name and kind; period and sheet as people typed them
const chosen = new Map(); // what people chose, by name: if Python has to start anew, it gets it again

async function add(blobs) {
  const before = files;
  for (const blob of blobs) await put(blob);
  const names = blobs.map(({ name }) => name);
  const answers = names.filter((name) => name.toLowerCase().endsWith(".json"));
  if (answers.length > 1) names.unshift(await join(answers));
  showFiles();
  const added = files.filter((file) => names.includes(file.name) || !before.includes(file));
  const kinds = ["spec", "table", "document", "other"];
  const [next] = kinds.flatMap((kind) => added.filter((file) => file.kind === kind));
  if (next) await open(next);
}

async function put(blob, folder = "") {
  chosen.set(folder + blob.name, [blob, folder]);
  const args = { name: blob.name, folder };
  list(await work("reading", "put", args, await blob.arrayBuffer()));
}

// The portal answers in several JSON files: those chosen together are one table.
async function join(names) {
  const answer = await ask("join", { names });
  if (answer.together) {
    for (const name of answer.responses) {
      chosen.set(answer.together + name, [chosen.get(name)[0], answer.together]);
      chosen.delete(name);
    }
  }
  list(answer);
  return answer.together;
}

function list({ listed }) {
  files = listed.map((file) => files.find(({ name }) => name === file.name) ?? file);
}

function open(file) {
  return { table: rank, spec: write, document: review, other: review }[file.kind](file);
}

function showFiles() {
  at("#list").replaceChildren(...files.map(fileItem));
  const listed = tables();
  for (const [index, id] of ["before", "after"].entries()) {
    const select = at(`#${id}`);
    const wanted = select.value || listed[Math.min(index, listed.length - 1)]?.name;
    select.replaceChildren(...listed.map(({ name }) => new Option(name)));
    select.value = wanted;
  }
  at("#comparison").hidden = listed.length < 2;
  at("#series").hidden = listed.length < 3;
}

function tables() {
  return files.filter(({ kind }) => kind === "table");
}

function fileItem(file) {
  const verbs = { table: "rank", spec: "write", document: "check", other: "check" };
  const actions = [button(verbs[file.kind], () => open(file))];
  // A workbook may be one that was filled in for a document.
  if (/\.xls[xm]$/i.test(file.name)) actions.push(button("write", () => write(file)));
  if (file.kind === "table") actions.push(button("check", () => review(file)));
  const fields = file.kind === "table" ? [field(file, "period"), field(file, "sheet")] : [];
  actions.push(button("remove", () => remove(file), { className: "quiet" }));
  return make(
    "li",
    {},
    make("span", { className: "name" }, file.name),
    make("span", { className: "kind" }, say(`kind_${file.kind}`)),
    ...fields,
    make("span", { className: "actions" }, ...actions),
  );
}

function field(file, name) {
  const input = make("input", {
    value: file[name] ?? "",
    placeholder: say(`${name}_example`),
    autocomplete: "off",
    onchange: () => {
      file[name] = input.value;
    },
  });
  return make("label", {}, make("span", {}, say(name)), input);
}

function forget(name) {
  for (const [key, [blob, folder]] of chosen) {
    if ((folder || blob.name) === name) chosen.delete(key);
  }
}

async function remove(file) {
  forget(file.name);
  list(await ask("drop", { name: file.name }));
  hide("problems", "ranking", "unit", "documents", "review");
  bodyOf("comparison").replaceChildren();
  delete again.comparison;
  showFiles();
}

function others(file) {
  return tables().filter((one) => one !== file).map(basis);
}

// What the options say, for one file.
function basis(file) {
  return {
    name: file.name,
    period: file.period ?? "",
    sheet: file.sheet ?? "",
    framework: at("#framework").value,
    pool: at("#pool").value,
    within: at("#within").value,
    keep_going: at("#keep_going").checked,
  };
}

// --- tables --------------------------------------------------------------------------------------

// A table of Python's: it sorts, sifts and hands out rows, here they are only shown.
function tableView(table, { onOpen, tools = [] } = {}) {
  const asks = { table: table.id, start: 0, count: ROWS, sort: null, descending: false, text: "" };
  const body = make("tbody");
  const place = make("p", { className: "place" });
  const buttons = [button("back", () => turn(-ROWS)), button("forth", () => turn(ROWS))];
  const heads = table.columns.map(head);
  const element = make(
    "table",
    { lang: table.lang, className: table.prose ? "prose" : "" },
    make("caption", {}, table.caption),
    make("thead", {}, make("tr", {}, ...heads)),
    body,
  );
  const scroll = make("div", { className: "scroll", tabIndex: 0, role: "region" }, element);
  scroll.setAttribute("aria-label", table.caption);
  const pager = make("nav", { className: "pager" }, ...buttons, place);
  pager.setAttribute("aria-label", say("pages"));

  function head(column) {
    const cell = make("th", { scope: "col", className: column.side });
    if (!table.sortable) cell.append(column.title);
    else cell.append(make("button", { type: "button", onclick: act(() => sort(column)) }, column.title));
    return cell;
  }

  async function sort(column) {
    asks.descending = asks.sort === column.key && !asks.descending;
    Object.assign(asks, { sort: column.key, start: 0 });
    for (const [index, { key }] of table.columns.entries()) {
      const direction = asks.descending ? "descending" : "ascending";
      if (key === asks.sort) heads[index].setAttribute("aria-sort", direction);
      else heads[index].removeAttribute("aria-sort");
    }
    await refresh();
  }

  async function turn(step) {
    asks.start += step;
    await refresh();
  }

  async function refresh(changes = {}) {
    Object.assign(asks, changes);
    fill(await ask("rows", { ...asks, own: at("#own").value }));
  }

  function fill({ rows, count, start }) {
    body.replaceChildren(...rows.map(line));
    const last = start + rows.length;
    place.textContent = say("place", { first: rows.length ? start + 1 : 0, last, count });
    buttons[0].disabled = start === 0;
    buttons[1].disabled = last >= count;
    pager.hidden = start === 0 && last >= count;
  }

  function line(row) {
    const cells = row.cells.map((text, index) => {
      const { side, head: isHead, opens } = table.columns[index];
      const cell = make(isHead ? "th" : "td", { className: side });
      cell.dataset.title = table.columns[index].title;
      if (isHead) cell.scope = "row";
      if (opens && onOpen) {
        cell.append(make("button", { type: "button", onclick: act(() => onOpen(row.at)) }, text));
      } else cell.append(text);
      if (isHead && row.depth) cell.style.setProperty("--depth", row.depth);
      return cell;
    });
    const line_ = make("tr", {}, ...cells);
    if (row.tone) line_.dataset.tone = row.tone;
    if (row.own) line_.setAttribute("aria-current", "true");
    return line_;
  }

  const toolbar = make("div", { className: "tools" }, ...tools);
  if (table.sortable) toolbar.prepend(...sieve());

  function sieve() {
    const input = make("input", { type: "search", autocomplete: "off" });
    input.addEventListener("input", act(() => refresh({ text: input.value, start: 0 })));
    const fields = [make("label", {}, make("span", {}, say("sift")), input)];
    if (table.pools.length > 1) {
      const select = make("select");
      select.append(new Option(say("all_pools"), ""), ...table.pools.map((name) => new Option(name)));
      select.addEventListener("change", act(() => refresh({ pool: select.value, start: 0 })));
      fields.push(make("label", {}, make("span", {}, say("pools")), select));
    }
    return fields;
  }

  fill(table.first);
  if (table.sortable && at("#own").value) refresh();
  const everything = async () => {
    await refresh({ start: 0, count: table.first.count });
    window.print();
    await refresh({ start: 0, count: ROWS });
  };
  const kind = table.sortable ? "table long" : "table";
  const notes = make("ul", { className: "foot", lang: table.lang }, ...table.foot.map(item));
  const many = table.foot.length > 4;
  const foot = many ? make("details", {}, make("summary", {}, say("notes")), notes) : notes;
  const view = make("div", { className: kind }, toolbar, scroll, pager, foot);
  return Object.assign(view, { refresh, everything });
}

function views(blocks) {
  return blocks.map((block) =>
    block.lines ? make("ul", { className: "lines" }, ...block.lines.map(item)) : tableView(block),
  );
}

function item(text) {
  return make("li", {}, text);
}

function saver(word, verb, args) {
  const said = () => (typeof args === "function" ? args() : args);
  return button(word, async () => save(await work("writing", verb, said())));
}

function savers(forms, verb, args) {
  return forms.map((form) => saver(`save_${form}`, verb, () => ({ ...args(), form })));
}

function save({ name, media, bytes }) {
  const url = URL.createObjectURL(new Blob([bytes], { type: media }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function refused(section, answer, back) {
  show("problems", ...views(answer.problems));
  again.problems = back;
  if (section) hide(section);
  if (section === "ranking") hide("unit");
}

// --- ranking and units ---------------------------------------------------------------------------

async function rank(file, { jump = true } = {}) {
  const repeat = () => rank(file, { jump: false });
  const answer = await work("ranking_now", "rank", basis(file));
  if (answer.withins) fillWithin(answer.withins);
  if (answer.problems.length) refused(answer.ranking ? null : "ranking", answer, repeat);
  else hide("problems");
  if (!answer.ranking) {
    if (jump) goTo("problems");
    return;
  }
  const table = tableView(answer.ranking, {
    onOpen: (row) => openUnit(file, row),
    tools: [
      ...savers(answer.forms, "save", () => ({ ...basis(file), own: at("#own").value })),
      button("print", () => table.everything()),
    ],
  });
  show("ranking", table);
  again.ranking = repeat;
  at("#own").onchange = act(() => table.refresh());
  if (jump) {
    hide("unit");
    goTo("ranking");
  }
}

function fillWithin(columns) {
  const select = at("#within");
  const chosen = select.value;
  const own = ["level", "section"];
  select.replaceChildren(
    new Option(say("no_column"), ""),
    ...own.map((name) => new Option(say(`by_${name}`), name)),
    ...columns.map((name) => new Option(name)),
  );
  select.value = [...own, ...columns].includes(chosen) ? chosen : "";
}

async function openUnit(file, row, { target = "", jump = true } = {}) {
  const answer = await work("explaining", "unit", { ...basis(file), row, target, others: others(file) });
  const parts = [make("h3", {}, answer.title), ...views(answer.blocks)];
  if (answer.targets.length) parts.push(goals(file, row, answer, target));
  const saved = savers(answer.forms, "save_unit", () => ({ ...basis(file), row, target }));
  parts.push(...views(answer.advice), make("p", { className: "tools" }, ...saved));
  show("unit", ...parts);
  again.unit = () => openUnit(file, row, { target, jump: false });
  if (jump) goTo("unit");
}

function goals(file, row, { targets }, target) {
  const select = make("select", { name: "target" });
  select.append(...targets.map((name) => new Option(name)));
  if (target) select.value = target;
  const form = make(
    "form",
    { className: "fields" },
    make("label", {}, make("span", {}, say("target")), select),
    make("button", {}, say("reach")),
  );
  form.addEventListener(
    "submit",
    act(() => openUnit(file, row, { target: select.value, jump: false })),
  );
  return form;
}

// --- comparison ----------------------------------------------------------------------------------

async function compare(names, { jump = true } = {}) {
  const sides = names.map((name) => files.find((file) => file.name === name)).filter(Boolean);
  const args = () => ({ files: sides.map(basis), same_basis: at("#same_basis").checked });
  const answer = await work("comparing", "compare", args());
  if (answer.problems.length) refused(null, answer, () => compare(names, { jump: false }));
  else hide("problems");
  const parts = answer.title ? [make("h3", {}, answer.title), ...views(answer.blocks)] : [];
  if (answer.title) {
    parts.push(make("p", { className: "tools" }, ...savers(answer.forms, "save_compared", args)));
  }
  bodyOf("comparison").replaceChildren(...parts);
  again.comparison = () => compare(names, { jump: false });
  if (jump) goTo(answer.title ? "comparison" : "problems");
}

// --- documents -----------------------------------------------------------------------------------

async function write(file, { jump = true } = {}) {
  const repeat = () => write(file, { jump: false });
  const answer = await work("writing", "report", { name: file.name });
  if (answer.problems.length) refused("documents", answer, repeat);
  else hide("problems");
  if (answer.documents.length) {
    const items = answer.documents.map(({ title, row }) =>
      make("li", {}, `${title} `, saver("save_docx", "document", { name: file.name, row })),
    );
    const all = items.length > 1 ? [saver("save_all", "document", { name: file.name })] : [];
    show("documents", ...all, make("ul", { className: "documents" }, ...items));
    again.documents = repeat;
  }
  if (jump) goTo(answer.documents.length ? "documents" : "problems");
}

async function review(file, { jump = true } = {}) {
  const repeat = () => review(file, { jump: false });
  const answer = await work("checking", "review", { name: file.name });
  if (answer.problems.length) refused(answer.blocks.length ? null : "review", answer, repeat);
  else hide("problems");
  if (answer.blocks.length) {
    const parts = [make("h3", {}, answer.title), ...views(answer.blocks)];
    if (answer.annotated) parts.push(saver("save_annotated", "annotate", { name: file.name }));
    if (answer.text.length) parts.push(make("h3", {}, say("text")), textView(answer.text));
    if (answer.others.length) {
      parts.push(make("details", {}, make("summary", {}, say("others")), ...views(answer.others)));
    }
    show("review", ...parts);
    again.review = repeat;
  }
  if (jump) goTo(answer.blocks.length ? "review" : "problems");
}

// The text of a document, each paragraph with what was found there beside it.
function textView(paragraphs) {
  const rows = paragraphs.flatMap(({ pieces, notes }) => [
    make("p", {}, ...pieces.map(({ text, tone }) => (tone ? marked(text, tone) : text))),
    make("ul", { className: "notes" }, ...notes.map(note)),
  ]);
  return make("div", { className: "text", lang: "vi" }, ...rows);
}

function marked(text, tone) {
  return make("mark", { "data-tone": tone }, text);
}

function note({ text, tone }) {
  return make("li", { "data-tone": tone, lang: language }, text);
}

// --- beginning -----------------------------------------------------------------------------------

function showAbout() {
  const links = [make("a", { href: "licences.txt" }, say("licences"))];
  if (location.protocol !== "file:") {
    links.unshift(make("a", { href: "vn766.html", download: "vn766.html" }, say("one_file")), " · ");
  }
  const line = `vn766 ${data.version} · Python ${data.python.python}`;
  at("#about").replaceChildren(line, make("span", { className: "links" }, " · ", ...links));
  const select = at("#framework");
  const chosen = select.value;
  select.replaceChildren(
    new Option(say("by_period"), ""),
    ...data.frameworks.map(({ id, title }) => new Option(`${id}: ${title}`, id)),
  );
  select.value = chosen;
}

function listen() {
  for (const one of document.querySelectorAll("[data-language]")) {
    one.addEventListener("click", act(() => speak(one.dataset.language)));
  }
  const choose = at("#choose");
  choose.addEventListener("change", act(async () => {
    await add([...choose.files]);
    choose.value = "";
  }));
  at("#new").addEventListener("submit", act(async () => {
    const args = { kind: at("#kind").value, counts: at("#counts").checked };
    save(await work("writing", "workbook", args));
  }));
  at("#again").addEventListener("click", act(repeat));
  at("#compare").addEventListener("submit", act(() => compare([at("#before").value, at("#after").value])));
  at("#series").addEventListener("click", act(() => compare(tables().map(({ name }) => name))));
  at("#own").value = remembered("own") ?? "";
  at("#own").addEventListener("change", () => remember("own", at("#own").value));
  const drop = at("#drop");
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", act(async (event) => {
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) await add([...event.dataTransfer.files]);
  }));
}

// What tables rest on stands on paper too, where nothing can be opened.
function unfold() {
  const closed = document.querySelectorAll("details:not([open]):has(> .foot)");
  for (const details of closed) details.open = true;
  const fold = () => closed.forEach((details) => details.removeAttribute("open"));
  addEventListener("afterprint", fold, { once: true });
}

listen();
addEventListener("beforeprint", unfold);
speak(language);
tell(say("starting"), { busy: true });
try {
  await start();
  tell(say("ready"));
} catch (error) {
  tell(say("failed", { reason: error.message }));
}
