// Makes pictures full of metadata with sharp (libvips), and says what sharp, ExifReader and file-type see in pictures.
import ExifReader from 'exifreader'
import { fileTypeFromBuffer } from 'file-type'
import { text } from 'node:stream/consumers'
import sharp from 'sharp'

const { make, look } = JSON.parse(await text(process.stdin))
const secret = 'SECRETPLACE'
const [width, height] = [48, 32]
const noise = frames => Buffer.from(Array.from({ length: width * height * frames * 3 }, (_, i) => (i * 7919 + (i >> 5) * 104729) % 251))
const still = sharp(noise(1), { raw: { width, height, channels: 3 } })
const moving = sharp(noise(3), { raw: { width, height: height * 3, channels: 3, pageHeight: height } })
const told = picture => picture
  .withMetadata({ orientation: 6, density: 72 })
  .withExif({
    IFD0: { Artist: secret, Copyright: secret, Make: secret, Orientation: '6' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSAreaInformation: secret },
  })
  .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="${secret}"/></rdf:RDF></x:xmpmeta>`)

async function made() {
  const pictures = {
    'baseline.jpg': await told(still.clone()).withIccProfile('p3').jpeg({ quality: 80 }).toBuffer(),
    'progressive.jpg': await told(still.clone()).jpeg({ progressive: true }).toBuffer(),
    'plain.jpg': await still.clone().jpeg().toBuffer(),
    'deep.png': await told(still.clone()).png().toBuffer(),
    'palette.png': await told(still.clone()).png({ palette: true }).toBuffer(),
    'lossy.webp': await told(still.clone()).webp().toBuffer(),
    'lossless.webp': await told(still.clone()).webp({ lossless: true }).toBuffer(),
    'transparent.webp': await told(still.clone().ensureAlpha(0.5)).webp().toBuffer(),
    'plain.webp': await still.clone().webp().toBuffer(),
    'moving.webp': await told(moving.clone()).webp({ loop: 2, delay: [50, 60, 70] }).toBuffer(),
    'still.gif': await still.clone().gif().toBuffer(),
    'moving.gif': await moving.clone().gif({ loop: 2, delay: [50, 60, 70] }).toBuffer(),
    'other.avif': await still.clone().avif().toBuffer(),
    'other.tiff': await still.clone().tiff().toBuffer(),
  }
  return Object.entries(pictures).map(([name, picture]) => ({ name, bytes: picture.toString('base64') }))
}

async function seen(base64) {
  const bytes = Buffer.from(base64, 'base64')
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? null
  if (!/^image\/(jpeg|png|gif|webp)$/.test(type)) return { type }
  const { orientation, exif, xmp, iptc, icc, comments, pages, delay, loop } = await sharp(bytes, { animated: true }).metadata()
  const pixels = await sharp(bytes, { animated: true, failOn: 'warning' }).raw().toBuffer()
  let tags = []
  try { tags = Object.keys(ExifReader.load(bytes)) } catch (error) { if (error.name !== 'MetadataMissingError') throw error }
  return {
    type, orientation: orientation ?? null, exif: !!exif, xmp: !!xmp, iptc: !!iptc, icc: !!icc, comments: comments ?? [], tags,
    motion: JSON.stringify([pages ?? 1, delay ?? null, loop ?? null]), pixels: pixels.toString('base64'),
  }
}

console.log(JSON.stringify(make ? await made() : await Promise.all(look.map(seen))))
