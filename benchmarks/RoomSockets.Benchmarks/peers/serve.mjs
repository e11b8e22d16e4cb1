// What both servers share: an address on standard output, GET /gc, and an end when the parent is gone.
import { createServer } from 'node:http';

export function start(count) {
  const http = createServer((request, response) => {
    if (!request.url.startsWith('/gc')) return response.writeHead(404).end();
    if (!request.url.includes('collect=false')) globalThis.gc?.();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({
      runtime: `node ${process.version}`, gc: 'v8', heapBytes: process.memoryUsage().heapUsed, connections: count(),
    }));
  });
  http.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${http.address().port}`));
  process.stdin.resume().on('end', () => process.exit());
  return http;
}
