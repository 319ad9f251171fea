using System.Net.Http.Headers;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Evidence;

/// <summary>
/// Fetches a recording or media item from Twilio and stores it sealed, its bytes as they were. What is not there, or shorter than Twilio
/// said, is asked for again for <see cref="RetryOptions.MediaAfter"/>; then what there is is kept and marked, and the tip says what is not.
/// </summary>
public sealed class EvidenceImporter(
    EvidenceStore evidence, EvidenceBlobs blobs, TwilioMedia twilio, IOptions<RetryOptions> retry, TimeProvider time)
    : IJobLastTry<ImportEvidence>
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">Nothing names what it orders, or Twilio has it no more.</exception>
    /// <exception cref="NotYetException">It is not there yet, or not whole.</exception>
    public async Task HandleAsync(ImportEvidence order, CancellationToken stop)
    {
        var row = await FindAsync(order, stop);
        if (row.Imported is null)
            await FetchAsync(order, row, mayWait: time.GetUtcNow() - row.Announced < retry.Value.MediaAfter, stop);
    }

    /// <summary>Tries a last time, takes what there is, and says what is missing.</summary>
    /// <exception cref="RefusedException">There is nothing to be had.</exception>
    public async Task GiveUpAsync(ImportEvidence order, CancellationToken stop)
    {
        var row = await FindAsync(order, stop);
        if (row.Imported is not null)
            return;
        try
        {
            await FetchAsync(order, row, mayWait: false, stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            await evidence.MissedAsync(order, row, MissingReason.Unreachable, stop);
            throw new RefusedException("Twilio did not hand over this recording or media item in time.", e);
        }
    }

    private async Task FetchAsync(WorkOrder order, EvidenceRow row, bool mayWait, CancellationToken stop)
    {
        try
        {
            using var response = row is { Kind: PartKind.Attachment, Parent: { } message }
                ? await twilio.OpenMediaAsync(row.Account, message, row.Sid, stop)
                : await twilio.OpenRecordingAsync(row.Account, row.Sid, stop);
            await using var content = new MeasuredWavStream(await response.Content.ReadAsStreamAsync(stop));
            var staged = await blobs.StageAsync(row.Tip, PartId.Of(row.Kind, row.Sid), content, stop);
            var isShort = content.BytesRead == 0 || (row.Kind == PartKind.Recording && !content.IsWhole(row.Seconds));
            if (isShort && mayWait)
                throw new NotYetException("Twilio's copy is shorter than announced.");
            await evidence.ImportedAsync(
                order, row, await staged.CommitAsync(stop), TypeOf(row.ContentType, response.Content.Headers.ContentType), isShort, stop);
        }
        catch (GoneException e) when (mayWait)
        {
            throw new NotYetException(e.Message);
        }
        catch (GoneException) when (row.IsAbsent)
        {
            // Twilio has said that it recorded nothing, and was asked all the same: nothing is missing.
        }
        catch (GoneException e)
        {
            await evidence.MissedAsync(order, row, MissingReason.Gone, stop);
            throw new RefusedException(e.Message, e);
        }
    }

    // The webhook names the type alone, and the answer with the bytes their character set as well.
    private static string TypeOf(string? announced, MediaTypeHeaderValue? answered) =>
        answered?.CharSet is { Length: > 0 }
            && (announced is null || announced.Equals(answered.MediaType, StringComparison.OrdinalIgnoreCase))
            ? answered.ToString() : announced ?? answered?.MediaType ?? ContentSniffer.Unknown;

    private async Task<EvidenceRow> FindAsync(WorkOrder order, CancellationToken stop) =>
        await evidence.FindAsync(order, stop) ?? throw new RefusedException("No row names this evidence.");
}
