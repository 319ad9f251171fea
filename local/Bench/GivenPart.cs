using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Bench;

/// <summary>A part that the bus must have of what was reported.</summary>
/// <param name="Id">Its id, which the bus has too; a transcript's goes on with how it went.</param>
/// <param name="Answered">
/// When a webhook that brings it was answered with 2xx: we have it then. Null: none was, so Twilio has it, and reconciliation brings it.
/// </param>
/// <param name="Job">The job behind the answer that makes it; null where the webhook itself does.</param>
/// <param name="Texter">Whose text it is: all texts of one number are one tip.</param>
internal sealed record GivenPart(string Id, DateTimeOffset? Answered, string? Job = null, string? Texter = null)
{
    /// <summary>
    /// Those of a report. A caller who pressed a key at a recording was answered whether or not it was stored, so the recording counts as
    /// ours only once its callback, which is answered 503 else, had its 2xx.
    /// </summary>
    public static IEnumerable<GivenPart> Of(BurstReport report) => report switch
    {
        { Texter: { } texter, Went: var text } =>
            [new(IdOf(PartKind.Statement, text.Sid), Answer(text, WebhookKind.Message, _ => true), Texter: texter)],
        { Went: var call } =>
        [
            new(IdOf(PartKind.CallSummary, call.Sid), Answer(call, WebhookKind.Status, _ => true)),
            .. call.Recordings.Select(recording => new GivenPart(
                IdOf(PartKind.Recording, recording),
                Answer(call, WebhookKind.Recording, told => IsOf(told, recording) && told.Field("RecordingStatus") == "completed"),
                $"import-{recording}")),
            .. from recording in call.Recordings
               let answered = Answer(call, WebhookKind.Transcript, told => IsOf(told, recording))
               where answered is not null // What no callback brought is not asked for again.
               select new GivenPart($"{IdOf(PartKind.Transcript, recording)}-", answered),
        ],
    };

    private static bool IsOf(WebhookExchange told, string recording) => told.Field("RecordingSid") == recording;

    private static string IdOf(PartKind kind, string source) => PartId.Of(kind, source).Value;

    private static DateTimeOffset? Answer(ConversationResult went, string kind, Func<WebhookExchange, bool> brings) => went.Exchanges
        .Where(told => told.Kind == kind && told.Succeeded && brings(told)).Select(told => (DateTimeOffset?)told.At).Min();
}
