// The join storm's peer: node:http gives a page of as many bytes as ours for each request, and ws takes the screens in.
// Sizes of the pages in bytes: first argument the join page, second the phone's page. Its port stands on the first line.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const [door, phone] = process.argv.slice(2).map((size) => Buffer.alloc(Number(size), "<p>maillage</p>"));
const http = createServer((request, response) => {
  if (request.method === "POST") {
    request.resume();
    request.on("end", () => response.writeHead(303, { location: "/w/bench", "set-cookie": "phone=1", "content-length": 0 }).end());
    return;
  }
  const page = request.url.startsWith("/j/") ? door : phone;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": page.length }).end(page);
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on("connection", (socket) => socket.send('{"type":"beat"}'));
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => console.log(http.address().port));
