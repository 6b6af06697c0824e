import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, type Document, exampleOf, fieldOf, resolved } from '../src/screens/developer/document.ts';
import { draftMapping, guessSource } from '../src/screens/imports/source.ts';

const document = JSON.parse(readFileSync(resolve('../rpc/openrpc.json'), 'utf8')) as Document;

describe('a call written down for a program', () => {
  const params = { text: `it's "quoted" $HOME \`x\` """ 甲\n`, n: 1 };

  it('is, as curl, exactly the call', () => {
    const code = codeOf('curl', 'http://h', 'a.b', params).replace('curl -s', 'printf "%s\\n"');
    const printed = execFileSync('sh', ['-c', code], { env: { REDRESS_TOKEN: 't' }, encoding: 'utf8' }).split('\n');
    expect(JSON.parse(printed[printed.length - 2] ?? '')).toEqual({ jsonrpc: '2.0', id: 1, method: 'a.b', params });
    expect(printed).toContain('Authorization: Bearer t');
  });

  it('names the token and never writes one', () => {
    for (const language of ['curl', 'typescript', 'python'] as const) {
      const code = codeOf(language, 'http://h', 'a.b', params);
      expect(code).toContain('REDRESS_TOKEN');
      expect(code).not.toMatch(/rdr_/);
    }
  });
});

describe('the document of the API', () => {
  it('has a field for each param of each method, and an example that fits', () => {
    for (const method of document.methods) {
      const names = method.params.map((p) => p.name);
      for (const param of method.params)
        expect(['text', 'number', 'flag', 'choice', 'json']).toContain(fieldOf(resolved(param.schema, document)));
      for (const name of Object.keys(exampleOf(method))) expect(names, method.name).toContain(name);
    }
  });
});

describe('what is imported', () => {
  it('is told by its name and beginning', () => {
    expect(guessSource('a.csv', '{')).toBe('csv');
    expect(guessSource('a.ndjson', '﻿ {"refund_id":1}')).toBe('top-refunds');
    expect(guessSource('', 'a,b\n')).toBe('csv');
  });

  it('gets a mapping drafted from columns that look right', () => {
    const map = draftMapping(['订单号', 'created_at', 'amount', 'note: x'], 's1');
    expect(map).toContain('key: "订单号"');
    expect(map).toContain('placed_at: {column: created_at, as: time}');
    expect(map).toContain('paid: {column: amount, as: money, currency: CNY}');
    expect(map).not.toContain('buyer');
  });
});
