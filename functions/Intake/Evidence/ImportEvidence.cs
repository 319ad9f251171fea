using Hotline.Delivery;
using Hotline.Tips;
using Hotline.Twilio;

namespace Hotline.Intake.Evidence;

/// <summary>Fetches a recording or media item from Twilio and stores it sealed, its bytes as they were.</summary>
public sealed class ImportEvidence(EvidenceStore evidence, EvidenceBlobs blobs, TwilioMedia twilio)
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">Nothing names what it orders, or Twilio has it no more.</exception>
    public async Task RunAsync(WorkOrder order, CancellationToken stop)
    {
        var row = await evidence.FindAsync(order, stop) ?? throw new RefusedException("No row names this evidence.");
        if (row.Imported is not null)
            return;
        try
        {
            using var response = row is { Kind: PartKind.Attachment, Parent: { } message }
                ? await twilio.OpenMediaAsync(row.Account, message, row.Sid, stop)
                : await twilio.OpenRecordingAsync(row.Account, row.Sid, stop);
            await using var content = await response.Content.ReadAsStreamAsync(stop);
            var blob = await blobs.KeepAsync(row.Tip, PartId.Of(row.Kind, row.Sid), content, stop);
            var contentType = row.ContentType ?? response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream";
            await evidence.ImportedAsync(order, row, blob, contentType, stop);
        }
        catch (GoneException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }
}
