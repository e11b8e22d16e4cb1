// A peer: ws with a set of sockets for each room.
import { WebSocketServer, WebSocket } from 'ws';
import { start } from './serve.mjs';

const rooms = new Map();
const server = new WebSocketServer({ server: start(() => server.clients.size) });

server.on('connection', (socket, request) => {
  if (request.url === '/echo') {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
    return;
  }
  let room = rooms.get(request.url);
  if (!room) rooms.set(request.url, (room = new Set()));
  room.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => room.delete(socket));
  socket.on('message', (data, binary) => {
    for (const member of room) if (member.readyState === WebSocket.OPEN) member.send(data, { binary });
  });
});
