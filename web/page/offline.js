// Everything is kept after the first visit: the page then opens without a network.
// A newer page takes over once every tab of the older one is closed, so that no two are mixed.

const KEPT = "vn766-__VERSION__";
const FILES = __FILES__;

addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(forget());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const name = new URL(request.url).href.slice(registration.scope.length) || "./";
  if (request.method === "GET" && FILES.includes(name)) event.respondWith(kept(request));
});

addEventListener("message", (event) => {
  // What the page fetched before it was controlled.
  const keep = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(event.data);
    event.source.postMessage("kept");
  };
  event.waitUntil(keep());
});

async function kept(request) {
  const cache = await caches.open(KEPT);
  const found = await cache.match(request, { ignoreSearch: true });
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}
