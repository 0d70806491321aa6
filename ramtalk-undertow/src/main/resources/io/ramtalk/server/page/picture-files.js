// Removes everything from a PNG, GIF or WebP file that does not affect the picture: comments, text,
// XMP, EXIF and data after its end. The first bytes determine the type, not the name.
//
// PNG: W3C PNG 3, section 5. GIF: GIF89a, sections 17 to 27. WebP: RFC 9649, section 2.

const PNG_CHUNKS = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP',
  'sBIT', 'bKGD', 'acTL', 'fcTL', 'fdAT'];
const WEBP_CHUNKS = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
const WEBP_EXIF_AND_XMP = 0x08 | 0x04; // flags of VP8X
const GIF_EXTENSION = 0x21;
const GIF_IMAGE = 0x2c;
const GIF_END = 0x3b;
const GIF_CONTROL = 0xf9; // transparency and timing of the next image
const GIF_APPLICATION = 0xff;
const GIF_LOOPS = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** Returns the clean file; null if it has another type, is damaged, or is rotated by EXIF. */
export function cleaned(bytes) {
  const pieces = text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n' ? png(bytes)
    : text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP' ? webp(bytes)
      : ['GIF87a', 'GIF89a'].includes(text(bytes, 0, 6)) ? gif(bytes) : null;
  return pieces && new Blob(pieces.bytes, {type: pieces.type});
}

function png(bytes) {
  const view = new DataView(bytes.buffer);
  const kept = [bytes.subarray(0, 8)];
  const names = new Set();
  for (let at = 8; at + 12 <= bytes.length;) {
    const name = text(bytes, at + 4, 4);
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) {
      return null;
    }
    names.add(name);
    if (PNG_CHUNKS.includes(name)) {
      kept.push(bytes.subarray(at, end));
    }
    if (name === 'IEND') {
      return names.has('eXIf') && !names.has('acTL') ? null : {type: 'image/png', bytes: kept};
    }
    at = end;
  }
  return null;
}

function webp(bytes) {
  const view = new DataView(bytes.buffer);
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const kept = [];
  const names = new Set();
  for (let at = 12; at + 8 <= end;) {
    const name = text(bytes, at, 4);
    const size = view.getUint32(at + 4, true);
    const next = at + 8 + size + (size & 1);
    if (next > bytes.length) {
      return null;
    }
    names.add(name);
    if (WEBP_CHUNKS.includes(name)) {
      kept.push(bytes.slice(at, next));
    }
    if (name === 'VP8X') {
      kept.at(-1)[8] &= ~WEBP_EXIF_AND_XMP;
    }
    at = next;
  }
  if (!kept.length || (names.has('EXIF') && !names.has('ANIM'))) {
    return null;
  }
  const head = bytes.slice(0, 12);
  new DataView(head.buffer).setUint32(4, kept.reduce((sum, chunk) => sum + chunk.length, 4), true);
  return {type: 'image/webp', bytes: [head, ...kept]};
}

function gif(bytes) {
  let at = 13 + colours(bytes[10]);
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const start = at;
    const label = bytes[at + 1];
    if (bytes[at] === GIF_END) {
      kept.push(bytes.subarray(at, at + 1));
      return {type: 'image/gif', bytes: kept};
    } else if (bytes[at] === GIF_EXTENSION) {
      at = afterBlocks(bytes, at + 2);
    } else if (bytes[at] === GIF_IMAGE) {
      at = afterBlocks(bytes, at + 11 + colours(bytes[at + 9]));
    } else {
      return null;
    }
    if (bytes[start] === GIF_IMAGE || label === GIF_CONTROL
        || (label === GIF_APPLICATION && GIF_LOOPS.includes(text(bytes, start + 3, 11)))) {
      kept.push(bytes.subarray(start, at));
    }
  }
  return null;
}

/** Returns the size of a color table in bytes, given the flags that announce it. */
const colours = (flags) => flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;

/** Returns the end of a sequence of blocks; each starts with its length, and 0 ends it. */
function afterBlocks(bytes, start) {
  let at = start;
  while (bytes[at] > 0) {
    at += bytes[at] + 1;
  }
  return at + 1;
}

const text = (bytes, start, length) =>
  String.fromCharCode(...bytes.subarray(start, start + length));
