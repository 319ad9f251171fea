using Azure.Storage.Blobs;

namespace Hotline.Review.Ledger;

/// <summary>The container of events' copies.</summary>
public sealed record EventContainer(BlobContainerClient Client);

public sealed record PartContainer(BlobContainerClient Client);
