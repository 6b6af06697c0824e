import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync('package-lock.json', 'utf8');
const lock = JSON.parse(text) as {
  packages: Record<string, { optional?: boolean; engines?: unknown; resolved?: string }>;
};
const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

it('the lock names no address to download from', () => {
  expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
});

it('the lock lets an older Node install what only the newer one runs (npm run lock)', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.optional && entry.engines)).toEqual([]);
});

it('every version is pinned', () => {
  for (const part of ['dependencies', 'devDependencies', 'optionalDependencies'])
    for (const [name, version] of Object.entries(own[part] ?? {})) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
});
