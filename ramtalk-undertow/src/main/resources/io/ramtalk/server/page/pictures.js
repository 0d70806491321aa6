// Makes a picture small enough to be sent.

const KEPT_TYPES = ['image/png', 'image/gif', 'image/webp'];
const MAX_SIDE_PIXELS = 1280;
const SIDES = [1280, 1024, 800, 640, 480, 320, 160];
const QUALITIES = [0.85, 0.7, 0.5];

/**
 * Returns type and data (base 64) of a picture of at most so many bytes. A JPEG is always written
 * anew, which leaves out where and with what it was taken.
 */
export async function shrink(file, maxBytes) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (unreadable) {
    throw new Error('This file is no picture that can be sent.');
  }
  const longest = Math.max(bitmap.width, bitmap.height);
  if (KEPT_TYPES.includes(file.type) && file.size <= maxBytes && longest <= MAX_SIDE_PIXELS) {
    return {type: file.type, data: await base64(file)};
  }
  for (const side of SIDES.filter((one) => one < longest || one === SIDES.at(-1) || one >= 800)) {
    for (const quality of QUALITIES) {
      const blob = await draw(bitmap, Math.min(1, side / longest), quality);
      if (blob && blob.size <= maxBytes) {
        return {type: blob.type, data: await base64(blob)};
      }
    }
  }
  throw new Error('This picture cannot be made small enough.');
}

function draw(bitmap, scale, quality) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white'; // a JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
}

function base64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
