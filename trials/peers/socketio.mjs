// The smallest board on Socket.IO: what one posts goes to all. Its port stands on the first line.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const server = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
server.on("connection", (socket) => socket.on("post", (text) => server.emit("post", text)));
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => console.log(http.address().port));
