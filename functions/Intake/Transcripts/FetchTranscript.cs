using System.Net;
using Hotline.Contracts;
using Hotline.Intake.Evidence;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Twilio.Exceptions;

namespace Hotline.Intake.Transcripts;

/// <summary>Fetches Twilio's own transcript of a recording, whose callback has not come.</summary>
public sealed class FetchTranscript(TwilioTranscripts transcripts, TwilioLists twilio, Languages languages)
{
    /// <summary>Fetches it; a second time it changes nothing.</summary>
    /// <exception cref="NotYetException">Twilio is not done with it, or has not begun.</exception>
    public async Task RunAsync(EvidenceRow row, CancellationToken stop)
    {
        try
        {
            var made = await twilio.TranscriptionsAsync(row.Sid, stop);
            if (made.FirstOrDefault(transcription => transcription.Status.ToString() is "completed" or "failed") is not { } done)
                throw new NotYetException("Twilio has made no transcript yet.");
            await KeepAsync(row, TwilioTranscript.WordsOf(done.Status.ToString(), done.TranscriptionText), stop);
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            await GiveUpAsync(row, stop);
        }
    }

    /// <summary>Says once that there will be no transcript.</summary>
    public Task GiveUpAsync(EvidenceRow row, CancellationToken stop) => KeepAsync(row, null, stop);

    private Task KeepAsync(EvidenceRow row, string? words, CancellationToken stop) =>
        CallSid.Parse(row.Parent) is { } call && RecordingSid.Parse(row.Sid) is { } recording
            ? transcripts.KeepAsync(new TwilioTranscript(call, recording, words), languages.Of(row.Language).Code, stop)
            : throw new RefusedException("The row names no call and recording.");
}
