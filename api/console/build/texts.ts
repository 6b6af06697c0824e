import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [k, v] of flat(value, `${prefix}${key}.`)) all.set(k, v);
  }
  return all;
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

const slots = (text: string, but?: string): string =>
  [...text.matchAll(/{{\s*([\w.]+)[^}]*}}/g)]
    .map((m) => m[1])
    .filter((name) => name !== but)
    .sort()
    .join(',');

/** What is wrong with the texts under `source`: a key that one language lacks, a slot that differs, a key used but not written. */
export function findTextFaults(source: string): string[] {
  const faults: string[] = [];
  const known = new Map<string, Set<string>>();
  const files = walk(source);
  for (const zhPath of files.filter((f) => f.endsWith('/zh.json'))) {
    const enPath = zhPath.replace(/zh\.json$/, 'en.json');
    const where = relative(source, zhPath.replace(/\/zh\.json$/, ''));
    if (!existsSync(enPath)) {
      faults.push(`${where}: en.json is missing`);
      continue;
    }
    const zh = flat(JSON.parse(readFileSync(zhPath, 'utf8')) as Tree);
    const en = flat(JSON.parse(readFileSync(enPath, 'utf8')) as Tree);
    for (const [key, text] of zh) {
      if (text.trim() === '') faults.push(`${where}/zh.json: "${key}" is empty`);
      const other = en.get(key);
      if (other === undefined) faults.push(`${where}/en.json: "${key}" is missing`);
      else if (slots(other) !== slots(text)) faults.push(`${where}: "${key}" has other slots in zh than in en`);
    }
    for (const [key, text] of en) {
      if (text.trim() === '') faults.push(`${where}/en.json: "${key}" is empty`);
      // English has a form for one; Chinese needs none, and the one may stand there as a word.
      const many = key.endsWith('_one') ? en.get(key.slice(0, -'_one'.length)) : undefined;
      if (many !== undefined) {
        if (slots(text, 'count') !== slots(many, 'count'))
          faults.push(`${where}/en.json: "${key}" has other slots than the form for many`);
      } else if (!zh.has(key)) faults.push(`${where}/zh.json: "${key}" is missing`);
    }
    known.set(where === 'i18n' ? 'common' : (where.split('/').pop() ?? where), new Set(zh.keys()));
  }
  for (const path of files.filter((f) => /\.tsx?$/.test(f))) {
    const code = readFileSync(path, 'utf8');
    const used = ['common', ...[...code.matchAll(/useTexts\('([\w-]+)'\)/g)].map((m) => m[1] ?? '')];
    const has = (ns: string, key: string): boolean => !!known.get(ns)?.has(key) || !!known.get(ns)?.has(`${key}_other`);
    for (const match of code.matchAll(/(?<![\w.])t\('([\w:.-]+)'/g)) {
      const [first, second] = (match[1] ?? '').split(':');
      const [spaces, key] = second === undefined ? [used, first] : [[first ?? ''], second];
      if (key !== undefined && !spaces.some((ns) => has(ns, key)))
        faults.push(`${relative(source, path)}: the text "${spaces.at(-1)}:${key}" is written nowhere`);
    }
  }
  return faults;
}

export function completeTexts(source: string): Plugin {
  return {
    name: 'redress-texts',
    apply: 'build',
    buildStart() {
      const faults = findTextFaults(source);
      if (faults.length > 0) this.error(`texts are incomplete:\n  ${faults.join('\n  ')}`);
    },
  };
}
