// The service's official client: what it makes of the answer, or the status with which it gave up.
import { TranscriptionClient } from "@azure/ai-speech-transcription";
import { text } from "node:stream/consumers";

const { url, sound, options } = JSON.parse(await text(process.stdin));
const client = new TranscriptionClient(url.replace(/\/$/, ""), { key: "any" }, {
  allowInsecureConnection: true,
  retryOptions: { maxRetries: 2, retryDelayInMs: 10 },
});
try {
  const { profanityFilterMode, locales } = options;
  const asked = { locales, ...(profanityFilterMode ? { profanityFilterMode } : {}) };
  console.log(JSON.stringify(await client.transcribe(Buffer.from(sound, "base64"), asked)));
} catch (error) {
  if (!error.statusCode) throw error;
  console.log(JSON.stringify({ failed: error.statusCode }));
}
