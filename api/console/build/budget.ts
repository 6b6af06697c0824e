import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when the page outgrows its budget. The agent's route is everything the entry and the screens an agent
 * opens load before they can be used: their chunks and all that these import statically. Units: bytes after gzip -9.
 */
export function budget(limits: { agentRoute: number; total: number; agentScreens: string[] }): Plugin {
  return {
    name: 'redress-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const sizes = new Map<string, number>();
      const roots: string[] = [];
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type !== 'chunk') continue;
        sizes.set(name, gzipSync(file.code, { level: 9 }).length);
        const from = file.facadeModuleId ?? '';
        if (file.isEntry || limits.agentScreens.some((screen) => from.includes(screen))) roots.push(name);
      }
      const agent = new Set<string>();
      const walk = (name: string): void => {
        if (agent.has(name)) return;
        const file = bundle[name];
        if (file?.type !== 'chunk') return;
        agent.add(name);
        file.imports.forEach(walk);
      };
      roots.forEach(walk);
      const sum = (names: Iterable<string>): number =>
        [...names].reduce((all, name) => all + (sizes.get(name) ?? 0), 0);
      const route = sum(agent);
      const total = sum(sizes.keys());
      const kb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
      console.log(
        `\nagent's route ${kb(route)} of ${kb(limits.agentRoute)}, everything ${kb(total)} of ${kb(limits.total)}`,
      );
      if (route > limits.agentRoute || total > limits.total) {
        const largest = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, 12);
        this.error(`the console is over its budget; largest: ${largest.map(([n, s]) => `${n} ${kb(s)}`).join(', ')}`);
      }
    },
  };
}
