import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fileName, type Sheet, timeCell, toCsv } from '../src/sheets/sheet.ts';
import { columnName, toXlsx } from '../src/sheets/xlsx.ts';

const sheet: Sheet = {
  name: '案件[1]',
  head: ['编号', 'amount'],
  rows: [
    ['a,"b"', { digits: '199.00' }],
    ['line\nbreak', { digits: '-3' }],
  ],
};

describe('CSV', () => {
  it('is read by a spreadsheet as it was written', () => {
    expect(toCsv(sheet)).toBe('\uFEFF编号,amount\r\n"a,""b""",199.00\r\n"line\nbreak",-3\r\n');
  });

  it.each(['=1+1', '+86', '-2', '@x', '\tx', '\rx', '\n=1', '＝1'])('runs no formula: %j', (text) => {
    expect(toCsv({ name: 's', head: ['h'], rows: [[text]] })).toContain(`'${text}`);
  });

  it('writes times by the clock in Beijing', () => {
    expect(timeCell('2026-11-04T19:04:05Z')).toBe('2026-11-05 03:04:05');
    expect(timeCell(undefined)).toBe('');
    expect(fileName('cases', Date.parse('2026-11-04T19:04:05Z'))).toBe('cases-20261105-0304');
  });
});

describe('XLSX', () => {
  const parts = (bytes: Uint8Array): Record<string, string> =>
    Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
  const read = (bytes: Uint8Array): Document => {
    const text = parts(bytes)['xl/worksheets/sheet1.xml'] as string;
    return new DOMParser().parseFromString(text, 'application/xml');
  };

  it('holds well-formed parts, texts as texts and numbers with their digits', () => {
    for (const text of Object.values(parts(toXlsx(sheet))))
      expect(new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')).toBeNull();
    const cells = [...read(toXlsx(sheet)).querySelectorAll('c')].map((c) => [c.getAttribute('r'), c.textContent]);
    expect(cells).toEqual([
      ['A1', '编号'],
      ['B1', 'amount'],
      ['A2', 'a,"b"'],
      ['B2', '199.00'],
      ['A3', 'line\nbreak'],
      ['B3', '-3'],
    ]);
  });

  it.each([
    ['=1+1', '=1+1'],
    ['<a>&"x"', '<a>&"x"'],
    ['a\u0000b', 'a\uFFFDb'],
    ['\uD800', '\uFFFD'],
    ['x\uDC00', 'x\uFFFD'],
    ['😀', '😀'],
    ['4300000000000000042', '4300000000000000042'],
  ])('takes any text: %j', (text, kept) => {
    const doc = read(toXlsx({ name: 's', head: ['h'], rows: [[text]] }));
    expect(doc.querySelector('parsererror')).toBeNull();
    expect(doc.querySelectorAll('c')[1]?.textContent).toBe(kept);
    expect(doc.querySelectorAll('f').length).toBe(0);
  });

  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('names column %i %s', (index, name) => expect(columnName(index)).toBe(name));
});
