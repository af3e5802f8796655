// @ts-nocheck
// Passes the calling endpoints of an application on to Offhook. Needs Node 18 or later and no package. Plain JavaScript, which a TypeScript project can take in
// under the name forward.ts.
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { pipeline } from 'node:stream';

const CALLBACK = /^\/webhooks\/kaleyra\/callback\/?$/i;

/** What the former module offered. Whatever else is asked for stays with the application. */
export const FORMER = [/^\/calls\/(click-to-call|outbound|logs)\/?$/i, CALLBACK];

/** What shows all calls that the key may see, and lets them be heard: only for people who may see and hear just those. */
export const SCREENS = [/^\/calls\/live\/?$/i, /^\/calls\/[\w-]+\/recording\/?$/i];

// Which headers travel. The application's cookies and logins are no business of Offhook's, and whom to believe about a sender it does not learn from a header.
const THERE = ['content-type', 'idempotency-key', 'last-event-id'];
const BACK = ['accept-ranges', 'allow', 'cache-control', 'content-disposition', 'content-length', 'content-range', 'content-security-policy', 'content-type',
  'location', 'retry-after', 'x-accel-buffering', 'x-content-type-options'];

const LARGEST_BODY = 64 * 1024; // Offhook takes no more.
const PATIENCE = 45_000; // ms of silence. A start can take 20 s; the live feed says something every 15 s.

/**
 * Makes a function that takes a request of Node or Express and its response, and answers it through Offhook.
 * It returns a promise of false when the request is for none of the routes, and of true when all is said.
 * `to` is Offhook's address, `key` a key of a server, `prefix` what the application puts before the paths, such as /api, `routes` what is passed on.
 */
export function createForwarder({ to, key, prefix = '', routes = FORMER }) {
  if (!to || !key) throw new Error('The address of Offhook and a key are needed.');
  const offhook = new URL(to);

  return async function forward(request, response) {
    const [whole, ...query] = (request.originalUrl ?? request.url).split('?');
    const path = whole.toLowerCase().startsWith(prefix.toLowerCase()) ? whole.slice(prefix.length) : '';
    if (!routes.some(route => route.test(path))) return false;

    const isCallback = CALLBACK.test(path);
    const refuse = (status, type, title, detail, why) => {
      if (why) console.warn(`${request.method} ${path} was not passed on: ${why}`);
      answer(response, status, type, title, detail);
    };

    if (request.readableDidRead && !request.rawBody) throw new Error('The body was read by somebody else. In NestJS, create the application with { rawBody: true }.');
    let body;
    try {
      body = await bodyOf(request);
    } catch {
      return true; // The sender left before all of it was here.
    }
    if (!body) {
      refuse(413, 'too-large', 'The request is too large', 'At most 64 kB are taken.');
      return true;
    }

    const headers = Object.fromEntries(THERE.filter(name => name in request.headers).map(name => [name, request.headers[name]]));
    // A callback proves itself by its address.
    if (!isCallback) headers.authorization = `Bearer ${key}`;
    if (request.method !== 'GET' && request.method !== 'HEAD') headers['content-length'] = body.length;

    await new Promise(done => {
      let wasSent = false;
      // Each request has a connection of its own: on one that is used again nobody knows whether a request that failed was read.
      const asked = (offhook.protocol === 'https:' ? askHttps : askHttp)({
        hostname: offhook.hostname.replace(/^\[|\]$/g, ''), port: offhook.port, method: request.method, headers, agent: false, timeout: PATIENCE,
        path: offhook.pathname.replace(/\/$/, '') + [path, ...query].join('?'),
      });
      asked.on('socket', socket => socket.once(offhook.protocol === 'https:' ? 'secureConnect' : 'connect', () => { wasSent = true; }));
      asked.on('timeout', () => asked.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })));
      asked.on('error', error => {
        if (!response.headersSent && !response.destroyed) {
          const told = wasSent
            ? [500, 'unexpected', 'Something broke here', 'The calling service gave no answer. If a call was asked for, it may have been dialled: look it up before you ask again.']
            : [503, 'service-unreachable', 'The calling service cannot be reached', 'Nothing was dialled. Try again in a moment, or tell your administrator.'];
          refuse(...told, error.code ?? error.name);
        }
        done();
      });
      asked.on('response', answered => {
        if (answered.statusCode === 401 && !isCallback) {
          // Not the sender's credential was refused, but ours.
          answered.resume();
          refuse(502, 'application-key-refused', 'The calling service does not accept this application', 'Nothing was dialled. Tell your administrator.', 'the key is refused');
          return done();
        }
        response.statusCode = answered.statusCode;
        for (const name of BACK) {
          if (name in answered.headers) response.setHeader(name, answered.headers[name]);
        }
        response.flushHeaders();
        pipeline(answered, response, () => done());
      });
      response.on('close', () => { asked.destroy(); done(); });
      asked.end(body);
    });
    return true;
  };
}

/**
 * Whether a callback is of a call that Offhook placed: it carries its proof, t. Addresses are escaped on their way at times (&amp;t=), which Offhook reads
 * too, so the text itself is searched.
 */
export function isOffhooks(request) {
  const url = request.originalUrl ?? request.url;
  return /(^|[&;]|%26|%3b)t(=|%3d)[0-9a-f]/i.test(url.slice(url.indexOf('?') + 1));
}

// The body, or null when it is too large. That is read to its end all the same and dropped: otherwise the refusal might not arrive.
async function bodyOf(request) {
  const parts = [];
  let length = 0;
  for await (const part of request.rawBody ? [request.rawBody] : request) {
    length += part.length;
    if (length <= LARGEST_BODY) parts.push(part);
  }
  return length <= LARGEST_BODY ? Buffer.concat(parts) : null;
}

function answer(response, status, type, title, detail) {
  const body = JSON.stringify({ type: `/problems/${type}`, title, status, detail });
  response.writeHead(status, { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...(status === 503 && { 'Retry-After': '5' }) }).end(body);
}
