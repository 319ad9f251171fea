// The plain version: call metadata in Table Storage, transcripts and texts on Service Bus. Nothing is sealed, a repeated webhook counts twice,
// and what one of the two services did not take is lost or half there.
import { TableClient } from '@azure/data-tables'
import { ServiceBusClient } from '@azure/service-bus'
import express from 'express'
import twilio from 'twilio'

const { PORT, PUBLIC_URL, TWILIO_AUTH_TOKEN, STORAGE, SERVICE_BUS, STORE } = process.env
const metadata = TableClient.fromConnectionString(STORAGE, STORE, { allowInsecureConnection: true })
const bus = new ServiceBusClient(SERVICE_BUS)
const tips = bus.createSender(STORE)

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(express.urlencoded({ extended: false }))
app.use((request, response, next) => {
  const signature = request.get('X-Twilio-Signature') ?? ''
  if (twilio.validateRequest(TWILIO_AUTH_TOKEN, signature, PUBLIC_URL + request.originalUrl, request.body ?? {})) next()
  else response.status(403).type('text/plain').send('The signature does not fit the request.\n')
})

app.post('/voice', async (request, response) => {
  const { CallSid, From, To, CallStatus, FromCountry } = request.body
  await metadata.upsertEntity({
    partitionKey: 'call', rowKey: CallSid, line: To, number: From, status: CallStatus, country: FromCountry, started: new Date(),
  })
  const twiml = new twilio.twiml.VoiceResponse()
  twiml.say({ voice: 'Polly.Joanna', language: 'en-US' }, 'This is the tip line. This call is recorded. After the tone, tell us what happened.')
  twiml.record({
    maxLength: 120, finishOnKey: '#', playBeep: true, action: `${PUBLIC_URL}/recorded`, transcribe: true, transcribeCallback: `${PUBLIC_URL}/transcript`,
  })
  response.type('text/xml').send(twiml.toString())
})

app.post('/transcript', async (request, response) => {
  const { CallSid, RecordingSid, TranscriptionStatus, TranscriptionText } = request.body
  await tips.sendMessages({
    messageId: RecordingSid, contentType: 'application/json',
    body: { call: CallSid, recording: RecordingSid, status: TranscriptionStatus, text: TranscriptionText },
  })
  response.type('text/xml').send(new twilio.twiml.VoiceResponse().toString())
})

app.post('/text', async (request, response) => {
  const { MessageSid, From, To, Body, NumMedia, FromCountry } = request.body
  await Promise.all([
    metadata.upsertEntity({
      partitionKey: 'message', rowKey: MessageSid, line: To, number: From, media: Number(NumMedia), country: FromCountry, received: new Date(),
    }),
    tips.sendMessages({ messageId: MessageSid, contentType: 'application/json', body: { message: MessageSid, from: From, text: Body } }),
  ])
  const twiml = new twilio.twiml.MessagingResponse()
  twiml.message('Thank you. Your report is received.')
  response.type('text/xml').send(twiml.toString())
})

app.use((error, request, response, next) => {
  console.error(error.name)
  if (response.headersSent) next(error)
  else response.status(503).type('text/plain').send('It could not be stored; try again.\n')
})

const server = app.listen(Number(PORT), '127.0.0.1')
process.on('SIGTERM', () => server.close(async () => {
  await bus.close()
  process.exit(0)
}))
