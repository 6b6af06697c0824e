// The hand-written service that `redress bench` is pointed at beside the server (docs/performance.md).
//
//   RIVAL_TOKEN=... node service.mjs FOLDER [group|each|wide] [PORT]
//
// `group`: one transaction for the commands that came meanwhile; `each`: one for each; `wide`: `group` with rows as wide as
// the server's.
//
// Speaks JSON-RPC 2.0 over `POST /rpc`, one call or a batch, with a bearer token; says where it listens, and ends
// cleanly on SIGTERM.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import Fastify from 'fastify';

import { CallError, isKnown, isWrite, resultOf } from './commands.mjs';
import { EachAlone, InGroups } from './commits.mjs';
import { fits } from './schemas.mjs';
import { Store } from './store.mjs';

const [folder, mode = 'group', port = '0'] = process.argv.slice(2);
if (!folder || !['group', 'each', 'wide'].includes(mode) || !process.env.RIVAL_TOKEN) {
  console.error('usage: RIVAL_TOKEN=... node service.mjs FOLDER [group|each|wide] [PORT]');
  process.exit(2);
}
fs.mkdirSync(folder, { recursive: true });
const store = new Store(path.join(folder, 'rival.db'), mode === 'wide');
const commits = mode === 'each' ? new EachAlone(store) : new InGroups(store);

const digest = (value) => crypto.createHash('sha256').update(value).digest();
const wanted = digest(`Bearer ${process.env.RIVAL_TOKEN}`);
const isLetIn = (header) => typeof header === 'string' && crypto.timingSafeEqual(digest(header), wanted);

const success = (id, result) => `{"jsonrpc":"2.0","result":${result},"id":${JSON.stringify(id)}}`;
function failure(id, why) {
  const known = why instanceof CallError;
  if (!known) console.error(why);
  const error = known
    ? { code: why.code, message: why.message, data: { kind: why.kind } }
    : { code: -32603, message: 'internal error', data: { kind: 'internal' } };
  return JSON.stringify({ jsonrpc: '2.0', error, id });
}

/** Calls `done` with the text of the answer, or with null where a notification gets none. */
function answer(call, done) {
  const isCall = call !== null && typeof call === 'object' && call.jsonrpc === '2.0' && typeof call.method === 'string';
  if (!isCall) return done(failure(null, new CallError(-32600, 'not a call', 'invalid_request')));
  const { id, method, params = {} } = call;
  const finish = (text) => done(id === undefined ? null : text);
  if (!isKnown(method)) return finish(failure(id, new CallError(-32601, 'no such method', 'not_found')));
  if (!fits[method](params)) {
    const [first] = fits[method].errors;
    return finish(failure(id, new CallError(-32602, `${first.instancePath} ${first.message}`, 'invalid_params')));
  }
  let result;
  const work = () => {
    result = resultOf(store, method, params, Date.now());
  };
  if (isWrite(method)) return commits.carryOut(work, (why) => finish(why ? failure(id, why) : success(id, result)));
  try {
    work();
  } catch (why) {
    return finish(failure(id, why));
  }
  return finish(success(id, result));
}

const callsMax = 100;
const app = Fastify({ bodyLimit: 4 << 20 });

app.post('/rpc', (request, reply) => {
  reply.header('content-type', 'application/json');
  if (!isLetIn(request.headers.authorization))
    return reply.code(401).send(failure(null, new CallError(-32000, 'no valid token', 'unauthenticated')));
  const { body } = request;
  if (!Array.isArray(body)) {
    answer(body, (text) => (text === null ? reply.code(204).send() : reply.send(text)));
    return;
  }
  if (body.length === 0 || body.length > callsMax)
    return reply.send(failure(null, new CallError(-32600, `a batch has 1 to ${callsMax} calls`, 'invalid_request')));
  const texts = [];
  let left = body.length;
  for (const call of body)
    answer(call, (text) => {
      if (text !== null) texts.push(text);
      if (--left > 0) return;
      if (texts.length === 0) reply.code(204).send();
      else reply.send(`[${texts.join(',')}]`);
    });
});

console.log(`listening on ${await app.listen({ host: '127.0.0.1', port: Number(port) })}`);
process.once('SIGTERM', async () => {
  await app.close();
  store.db.close();
});
