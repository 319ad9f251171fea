// Serves the pages that the tests left in artifacts/pages as the review room would: same addresses, same policy, invented sound.
// Alone: node pages-serve.mjs [port]
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";

const root = new URL("../../", import.meta.url);
const types = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
const seconds = 84;
const loudness = t => Math.max(0, Math.sin(t * 1.9) * .35 + Math.sin(t * .7 + 1) * .3 + .25) * (.55 + .45 * Math.abs(Math.sin(t * 13.7)));

function wav() {
  const rate = 8000, bytes = Buffer.alloc(44 + seconds * rate, 128);
  bytes.write("RIFF", 0); bytes.writeUInt32LE(bytes.length - 8, 4); bytes.write("WAVEfmt ", 8); bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); bytes.writeUInt16LE(1, 22); bytes.writeUInt32LE(rate, 24); bytes.writeUInt32LE(rate, 28);
  bytes.writeUInt16LE(1, 32); bytes.writeUInt16LE(8, 34); bytes.write("data", 36); bytes.writeUInt32LE(seconds * rate, 40);
  for (let i = 0; i < seconds * rate; i++) bytes[44 + i] = 128 + 60 * loudness(i / rate) * Math.sin(i * .17);
  return bytes;
}

// zlib's own crc32 came with Node 22.
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function png(width = 640, height = 400) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length); body.copy(out, 4); out.writeUInt32BE(crc32(body), 8 + data.length);
    return out;
  };
  const header = Buffer.alloc(13), rows = Buffer.alloc(height * (1 + width * 3));
  header.writeUInt32BE(width); header.writeUInt32BE(height, 4); header[8] = 8; header[9] = 2;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set([70 + x / 8, 90 + y / 6, 120], y * (1 + width * 3) + 1 + x * 3);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const pageOf = (path, query) => path.startsWith("/pages/") ? path.slice(7)
  : path === "/review/tips" ? (query.get("view") === "mine" ? "queue-empty" : "queue")
  : path === "/review/undelivered" ? "undelivered"
  : path === "/review/audit" ? "audit" : /^\/review\/tips\/[^/]+$/.test(path) ? "tip" : null;

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const send = (status, type, body, more = {}) => response.writeHead(status, { "Content-Type": type, ...more }).end(body);
  if (request.method === "POST") return send(303, "text/plain", "", { Location: pathname.replace(/\/[^/]+$/, "") });
  const asset = pathname.match(/^\/review\/assets\/([\w.]+\.(css|js|svg))$/);
  if (asset) return send(200, types[asset[2]], await readFile(new URL(`functions/Review/Console/Assets/${asset[1]}`, root)));
  const sendJson = value => send(200, "application/json", JSON.stringify(value));
  if (pathname === "/review/session") return sendJson({ expires: new Date(Date.now() + 3600e3) });
  if (pathname.endsWith("/wave")) return sendJson(Array.from({ length: 420 }, (_, i) => loudness(i / 420 * seconds)));
  if (pathname.endsWith("/video")) return send(200, "video/mp4", "no film");
  if (pathname.endsWith("/picture")) return send(200, "image/png", png());
  if (pathname.endsWith("/sound")) {
    const sound = wav(), [, from] = /bytes=(\d+)-/.exec(request.headers.range ?? "") ?? [];
    return from === undefined ? send(200, "audio/wav", sound, { "Accept-Ranges": "bytes" })
      : send(206, "audio/wav", sound.subarray(+from), {
        "Accept-Ranges": "bytes", "Content-Range": `bytes ${from}-${sound.length - 1}/${sound.length}`,
      });
  }
  const page = pageOf(pathname, searchParams);
  if (!page) return send(404, "text/plain", "nothing here");
  const [html, policy] = await Promise.all(
    [`${page}.html`, "policy.txt"].map(name => readFile(new URL(`artifacts/pages/${name}`, root), "utf8")));
  send(200, "text/html; charset=utf-8", html, { "Content-Security-Policy": policy });
}

export const serve = port => new Promise(ready => {
  const server = createServer((request, response) => answer(request, response).catch(e => response.writeHead(500).end(String(e))));
  server.listen(port, "127.0.0.1", () => ready(server));
});

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const server = await serve(+(process.argv[2] ?? 4173));
  console.log(`http://127.0.0.1:${server.address().port}/review/tips`);
}
