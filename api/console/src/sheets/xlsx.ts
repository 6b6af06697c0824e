import { strToU8, zipSync } from 'fflate';
import type { Cell, Sheet } from './sheet.ts';

/**
 * One sheet as an XLSX file (ECMA-376 part 1). Texts are inline strings, so that a 19-digit order number keeps all its digits and
 * nothing is ever a formula.
 */

const types = {
  content: 'http://schemas.openxmlformats.org/package/2006/content-types',
  relations: 'http://schemas.openxmlformats.org/package/2006/relationships',
  office: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  sheet: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml',
};

export const xlsxType = `${types.mime}.sheet`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place for most control characters, nor for half of a surrogate pair. */
function allowed(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

function xml(text: string): string {
  let safe = '';
  for (const c of text) safe += allowed(c.codePointAt(0) ?? 0) ? (entities[c] ?? c) : '\uFFFD';
  return safe;
}

/** 0 is A, 25 is Z, 26 is AA. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

function cellXml(cell: Cell, at: string, style: number): string {
  if (typeof cell !== 'string') return `<c r="${at}"><v>${xml(cell.digits)}</v></c>`;
  if (cell === '') return '';
  return `<c r="${at}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${xml(cell)}</t></is></c>`;
}

function rowXml(cells: Cell[], number: number, style: number): string {
  return `<row r="${number}">${cells.map((cell, i) => cellXml(cell, columnName(i) + number, style)).join('')}</row>`;
}

const wide = (text: string): number =>
  [...text].reduce((sum, c) => sum + ((c.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);

function columnsXml(sheet: Sheet): string {
  const widths = sheet.head.map((title, i) =>
    sheet.rows.slice(0, 200).reduce((most, row) => {
      const cell = row[i] ?? '';
      return Math.max(most, wide(typeof cell === 'string' ? cell : cell.digits));
    }, wide(title)),
  );
  const cols = widths.map(
    (w, i) => `<col min="${i + 1}" max="${i + 1}" width="${Math.min(60, w + 3)}" customWidth="1"/>`,
  );
  return `<cols>${cols.join('')}</cols>`;
}

function sheetXml(sheet: Sheet): string {
  const rows = sheet.rows.map((cells, i) => rowXml(cells, i + 2, 0));
  return (
    `<worksheet xmlns="${types.sheet}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `${columnsXml(sheet)}<sheetData>${rowXml(sheet.head, 1, 1)}${rows.join('')}</sheetData></worksheet>`
  );
}

const styles =
  `<styleSheet xmlns="${types.sheet}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>';

const relation = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="${types.office}/${kind}" Target="${target}"/>`;

const relations = (...all: string[]): string =>
  `<Relationships xmlns="${types.relations}">${all.join('')}</Relationships>`;

export function toXlsx(sheet: Sheet): Uint8Array<ArrayBuffer> {
  const part = (name: string, kind: string): string =>
    `<Override PartName="${name}" ContentType="${types.mime}.${kind}+xml"/>`;
  const files: Record<string, string> = {
    '[Content_Types].xml':
      `<Types xmlns="${types.content}">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      part('/xl/workbook.xml', 'sheet.main') +
      part('/xl/worksheets/sheet1.xml', 'worksheet') +
      `${part('/xl/styles.xml', 'styles')}</Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml':
      `<workbook xmlns="${types.sheet}" xmlns:r="${types.office}"><sheets>` +
      `<sheet name="${xml(sheet.name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/>` +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
      relation('rId2', 'styles', 'styles.xml'),
    ),
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': sheetXml(sheet),
  };
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(head + text)]));
  return zipSync(bytes, { level: 6 }) as Uint8Array<ArrayBuffer>;
}
