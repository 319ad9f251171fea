using Azure.Storage.Blobs;

namespace Hotline.Review.Ledger;

/// <summary>The container of events' copies.</summary>
public sealed record EventContainer(BlobContainerClient Client);

/// <summary>Where the sealed parts are, each a blob that is written once.</summary>
public sealed record PartContainer(BlobContainerClient Client);
