// Opens a compact JWE with npm jose, and names the key as RFC 7638 does.
import { calculateJwkThumbprint, compactDecrypt, exportJWK, importPKCS8 } from 'jose'
import { text } from 'node:stream/consumers'

const { jwe, privateKey } = JSON.parse(await text(process.stdin))
const key = await importPKCS8(privateKey, 'RSA-OAEP-256', { extractable: true })
const { plaintext, protectedHeader } = await compactDecrypt(jwe, key)
const { kty, n, e } = await exportJWK(key)
console.log(JSON.stringify({
  text: new TextDecoder().decode(plaintext),
  header: protectedHeader,
  thumbprint: await calculateJwkThumbprint({ kty, n, e }),
}))
