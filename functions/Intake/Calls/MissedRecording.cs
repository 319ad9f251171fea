using Hotline.Contracts;
using Hotline.Intake.Evidence;

namespace Hotline.Intake.Calls;

/// <summary>A recording at Twilio of which no webhook told, and what is known of it all the same.</summary>
/// <param name="Evidence">Its row.</param>
/// <param name="Take">Which recording of the call it is, from 1; null when the fallback made it.</param>
/// <param name="Earlier">The tip that the call adds to; null where it is a report of its own, or nobody knows.</param>
public sealed record MissedRecording(EvidenceRow Evidence, int? Take, TipId? Earlier);
