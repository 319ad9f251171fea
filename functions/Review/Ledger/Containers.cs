using Azure.Storage.Blobs;

namespace Hotline.Review.Ledger;

/// <summary>The container of events' copies.</summary>
public sealed record EventContainer(BlobContainerClient Client);

/// <summary>The container of parts.</summary>
public sealed record PartContainer(BlobContainerClient Client);
