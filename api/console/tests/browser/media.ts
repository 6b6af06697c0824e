import { deflateSync } from 'node:zlib';

/**
 * Files of evidence made from nothing, for tests that need real ones: pictures, a PDF, and a video as long as wanted.
 *
 * The video is H.264 whose every macroblock is I_PCM (samples as they are), so that no encoder is needed and any frame can be
 * sought; each frame is a key frame. Its upper half says where it is: a bar grows from left to right over the whole length.
 */

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc32 = (bytes: Uint8Array): number => {
  let c = 0xffffffff;
  for (const b of bytes) c = (crcTable[(c ^ b) & 255] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};
const u32 = (n: number): Buffer => {
  const b = Buffer.alloc(4);
  b.writeUInt32BE(n >>> 0);
  return b;
};
const u16 = (n: number): Buffer => {
  const b = Buffer.alloc(2);
  b.writeUInt16BE(n);
  return b;
};

/** A PNG; `colour(x, y)` answers [r, g, b]. */
export function png(width: number, height: number, colour: (x: number, y: number) => number[]): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) for (const part of colour(x, y)) rows[at++] = part;
  }
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A parcel on a table, roughly; `seed` shifts it, so that two pictures are two. */
export const parcel = (seed = 0, width = 1200, height = 900): Buffer =>
  png(width, height, (x, y) => {
    const u = x / width;
    const v = y / height;
    const left = 0.22 + 0.05 * Math.sin(seed);
    const inBox = u > left && u < left + 0.5 && v > 0.28 && v < 0.8;
    const tape = inBox && Math.abs(u - left - 0.25) < 0.025;
    const label = inBox && u > left + 0.06 && u < left + 0.2 && v > 0.36 && v < 0.52;
    const line = label && Math.floor(v * 90 + seed) % 2 === 0 && u > left + 0.07 && u < left + 0.19;
    const tear = inBox && v > 0.62 + 0.03 * Math.sin(u * 60 + seed) && u > left + 0.34 && u < left + 0.46 && v < 0.74;
    if (line) return [40, 42, 48];
    if (label) return [246, 246, 240];
    if (tear) return [66, 44, 28];
    if (tape) return [206, 176, 120];
    if (inBox) return [178 - 30 * v, 132 - 24 * v, 84 - 18 * v];
    const grain = 6 * Math.sin(u * 140 + 3 * Math.sin(v * 30 + seed));
    return [150 + grain + 30 * (1 - v), 158 + grain + 26 * (1 - v), 166 + grain + 20 * (1 - v)];
  });

/** One page of plain words. */
export function pdf(words: string): Buffer {
  const text = `BT /F1 24 Tf 60 740 Td (${words.replace(/[()\\]/g, '\\$&')}) Tj ET`;
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const at = parts.map((part, n) => {
    const start = file.length;
    file += `${n + 1} 0 obj\n${part}\nendobj\n`;
    return start;
  });
  const table = file.length;
  file += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${at.map((a) => `${String(a).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

class Bits {
  readonly bytes: number[] = [];
  private left = 8;
  private last = 0;
  bit(b: number): void {
    this.last = (this.last << 1) | b;
    if (--this.left === 0) {
      this.bytes.push(this.last);
      this.left = 8;
      this.last = 0;
    }
  }
  put(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.bit((value >>> i) & 1);
  }
  ue(value: number): void {
    const n = value + 1;
    const length = 32 - Math.clz32(n);
    this.put(0, length - 1);
    this.put(n, length);
  }
  se(value: number): void {
    this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }
  align(): void {
    while (this.left !== 8) this.bit(0);
  }
  end(): Buffer {
    this.bit(1);
    this.align();
    return Buffer.from(this.bytes);
  }
}

// A run of zero bytes would read as a start code: 0 0 x (x <= 3) becomes 0 0 3 x.
function escaped(bytes: Uint8Array): Buffer {
  const out: number[] = [];
  let zeros = 0;
  for (const b of bytes) {
    if (zeros >= 2 && b <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(b);
    zeros = b === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(out);
}
const nal = (head: number, body: Uint8Array): Buffer => Buffer.concat([Buffer.from([head]), escaped(body)]);

function sequence(across: number, down: number): Buffer {
  const b = new Bits();
  b.put(66, 8);
  b.put(0xc0, 8);
  b.put(40, 8);
  b.ue(0);
  b.ue(0); // log2_max_frame_num 4
  b.ue(2); // order of showing is the order of decoding
  b.ue(0);
  b.bit(0);
  b.ue(across - 1);
  b.ue(down - 1);
  b.bit(1);
  b.bit(1);
  b.bit(0);
  b.bit(0);
  return nal(0x67, b.end());
}

function pictures(): Buffer {
  const b = new Bits();
  b.ue(0);
  b.ue(0);
  b.bit(0);
  b.bit(0);
  b.ue(0);
  b.ue(0);
  b.ue(0);
  b.bit(0);
  b.put(0, 2);
  b.se(0);
  b.se(0);
  b.se(0);
  b.bit(0);
  b.bit(0);
  b.bit(0);
  return nal(0x68, b.end());
}

/** One frame: `share` (0 to 1) of its width is bright. */
function frame(across: number, down: number, share: number, n: number): Buffer {
  const b = new Bits();
  b.ue(0);
  b.ue(7);
  b.ue(0);
  b.put(0, 4);
  b.ue(n % 2);
  b.bit(0);
  b.bit(0);
  b.se(0);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      b.ue(25); // I_PCM
      b.align();
      const lit = y < down / 2 && (x + 0.5) / across <= share;
      for (let i = 0; i < 256; i++) b.bytes.push(lit ? 210 : 50 + ((x * 7 + y * 13 + i) % 24));
      for (let i = 0; i < 128; i++) b.bytes.push(128);
    }
  return nal(0x65, b.end());
}

const box = (type: string, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type), body]);
};
const full = (type: string, flags: number, ...parts: Uint8Array[]): Buffer => box(type, u32(flags), ...parts);

function offsets(samples: readonly Buffer[], first: number): Buffer[] {
  let at = first;
  return samples.map((sample) => {
    const here = u32(at);
    at += sample.length;
    return here;
  });
}

/** An MP4 of at least so many bytes, 10 frames a second; the index stands in front, as a phone's app would upload it. */
export function mp4(least_bytes: number, across = 20, down = 12): Buffer {
  const per_frame = across * down * 385;
  const count = Math.max(20, Math.ceil(least_bytes / per_frame));
  const samples = Array.from({ length: count }, (_, n) => {
    const coded = frame(across, down, (n + 1) / count, n);
    return Buffer.concat([u32(coded.length), coded]);
  });
  const sps = sequence(across, down);
  const pps = pictures();
  const scale = 10;
  const unity = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));
  const width = across * 16;
  const height = down * 16;
  const entry = box(
    'avc1',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(width),
    u16(height),
    u32(0x480000),
    u32(0x480000),
    u32(0),
    u16(1),
    Buffer.alloc(32),
    u16(24),
    u16(0xffff),
    box(
      'avcC',
      Buffer.from([1, 66, 0xc0, 40, 0xff, 0xe1]),
      u16(sps.length),
      sps,
      Buffer.from([1]),
      u16(pps.length),
      pps,
    ),
  );
  const moov = (first: number): Buffer =>
    box(
      'moov',
      full(
        'mvhd',
        0,
        u32(0),
        u32(0),
        u32(scale),
        u32(count),
        u32(0x10000),
        u16(0x100),
        Buffer.alloc(10),
        unity,
        Buffer.alloc(24),
        u32(2),
      ),
      box(
        'trak',
        full(
          'tkhd',
          7,
          u32(0),
          u32(0),
          u32(1),
          u32(0),
          u32(count),
          Buffer.alloc(16),
          unity,
          u32(width << 16),
          u32(height << 16),
        ),
        box(
          'mdia',
          full('mdhd', 0, u32(0), u32(0), u32(scale), u32(count), u16(0x55c4), u16(0)),
          full('hdlr', 0, u32(0), Buffer.from('vide'), Buffer.alloc(12), Buffer.from('video\0')),
          box(
            'minf',
            full('vmhd', 1, Buffer.alloc(8)),
            box('dinf', full('dref', 0, u32(1), full('url ', 1))),
            box(
              'stbl',
              full('stsd', 0, u32(1), entry),
              full('stts', 0, u32(1), u32(count), u32(1)),
              full('stsc', 0, u32(1), u32(1), u32(1), u32(1)),
              full('stsz', 0, u32(0), u32(count), ...samples.map((s) => u32(s.length))),
              full('stco', 0, u32(count), ...offsets(samples, first)),
            ),
          ),
        ),
      ),
    );
  const ftyp = box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomiso2avc1mp41'));
  const first = ftyp.length + moov(0).length + 8;
  return Buffer.concat([ftyp, moov(first), box('mdat', ...samples)]);
}
