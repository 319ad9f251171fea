using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hotline.Contracts;
using Hotline.Platform.Messaging;

namespace Hotline.Review.Ledger;

/// <summary>
/// The container <c>events</c>: a copy of every event of every chain, which nobody can change or delete (an immutability policy holds it),
/// so that the table can't be altered without its showing.
/// </summary>
/// <param name="container">The container.</param>
public sealed class EventCopies(BlobContainerClient container) : IOutboxTarget
{
    /// <summary>The outbox id of a copy, and its name in the container.</summary>
    public static string IdOf(string scope, int number) => string.Create(CultureInfo.InvariantCulture, $"{scope}.{number:D8}");

    /// <summary>The chain and number that a copy's name says; null where no copy of ours has such a name.</summary>
    public static (string Scope, int Number)? PlaceOf(string name) =>
        name.LastIndexOf('.') is > 0 and var dot
        && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name[..dot], number) : null;

    /// <inheritdoc/>
    public string Queue => Queues.Events;

    /// <inheritdoc/>
    public Task SendAsync(OutboxMessage message, CancellationToken stop) => CopyAsync(message.Id, message.Body, stop);

    /// <summary>Copies an event; a second time it changes nothing.</summary>
    public async Task CopyAsync(string id, string json, CancellationToken stop)
    {
        try
        {
            await container.GetBlobClient(id).UploadAsync(
                BinaryData.FromString(json),
                new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, stop);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // It is there: a crash came between the copy and the removal of its outbox row.
        }
    }
}
