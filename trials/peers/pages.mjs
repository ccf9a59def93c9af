// The join storm's peer: node:http gives pages and files of as many bytes as ours, and ws takes the screens in. Nothing is stored.
// Arguments: bytes of the door's page, of the phone's page, and of each file. Its port stands on the first line.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const [door, phone, ...files] = process.argv.slice(2).map((size) => Buffer.alloc(Number(size), "<p>maillage</p>"));
const http = createServer((request, response) => {
  if (request.method === "POST") {
    request.resume();
    request.on("end", () => response.writeHead(303, { location: "/w/bench", "set-cookie": "phone=1", "content-length": 0 }).end());
    return;
  }
  const [, folder, name] = request.url.split("/");
  const body = folder === "j" ? door : folder === "w" ? phone : files[Number(name)];
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": body.length }).end(body);
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on("connection", (socket) => socket.send('{"type":"beat"}'));
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => console.log(http.address().port));
