// Twilio's own library against the REST API at another address.
import twilio from "twilio";
import { text } from "node:stream/consumers";

const { url, accountSid, apiKeySid, apiKeySecret, from, sid } = JSON.parse(await text(process.stdin));

class ToSimulator extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace("https://api.twilio.com/", url) });
  }
}

const connect = (secret) => twilio(apiKeySid, secret, { accountSid, httpClient: new ToSimulator() });
const client = connect(apiKeySecret);
const failure = (asking) => asking.then(() => null, ({ status, code }) => ({ status, code }));

const pages = [];
const texts = [];
for (let page = await client.messages.page({ pageSize: 2 }); page; page = await page.nextPage()) {
  pages.push(page.instances.length);
  texts.push(...page.instances.map((message) => message.body));
}

const recordings = await client.recordings.list({ callSid: sid });
const [transcription] = await client.recordings(recordings[0].sid).transcriptions.list();
const sent = await client.messages.create({ to: "+15005550006", from, body: "Did you see who it was?" });
const called = await client.calls.create({ to: "+15005550007", from, url: "https://example.org/voice" });
const [message] = await client.messages.list({ to: from });
const redacted = await client.messages(message.sid).update({ body: "" });
const deleted = await client.recordings(recordings[0].sid).remove();

console.log(JSON.stringify({
  calls: (await client.calls.list({ startTimeAfter: new Date(Date.now() - 3600_000), from: "+15005550006" })).map((call) => call.status),
  texts: texts.sort(), pages,
  recordings: recordings.map((recording) => recording.duration),
  transcription: transcription.transcriptionText,
  called: [called.status, called.direction], notCalled: await failure(client.calls.create({ to: "+15005550007", from: "+15005550008", url: "https://example.org/voice" })),
  sent: sent.status, redacted: redacted.body, deleted,
  gone: await failure(client.recordings(recordings[0].sid).fetch()),
  unknown: await failure(connect("wrong").calls(sid).fetch()),
}));
