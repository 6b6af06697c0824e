import { readFileSync, writeFileSync } from 'node:fs';

// An npm that runs on an older Node leaves out optional packages that ask for a newer one, the native half of the bundler among
// them, and then nothing builds. They are never run by that Node (node.sh), so the lock does not say what they ask for.
const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
for (const entry of Object.values(lock.packages)) if (entry.optional) delete entry.engines;

// A registry may lack packages for other systems. Named as what they are, they are passed over instead of missed.
for (const [, entry] of Object.entries(lock.packages))
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const part = (names) => names.filter((each) => name.split(/[-/]/).includes(each));
    lock.packages[`node_modules/${name}`] ??= {
      version,
      cpu: part(['x64', 'arm64', 'ia32', 'arm']),
      ...(name.endsWith('-musl') ? { libc: ['musl'] } : {}),
      dev: true,
      optional: true,
      os: part(['linux', 'darwin', 'win32', 'android', 'freebsd']),
    };
  }
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
