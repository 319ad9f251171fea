using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Sealing;
using Microsoft.AspNetCore.Http;

namespace Hotline.Intake.WebForm;

/// <summary>
/// Reads what a form says of files whose slices came before it (docs/decisions/040-sealed-slices.md). What they are, nobody here can tell:
/// Review finds out when it opens them.
/// </summary>
public sealed class UploadReader(EvidenceBlobs blobs, SliceTickets tickets, PublicSealingKey key)
{
    /// <summary>Adds a file to its form, staged; or refuses it, where its tickets do not make it whole.</summary>
    /// <exception cref="FormException">It is nothing that a page of ours says.</exception>
    public async Task ReadAsync(string json, Submission submission, CancellationToken stop)
    {
        if (UploadedFile.Read(json) is not { } file)
            throw new FormException(StatusCodes.Status400BadRequest, "The form says of an uploaded file what no page of ours says.");
        var blob = UploadedFile.BlobOf(submission.Tip, file.Id);
        var given = file.Tickets.Distinct().ToList();
        var slices = new List<Slice>(given.Count);
        foreach (var ticket in given)
            if (await tickets.ReadAsync(blob, ticket, stop) is { } slice)
                slices.Add(slice);
        // The same slice may have a ticket of each of two days.
        slices = [.. slices.Distinct().OrderBy(slice => slice.First)];
        var name = UploadedFile.NameOf(file.Name);
        if (submission.FilesSent >= SubmissionReader.MaxFiles)
            submission.Refuse(name, FileRefusal.Many);
        else if (file.KeyId == key.Id && AreWhole(slices) && slices.Sum(slice => (long)SealedSlice.DataIn(slice.Length)) == file.Length)
            submission.Add(name, ContentSniffer.Unknown, blobs.Staged(
                blob, [.. slices.Select(slice => slice.Block)], BlobSealer.Describe(file.KeyId, file.Key), file.Length));
        else
            submission.Refuse(name, FileRefusal.Broken);
    }

    // Each begins where the one before it ends, and none but the last ends within a region.
    private static bool AreWhole(List<Slice> slices)
    {
        var next = 0;
        foreach (var (slice, n) in slices.Select((slice, n) => (slice, n)))
        {
            if (slice.First != next || (n < slices.Count - 1 && slice.Length % SealedSlice.RegionBytes != 0))
                return false;
            next += SealedSlice.RegionsIn(slice.Length);
        }

        return next is > 0 and <= SubmissionReader.MaxRegions;
    }
}
