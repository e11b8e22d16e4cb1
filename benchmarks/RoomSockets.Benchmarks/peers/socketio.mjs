// A peer: socket.io with rooms, WebSocket only.
import { Server } from 'socket.io';
import { start } from './serve.mjs';

const io = new Server(start(() => io.engine.clientsCount), { transports: ['websocket'], serveClient: false });

io.on('connection', (socket) => {
  const { room } = socket.handshake.query;
  socket.join(room);
  socket.on('send', (text) => io.to(room).emit('m', text));
  socket.on('echo', (text) => socket.emit('m', text));
});
