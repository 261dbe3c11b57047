// The worker: it starts Python once and hands it what the page asks, one thing after the other.
//
// The large parts come compressed: from beside this file, or, where the page is one file, from the
// page. Either way Python's own loader asks `fetch` for them and gets them from here.

import createPyodideModule from "./pyodide/pyodide.asm.mjs";
import { loadPyodide } from "./pyodide/pyodide.mjs";

const NOWHERE = "parts:///"; // where Python's loader believes itself to be
const PACKAGES = "/lib/python3.14/site-packages";

const fetched = globalThis.fetch.bind(globalThis);
let desk;
let queue = Promise.resolve();

addEventListener("message", ({ data }) => {
  queue = queue.then(() => (data.start ? start(data.start) : answer(data)));
});

async function start({ parts, sizes, python: info }) {
  try {
    const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    let done = 0;
    const count = (bytes) => {
      done += bytes;
      postMessage({ loading: { done, total } });
    };
    const open = async (name) =>
      parts ? new Blob([parts[name]]).stream() : loaded(await fetched(`parts/${name}.gz`));
    // All are asked for at once; each is unpacked while it comes.
    const streams = Object.fromEntries(
      Object.keys(sizes).map((name) => [name, open(name).then((stream) => unpacked(stream, count))]),
    );
    globalThis.fetch = async (url) => {
      const name = String(url).split("/").pop();
      const headers = { "Content-Type": name.endsWith(".wasm") ? "application/wasm" : "" };
      return new Response(await streams[name], { headers });
    };
    const python = await loadPyodide({
      indexURL: NOWHERE,
      createPyodideModule,
      lockFileContents: { info, packages: {} }, // nothing is installed later
    });
    const packages = await (await globalThis.fetch("packages.zip")).arrayBuffer();
    python.unpackArchive(packages, "zip", { extractDir: PACKAGES });
    globalThis.fetch = undefined; // from here on nothing is fetched
    desk = python.pyimport("page.desk");
    postMessage({ ready: true });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
}

function loaded(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.body;
}

function unpacked(stream, count) {
  const counted = new TransformStream({
    transform(chunk, controller) {
      count(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return stream.pipeThrough(counted).pipeThrough(new DecompressionStream("gzip"));
}

// A question has a verb, arguments, and bytes if it brings a file; an answer has a value, and
// bytes if it is a file.
function answer({ id, verb, args, bytes }) {
  postMessage({ begun: id });
  try {
    const [value, file] = desk.answer(verb, JSON.stringify(args), bytes).toJs();
    const buffer = file?.slice().buffer;
    postMessage({ id, value: JSON.parse(value), bytes: buffer }, buffer ? [buffer] : []);
  } catch (error) {
    // An error of Python's own leaves it sound; after any other it cannot go on.
    const [reason] = error.message.trim().split("\n").slice(-1);
    postMessage({ id, failed: reason, dead: error.name !== "PythonError" });
  }
}
