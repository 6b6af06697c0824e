// What a call does: the request id first, then the machine, then the rows. Called inside of a transaction; what may not
// be is thrown as a CallError before anything was written.
import crypto from 'node:crypto';

import { canonical, sha256 } from './canonical.mjs';
import { claimed, eventsAt, firstState, step } from './machine.mjs';

export class CallError extends Error {
  constructor(code, message, kind) {
    super(message);
    this.code = code;
    this.kind = kind;
  }
}

const invalid = (message) => new CallError(-32602, message, 'invalid_params');
const refused = (code) => new CallError(-32001, `the event may not be: ${code}`, code);

// Ids that grow with time, so that new rows land side by side.
const process8 = crypto.randomBytes(4).toString('hex');
let counter = 0;
function newCaseId(nowMs) {
  counter = (counter + 1) % 0x1000000;
  return `${nowMs.toString(16).padStart(12, '0')}${counter.toString(16).padStart(6, '0')}${process8}`;
}

function open(store, params, nowMs) {
  const context = claimed(params);
  if (context === null) throw refused('claims_more_than_paid');
  const id = newCaseId(nowMs);
  const { shop, platform, order, claim, buyer } = params;
  const { seq, hash } = store.addEntry(id, 0, '', nowMs, {
    event: 'open', party: 'buyer', shop, platform, order, claim, buyer: sha256(buyer.id), to: firstState,
  }, []);
  store.insertCase.run(id, shop, order.id, firstState, 0, hash, JSON.stringify({ ...context, ...store.fill('case') }));
  return { case: { id, state: firstState, version: 0 }, entry: { seq, hash } };
}

function apply(store, params, nowMs) {
  const found = store.findCase(params.case_id);
  if (found === undefined) throw new CallError(-32004, 'no such case', 'not_found');
  const { event: type, party, params: details = {}, evidence = [] } = params;
  const next = step(found.state, found.context, { type, party, params: details, evidence, at_ms: nowMs });
  if (next.code !== undefined) throw refused(next.code);
  const version = next.context.version;
  const { seq, hash } = store.addEntry(found.id, version, found.last_hash, nowMs, {
    event: type, party, params: details, from: found.state, to: next.state,
  }, evidence);
  store.updateCase.run(next.state, version, hash, JSON.stringify(next.context), found.id);
  return { case: { id: found.id, state: next.state, version }, entry: { seq, hash } };
}

const writes = { 'case.open': open, 'case.apply': apply };

/** The text of the answer, kept with the request id: asked again, the same is answered. */
function writeOnce(store, carryOut, params, nowMs) {
  const shop = params.shop ?? 'bench';
  const fingerprint = sha256(canonical(params));
  const known = store.selectAnswer.get(shop, params.request_id);
  if (known !== undefined) {
    if (known.fingerprint !== fingerprint) throw invalid('request_id was used for another call');
    return known.text;
  }
  const text = JSON.stringify({ ...carryOut(store, params, nowMs), ...store.fill('answer') });
  store.insertAnswer.run(shop, params.request_id, fingerprint, text);
  return text;
}

const reads = {
  'case.list': (store, params) => ({ cases: store.selectCases.all(params.limit ?? 50) }),
  'case.actions': (store, params) => {
    const found = store.findCase(params.case_id);
    if (found === undefined) throw new CallError(-32004, 'no such case', 'not_found');
    return { case_id: found.id, state: found.state, events: eventsAt(found.state) };
  },
};

export const isWrite = (method) => Object.hasOwn(writes, method);
export const isKnown = (method) => isWrite(method) || Object.hasOwn(reads, method);

/** The text of the `result` of a call whose params fit their schema. */
export function resultOf(store, method, params, nowMs) {
  if (isWrite(method)) return writeOnce(store, writes[method], params, nowMs);
  return JSON.stringify(reads[method](store, params));
}
