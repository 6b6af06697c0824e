// A receiver as others would write one: standardwebhooks checks the signature, cloudevents reads the event.
//
// Usage: receiver.js LOG SECRET. Prints its port. The path's plan says what the n-th attempt of an event is answered,
// e.g. /500,close,redirect,ok; the last one stands for all later ones. Each request is a line of JSON in LOG, written
// before the answer.
const http = require('node:http');
const fs = require('node:fs');
const { Webhook } = require('standardwebhooks');
const { HTTP } = require('cloudevents');

const [log, secret] = process.argv.slice(2);
const webhook = new Webhook(secret);
const attempts = new Map(); // by path and webhook-id

function accepted(headers, body) {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function look(headers, body) {
  const flipped = Buffer.from(body);
  flipped[flipped.length >> 1] ^= 1;
  const said = { signature: accepted(headers, body), tampered: accepted(headers, flipped.toString('latin1')) };
  said.moved = accepted({ ...headers, 'webhook-id': headers['webhook-id'] + 'x' }, body);
  try {
    const event = HTTP.toEvent({ headers, body });
    said.event = event.validate();
    said.id_is_the_events = event.id === headers['webhook-id'];
    Object.assign(said, { type: event.type, source: event.source, subject: event.subject, sequence: event.sequence });
    said.data = event.data;
  } catch (error) {
    said.event = String(error);
  }
  return said;
}

const answers = {
  ok: (request, response) => response.writeHead(204).end(),
  gone: (request, response) => response.writeHead(410).end(),
  redirect: (request, response) => response.writeHead(307, { Location: '/ok' }).end(),
  close: (request) => request.socket.destroy(),
  half: (request) => request.socket.end('HTTP/1.1 200'),
  later: (request, response) => response.writeHead(503, { 'Retry-After': '7200' }).end(),
  flood: (request, response) => response.writeHead(200).end(Buffer.alloc(1 << 20, 'x')),
  slow: (request, response) => setTimeout(() => response.writeHead(200).end(), 1500),
  never: () => {},
};

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const key = `${request.url} ${request.headers['webhook-id']}`;
    const nth = attempts.get(key) ?? 0;
    attempts.set(key, nth + 1);
    const plan = decodeURIComponent(new URL(request.url, 'http://x').pathname.slice(1)).split(',');
    const answer = plan[Math.min(nth, plan.length - 1)];
    const line = {
      path: request.url, method: request.method, id: request.headers['webhook-id'], nth, answer, body,
      timestamp: request.headers['webhook-timestamp'], signatures: request.headers['webhook-signature'],
      content_type: request.headers['content-type'], ...look(request.headers, body),
    };
    fs.appendFileSync(log, JSON.stringify(line) + '\n');
    (answers[answer] ?? ((_, out) => out.writeHead(Number(answer)).end()))(request, response);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
