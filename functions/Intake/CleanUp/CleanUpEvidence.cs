using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Lines;
using Hotline.Platform.Messaging;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.CleanUp;

/// <summary>Deletes a recording or media item at Twilio: Review has opened the copy that is kept here.</summary>
public sealed class CleanUpEvidence(EvidenceStore evidence, TwilioCopies twilio, IOptions<RetryOptions> retry, TimeProvider time)
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">Nothing names what it orders, or it never was stored here.</exception>
    /// <exception cref="NotYetException">Its transcript is still to be made, from Twilio's copy.</exception>
    public async Task RunAsync(WorkOrder order, CancellationToken stop)
    {
        var row = await evidence.FindAsync(order, stop) ?? throw new RefusedException("No row names this evidence.");
        if (row.Cleaned is not null || row.IsShort)
            return; // What is short here is whole at Twilio, if anywhere.
        if (row.Imported is not { } imported)
            throw new RefusedException("This evidence was never stored here, so nobody can have opened it.");
        if (IsAwaited(row) && time.GetUtcNow() - imported < retry.Value.TranscriptAfter)
            throw new NotYetException("Its transcript is not in yet.");
        if (row.Kind == PartKind.Recording)
            await twilio.DeleteRecordingAsync(row.Account, row.Sid, stop);
        else
            await twilio.DeleteMediaAsync(row.Account, row.Parent ?? "", row.Sid, stop);
        await evidence.CleanedAsync(order, stop);
    }

    private static bool IsAwaited(EvidenceRow row) =>
        row is { Kind: PartKind.Recording, Transcript: not TranscriptSource.None, Transcribed: null };
}
