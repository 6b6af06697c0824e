// Runs the checking part of verify.html as it stands in a pack, without a browser: node verify_page.mjs PAGE ZIP [VKEY].
// Prints the report as one line of JSON.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';

const [, , page, zip, vkey = '', without = ''] = process.argv;
const script = /<script id="checking">([\s\S]*?)<\/script>/.exec(readFileSync(page, 'utf8'))[1];
const PackCheck = new Function(`${script}; return PackCheck;`)();

const bytes = new Uint8Array(readFileSync(zip));
const source = { size: bytes.length, read: async (from, length) => bytes.slice(from, from + length) };
// What an older browser lacks: 'crypto' is all of it, 'ed25519' only that.
const { subtle } = webcrypto;
const lacking = {
  digest: (...given) => subtle.digest(...given),
  verify: (...given) => subtle.verify(...given),
  importKey: (format, key, algorithm, ...rest) => {
    if (algorithm.name === 'Ed25519') throw new Error('NotSupportedError');
    return subtle.importKey(format, key, algorithm, ...rest);
  },
};
const platform = {
  subtle: without === 'crypto' ? undefined : without === 'ed25519' ? lacking : subtle,
  inflateRaw: async (packed, size) => {
    try {
      return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }));
    } catch {
      return null;
    }
  },
};
const report = await PackCheck.check(() => PackCheck.openZip(source, platform), vkey, platform);
console.log(JSON.stringify(report));
