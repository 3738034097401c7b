// Makes a small PNG of a screenshot: as many colours as a palette holds, which pictures of an editor hardly exceed.
// PNG specification (third edition), sections 9 (filtering) and 11 (chunks); Chromium writes 8 bits per sample, not interlaced.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

export function smallPng(picture, colours = 128) {
  const { width, height, pixels } = decode(picture);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = choosePalette(counts, colours);
  const nearest = new Map([...counts.keys()].map((pixel) => [pixel, nearestTo(pixel, palette)]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = nearest.get(pixels[y * width + x]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Pixels as numbers 0xRRGGBB. */
function decode(picture) {
  const width = picture.readUInt32BE(16);
  const height = picture.readUInt32BE(20);
  const samples = picture[25] === 6 ? 4 : 3;
  const parts = [];
  for (let at = 8; at < picture.length; at += 12 + picture.readUInt32BE(at)) {
    if (picture.toString('latin1', at + 4, at + 8) !== 'IDAT') continue;
    parts.push(picture.subarray(at + 8, at + 8 + picture.readUInt32BE(at)));
  }
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * samples, height, samples);
  const pixels = new Uint32Array(width * height);
  for (let index = 0; index < pixels.length; index++) {
    const at = index * samples;
    pixels[index] = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  }
  return { width, height, pixels };
}

function unfilter(data, length, height, samples) {
  const bytes = Buffer.alloc(length * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (length + 1)];
    for (let x = 0; x < length; x++) {
      const to = y * length + x;
      const left = x < samples ? 0 : bytes[to - samples];
      const above = y === 0 ? 0 : bytes[to - length];
      const corner = x < samples || y === 0 ? 0 : bytes[to - length - samples];
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      bytes[to] = data[y * (length + 1) + 1 + x] + guess;
    }
  }
  return bytes;
}

function paeth(left, above, corner) {
  const estimate = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(estimate - value));
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** Median cut: the box of colours with the widest spread is divided until there are enough boxes. */
function choosePalette(counts, colours) {
  let boxes = [[...counts].map(([pixel, count]) => ({ rgb: channels(pixel), weight: Math.sqrt(count) }))];
  while (boxes.length < colours) {
    const widest = boxes.reduce((best, box) => (spread(box).width > spread(best).width ? box : best));
    const { channel, width } = spread(widest);
    if (width === 0) break;
    const middle = (Math.min(...widest.map(({ rgb }) => rgb[channel])) + width / 2) | 0;
    const low = widest.filter(({ rgb }) => rgb[channel] <= middle);
    boxes = [...boxes.filter((box) => box !== widest), low, widest.filter((colour) => !low.includes(colour))];
  }
  // The most frequent colour of a box stays exactly as it is: backgrounds do not change.
  return boxes.map((box) => box.reduce((best, colour) => (colour.weight > best.weight ? colour : best)).rgb);
}

function spread(box) {
  if (box.spread) return box.spread;
  const widths = [0, 1, 2].map((channel) => {
    const values = box.map(({ rgb }) => rgb[channel]);
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  });
  const width = Math.max(...widths);
  box.spread = { channel: widths.indexOf(width), width };
  return box.spread;
}

function nearestTo(pixel, palette) {
  const [r, g, b] = channels(pixel);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, [pr, pg, pb]] of palette.entries()) {
    const distance = (r - pr) ** 2 + (g - pg) ** 2 + (b - pb) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function channels(pixel) {
  return [pixel >> 16, (pixel >> 8) & 255, pixel & 255];
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
