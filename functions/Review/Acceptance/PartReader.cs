using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Files;

namespace Hotline.Review.Acceptance;

/// <summary>Opens the sealed content of parts.</summary>
public sealed class PartReader(Opener opener, EvidenceReader evidence)
{
    /// <summary>A part with its content in hand: long ones lie in a blob.</summary>
    /// <exception cref="RefusedException">The blob that the envelope names is not there.</exception>
    public async Task<Part> FetchAsync(Part part, CancellationToken stop)
    {
        if (part.Sealed is not null)
            return part;
        try
        {
            return part with { Sealed = await evidence.ReadTextAsync(part.Blob ?? "", stop) };
        }
        catch (RequestFailedException e) when (e.Status == 404 && !Transient.Is(e, stop))
        {
            throw new RefusedException("The blob that holds the part's content is not there.", e);
        }
    }

    /// <summary>Opens a content that was fetched.</summary>
    /// <exception cref="RefusedException">It does not open with our keys, or is bound to another tip, part or kind.</exception>
    public T Open<T>(Part part, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(opener.Open(SealHeader.Of(part.Tip, part.Id, part.Kind), part.Sealed ?? ""), type)
                ?? throw new RefusedException("The part's content is empty.");
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(e.Message, e);
        }
        catch (JsonException e)
        {
            throw new RefusedException("The part's content is not what its kind says.", e);
        }
    }
}
