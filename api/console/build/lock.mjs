import { readFileSync, writeFileSync } from 'node:fs';

// An npm that runs on an older Node leaves out optional packages that ask for a newer one, the native half of the bundler among
// them, and then nothing builds. They are never run by that Node (node.sh), so the lock does not say what they ask for.
const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) if (entry.optional) delete entry.engines;
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
