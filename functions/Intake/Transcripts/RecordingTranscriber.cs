using System.Net;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Lines;
using Hotline.Platform.Messaging;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Transcripts;

/// <summary>
/// Has a recording's words from the speech service, with the sound from Twilio: intake can't read its own copy. Or from Twilio, where its
/// callback has not come.
/// </summary>
public sealed class RecordingTranscriber(
    EvidenceStore evidence, TwilioMedia twilio, SpeechClient speech, FetchTranscript classic, IOptions<RetryOptions> retry,
    TimeProvider time) : IJobLastTry<TranscribeRecording>
{
    private const string Service = "Speech";

    /// <inheritdoc/>
    public TimeSpan? Patience => retry.Value.TranscriptAfter;

    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">Nothing names what it orders.</exception>
    public async Task HandleAsync(TranscribeRecording order, CancellationToken stop)
    {
        var row = await FindAsync(order, stop);
        if (row is { Transcribed: not null, Cleaned: not null })
            return; // A repeated order would find no sound, and tell a failure beside the text.
        if (row.Transcript == TranscriptSource.Twilio)
        {
            if (row.Transcribed is null)
                await classic.RunAsync(row, stop);
            return;
        }

        TranscriptContent transcript;
        try
        {
            using var response = await twilio.OpenRecordingAsync(row.Account, row.Sid, stop);
            var (text, phrases) = await speech.TranscribeAsync(await ReadAsync(row, response.Content, stop), stop);
            transcript = text.Length > 0
                ? new TranscriptContent(row.Sid, Service, text, null, phrases)
                : Failed(row, "No words were heard in it.");
        }
        catch (GoneException e) when (time.GetUtcNow() - row.Announced < retry.Value.MediaAfter)
        {
            throw new NotYetException(e.Message);
        }
        catch (GoneException e)
        {
            transcript = Failed(row, e.Message);
        }
        catch (HttpRequestException e) when (
            e.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableContent)
        {
            transcript = Failed(row, $"The speech service refused the sound ({(int)e.StatusCode}).");
        }
        catch (HttpRequestException e)
        {
            // A missing right or a wrong endpoint is mended by people, not by giving up.
            throw new NotYetException($"The speech service answered {(int?)e.StatusCode}.");
        }

        await evidence.TranscribedAsync(order, row, transcript, stop);
    }

    // Words of a part of it would pass for all of them.
    private static async Task<byte[]> ReadAsync(EvidenceRow row, HttpContent content, CancellationToken stop)
    {
        await using var sound = new MeasuredWavStream(await content.ReadAsStreamAsync(stop));
        using var bytes = new MemoryStream();
        await sound.CopyToAsync(bytes, stop);
        return row.IsShort || sound.IsWhole(row.Seconds) ? bytes.ToArray()
            : throw new NotYetException("Twilio's copy is shorter than announced.");
    }

    /// <summary>Says once that there will be no transcript.</summary>
    public async Task GiveUpAsync(TranscribeRecording order, CancellationToken stop)
    {
        var row = await FindAsync(order, stop);
        await (row.Transcript == TranscriptSource.Twilio ? classic.GiveUpAsync(row, stop) : GiveUpSpeechAsync(order, row, stop));
    }

    private Task GiveUpSpeechAsync(WorkOrder order, EvidenceRow row, CancellationToken stop) =>
        evidence.TranscribedAsync(order, row, Failed(row, "The speech service gave no answer in time."), stop);

    private async Task<EvidenceRow> FindAsync(WorkOrder order, CancellationToken stop) =>
        await evidence.FindAsync(order, stop) ?? throw new RefusedException("No row names this recording.");

    private static TranscriptContent Failed(EvidenceRow row, string reason) => new(row.Sid, Service, null, reason, []);
}
