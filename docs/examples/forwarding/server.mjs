// Only for trying out: it asks nobody who they are, so it listens on this machine alone. In an application its own login stands before the forwarder.
import { createServer } from 'node:http';
import { createForwarder, FORMER, SCREENS } from './forward.mjs';

// The live feed and the recordings only when they are asked for by CALLS_SCREENS=1.
const routes = process.env.CALLS_SCREENS ? [...FORMER, ...SCREENS] : FORMER;
const forward = createForwarder({ to: process.env.CALLS_URL ?? 'http://localhost:3002', key: process.env.CALLS_KEY, routes });
const server = createServer(async (request, response) => {
  if (!await forward(request, response)) response.writeHead(404).end();
});
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
