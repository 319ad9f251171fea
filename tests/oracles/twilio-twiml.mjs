// Builds a voice document with Twilio's Node library: a list of [verb, attributes, text, nested verbs].
import twilio from 'twilio'
import { text } from 'node:stream/consumers'

const { verbs } = JSON.parse(await text(process.stdin))
const response = new twilio.twiml.VoiceResponse()
const add = (parent, [verb, attributes, words, nested]) => {
  const made = words === null ? parent[verb](attributes) : parent[verb](attributes, words)
  for (const inner of nested ?? []) add(made, inner)
}
for (const verb of verbs) add(response, verb)
console.log(JSON.stringify({ xml: response.toString() }))
