import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; nodes: { html: string }[] };

/** What of a page breaks WCAG 2.1 AA, each rule with the first place that breaks it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: { run: (on: Document, how: object) => Promise<unknown> } }).axe;
    return tool.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
  });
  return (found as { violations: Violation[] }).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}
