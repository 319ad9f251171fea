// Opens a blob by Node's own crypto, from what docs/decisions/040-sealed-slices.md says and nothing else.
import { constants, createDecipheriv, createHash, privateDecrypt } from 'node:crypto'
import { text } from 'node:stream/consumers'

const { blob, encryptiondata, privateKey } = JSON.parse(await text(process.stdin))
const { WrappedContentKey, EncryptedRegionInfo, EncryptionAgent } = JSON.parse(encryptiondata)
const unwrapped = privateDecrypt(
  { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(WrappedContentKey.EncryptedKey, 'base64'))
const version = unwrapped.subarray(0, 8).toString('ascii').replaceAll('\0', ''), key = unwrapped.subarray(8)
const { DataLength, NonceLength } = EncryptedRegionInfo
const bytes = Buffer.from(blob, 'base64'), hash = createHash('sha256')
let length = 0, number = 0n
for (let at = 0; at < bytes.length; at += NonceLength + DataLength + 16) {
  const region = bytes.subarray(at, at + NonceLength + DataLength + 16)
  const nonce = region.subarray(0, NonceLength)
  if (nonce.readUInt32LE(0) !== 0 || nonce.readBigUInt64LE(4) !== ++number) throw new Error(`Region ${number} has another nonce.`)
  const opens = createDecipheriv('aes-256-gcm', key, nonce)
  opens.setAuthTag(region.subarray(-16))
  const data = Buffer.concat([opens.update(region.subarray(NonceLength, -16)), opens.final()])
  hash.update(data)
  length += data.length
}

console.log(JSON.stringify({ version, agent: EncryptionAgent.Protocol, length, sha256: hash.digest('hex') }))
