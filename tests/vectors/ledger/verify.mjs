// A second verifier of docs/ledger-format.md, written from that page and the C2SP specifications alone. It shares no code
// with the program.
//   node verify.mjs receipt FILE VKEY [WITNESS-VKEY...]   entry, inclusion, signature, cosignatures, rulebook digest
//   node verify.mjs log URL TOKEN VKEY                    every entry and tile of a served ledger leads to its signed root
// Ends with 0 and a line of JSON, or with 4 and the reason.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafHash = (bytes) => sha256(Buffer.of(0), bytes);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
const fail = (why) => { console.error(why); process.exit(4); };
const check = (good, why) => { if (!good) fail(why); };

const parseVkey = (vkey, type) => {
  const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const bytes = Buffer.from(key ?? '', 'base64');
  check(bytes.length === 33 && bytes[0] === type, `no vkey of type ${type}: ${vkey}`);
  check(sha256(name, '\n', bytes).subarray(0, 4).toString('hex') === id, `the id of ${vkey} is not its own`);
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
};

const openNote = (note, vkey) => {
  const split = note.lastIndexOf('\n\n');
  check(split >= 0 && note.endsWith('\n'), 'not a signed note');
  const text = note.slice(0, split + 1);
  const signatures = note.slice(split + 2, -1).split('\n').map((line) => {
    const [dash, name, base64] = line.split(' ');
    check(dash === '\u2014' && base64, `not a signature line: ${line}`);
    const bytes = Buffer.from(base64, 'base64');
    return { name, id: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) };
  });
  const key = parseVkey(vkey, 1);
  const own = signatures.filter(({ name, id }) => name === key.name && id === key.id);
  check(own.length > 0 && own.every(({ bytes }) => verify(null, Buffer.from(text), key.key, bytes)), 'the signature is wrong');
  const [origin, size, root] = text.split('\n');
  check(origin === key.name, 'the checkpoint is of another ledger');
  return { text, signatures, size: Number(size), root: Buffer.from(root, 'base64') };
};

const cosignedAt = ({ text, signatures }, vkey) => {
  const key = parseVkey(vkey, 4);
  const found = signatures.find(({ name, id }) => name === key.name && id === key.id);
  check(found && found.bytes.length === 72, `${key.name} has not cosigned`);
  const seconds = found.bytes.readBigUInt64BE(0);
  check(verify(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key.key, found.bytes.subarray(8)),
    `the cosignature of ${key.name} is wrong`);
  return Number(seconds);
};

// RFC 9162, section 2.1.3.2.
const rootFromInclusion = (leaf, index, size, proof) => {
  check(index < size, 'the index is beyond the size');
  let fn = index, sn = size - 1, r = leaf;
  for (const p of proof) {
    check(sn !== 0, 'the proof is too long');
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      if (fn % 2 === 0) do { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); } while (fn % 2 === 0 && fn !== 0);
    } else r = nodeHash(r, p);
    fn = Math.floor(fn / 2); sn = Math.floor(sn / 2);
  }
  check(sn === 0, 'the proof is too short');
  return r;
};

const rootOf = (leaves) => {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
};

const receipt = (file, vkey, ...witnesses) => {
  const json = JSON.parse(readFileSync(file, 'utf8'));
  check(json.format === 'redress-receipt/1', 'no receipt');
  const entry = JSON.parse(json.entry);
  const head = openNote(json.checkpoint, vkey);
  check(head.size === json.size && entry.seq === json.index, 'index or size is not what the receipt says');
  const leaf = leafHash(Buffer.from(json.entry));
  const proof = json.proof.map((hash) => Buffer.from(hash, 'base64'));
  check(rootFromInclusion(leaf, json.index, json.size, proof).equals(head.root), 'the entry is not in the ledger');
  const texts = json.rulebook.texts.flatMap(({ name, text }) => [name, '\0', text, '\0']);
  const digest = texts.length === 0 ? entry.rulebook_digest : sha256(Buffer.from(texts.join(''))).toString('hex');
  check(digest === entry.rulebook_digest && json.rulebook.digest === digest, 'the rulebook is not the one of the entry');
  const cosigned = witnesses.map((witness) => cosignedAt(head, witness));
  console.log(JSON.stringify({ ok: true, id: entry.id, hash: leaf.toString('hex'), cosigned }));
};

const tilePath = (index) => {
  const parts = [];
  do { parts.unshift(String(index % 1000).padStart(3, '0')); index = Math.floor(index / 1000); } while (index > 0);
  return parts.map((part, i) => (i + 1 < parts.length ? `x${part}` : part)).join('/');
};

const log = async (url, token, vkey) => {
  const get = async (path) => {
    const response = await fetch(`${url}/v1/tlog/${path}`, { headers: { Authorization: `Bearer ${token}` } });
    check(response.status === 200, `${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };
  const head = openNote((await get('checkpoint')).toString(), vkey);
  const rows = async (level, count) => {
    const hashes = [];
    for (let i = 0; i * 256 < count; ++i) {
      const width = Math.min(256, count - i * 256);
      const bytes = await get(`tile/${level}/${tilePath(i)}${width === 256 ? '' : `.p/${width}`}`);
      check(bytes.length === width * 32, 'a tile has another width');
      for (let j = 0; j < width; ++j) hashes.push(bytes.subarray(j * 32, (j + 1) * 32));
    }
    return hashes;
  };
  const leaves = await rows(0, head.size);
  check(rootOf(leaves).equals(head.root), 'the tiles do not lead to the signed root');
  for (let level = 1, below = leaves; below.length >= 256; ++level) {
    const row = await rows(level, Math.floor(below.length / 256));
    row.forEach((hash, i) => check(hash.equals(rootOf(below.slice(i * 256, (i + 1) * 256))), `tile of level ${level}`));
    below = row;
  }
  let entries = 0;
  for (let i = 0; i * 256 < head.size; ++i) {
    const width = Math.min(256, head.size - i * 256);
    const bundle = await get(`tile/entries/${tilePath(i)}${width === 256 ? '' : `.p/${width}`}`);
    for (let at = 0; at < bundle.length; ++entries) {
      const length = bundle.readUInt16BE(at);
      check(leafHash(bundle.subarray(at + 2, at + 2 + length)).equals(leaves[entries]), `entry ${entries} is another`);
      at += 2 + length;
    }
  }
  check(entries === head.size, 'the bundles hold another number of entries');
  console.log(JSON.stringify({ ok: true, size: head.size, root: head.root.toString('base64') }));
};

const [what, ...rest] = process.argv.slice(2);
if (what === 'receipt') receipt(...rest);
else if (what === 'log') await log(...rest);
else { console.error('verify.mjs receipt FILE VKEY [WITNESS...] | log URL TOKEN VKEY'); process.exit(2); }
