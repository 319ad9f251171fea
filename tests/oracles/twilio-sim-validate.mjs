// Has Twilio's own library check the signatures of requests; and again with a changed field, which must not pass.
import twilio from "twilio";
import { text } from "node:stream/consumers";

const { authToken, requests } = JSON.parse(await text(process.stdin));
const check = (request, params) => twilio.validateRequest(authToken, request.signature, request.url, params);
console.log(JSON.stringify({
  valid: requests.map((request) => check(request, request.params)),
  altered: requests.map((request) => check(request, { ...request.params, CallSid: "CA00000000000000000000000000000000" })),
}));
