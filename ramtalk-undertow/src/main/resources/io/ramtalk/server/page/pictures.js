// Makes a picture small enough to send, and removes metadata: cameras record where, when and with
// what a picture was taken.
import {cleaned} from './picture-files.js';

const MAX_SIDE_PIXELS = 1280;
const SIDES = [1280, 1024, 800, 640, 480, 320, 160];
const QUALITIES = [0.85, 0.7, 0.5];

/**
 * Returns type, width, height and data (base64) of a picture within a maximum size in bytes. It is
 * redrawn, rotated as the camera was held, unless its file is small and can be cleaned as it is.
 */
export async function shrink(file, maxBytes) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (unreadable) {
    throw new Error('This file is not a picture that can be sent.');
  }
  const longest = Math.max(bitmap.width, bitmap.height);
  if (file.size <= maxBytes && longest <= MAX_SIDE_PIXELS) {
    const blob = cleaned(new Uint8Array(await file.arrayBuffer()));
    if (blob) {
      return encoded(blob, bitmap);
    }
  }
  for (const side of SIDES.filter((one) => one < longest || one === SIDES.at(-1) || one >= 800)) {
    for (const quality of QUALITIES) {
      const canvas = drawn(bitmap, Math.min(1, side / longest));
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
      if (blob && blob.size <= maxBytes) {
        return encoded(blob, canvas);
      }
    }
  }
  throw new Error('This picture cannot be made small enough.');
}

function drawn(bitmap, scale) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white'; // a JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encoded(blob, {width, height}) {
  const url = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
  return {type: blob.type, width, height, data: url.slice(url.indexOf(',') + 1)};
}
