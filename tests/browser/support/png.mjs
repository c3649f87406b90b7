// PNG files made small: at most 256 colours, which is plenty for a screen. Only what Chromium writes
// is read: eight bits a channel, not interlaced.
import { deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes) => ~bytes.reduce((sum, byte) => crcTable[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;

function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc(named), named.length + 4);
  return framed;
}

function chunksOf(png) {
  const found = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.push({ name: png.toString('latin1', at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Its size and its pixels, channel by channel. */
export function decode(png) {
  const chunks = chunksOf(png);
  const head = chunks.find(({ name }) => name === 'IHDR').body;
  const [width, height, depth, kind] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9]];
  const channels = { 2: 3, 6: 4 }[kind];
  if (depth !== 8 || !channels || head[12]) throw new Error('not a picture that Chromium writes');
  const data = inflateSync(Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ body }) => body)));
  const pixels = Buffer.alloc(width * height * channels);
  const stride = width * channels;
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : pixels[y * stride + x - channels];
      const up = y ? pixels[(y - 1) * stride + x] : 0;
      const corner = x < channels || !y ? 0 : pixels[(y - 1) * stride + x - channels];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[y * stride + x] = data[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return { width, height, channels, pixels };
}

const distance = (a, b) => (a[0] - b[0]) ** 2 * 3 + (a[1] - b[1]) ** 2 * 4 + (a[2] - b[2]) ** 2 * 2;

/** The colours of which there is most, each unlike the others. */
function paletteOf(colours) {
  const often = [...colours].sort((a, b) => b[1] - a[1]).map(([key]) => [key >> 16, (key >> 8) & 255, key & 255]);
  for (let unlike = 0; ; unlike = unlike * 2 + 8) {
    const palette = [];
    for (const colour of often) {
      if (palette.some((one) => distance(one, colour) < unlike)) continue;
      if (palette.push(colour) > 256) break;
    }
    if (palette.length <= 256) return palette;
  }
}

export function smaller(png) {
  const { width, height, channels, pixels } = decode(png);
  const keyAt = (at) => (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
  const colours = new Map();
  for (let at = 0; at < pixels.length; at += channels) colours.set(keyAt(at), (colours.get(keyAt(at)) ?? 0) + 1);
  const palette = paletteOf(colours);
  const nearest = new Map();
  for (const key of colours.keys()) {
    const colour = [key >> 16, (key >> 8) & 255, key & 255];
    let best = 0;
    for (let index = 1; index < palette.length; index++) if (distance(palette[index], colour) < distance(palette[best], colour)) best = index;
    nearest.set(key, best);
  }
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = nearest.get(keyAt((y * width + x) * channels));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', Buffer.from(palette.flat())), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
