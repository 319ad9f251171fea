using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;

namespace Hotline.Review.Files;

/// <summary>The container of evidence, opened: the client decrypts, and a range costs the regions that it lies in.</summary>
/// <param name="opening">The container through the client that opens.</param>
/// <param name="plain">The same container through the client that reads bytes as they are.</param>
public sealed class EvidenceReader(OpeningContainer opening, SealedContainer plain)
{
    // Of full scale, some -46 dB: below it a telephone has noise, and no voice.
    private const double Heard = 0.005;

    /// <summary>A sealed content that lies in a blob of its own.</summary>
    public async Task<string> ReadTextAsync(string name, CancellationToken stop) =>
        (await plain.Client.GetBlobClient(name).DownloadContentAsync(stop)).Value.Content.ToString();

    /// <summary>
    /// What a file is by its first bytes, where whoever sent it on could not tell: the reporter's browser had sealed it.
    /// </summary>
    public async Task<string> FindTypeAsync(EvidenceContent content, CancellationToken stop)
    {
        var head = new byte[Math.Min(content.Length, ContentSniffer.HeadLength)];
        await using var stream = await OpenAsync(content, new HttpRange(0, head.Length), stop);
        return ContentSniffer.TypeOf(head.AsSpan(0, await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop)));
    }

    /// <summary>Reads all of it once and compares length and SHA-256: a blob cut at its regions opens shorter without an error.</summary>
    /// <returns>What it is like, and its SHA-256: its sender's browser may have sealed it, and then nobody has said so yet.</returns>
    /// <exception cref="RefusedException">It is not there, does not open, or is not what was sealed.</exception>
    public async Task<EvidenceFindings> VerifyAsync(EvidenceContent content, CancellationToken stop)
    {
        try
        {
            // What came in slices was framed elsewhere, and nobody here has counted it. Nor need Intake know its version: an answer may
            // have been lost.
            if (content.Sha256.Length == 0)
            {
                var blob = await PropertiesAsync(content, stop);
                if (!IsWhole(blob, content))
                    throw new RefusedException("The evidence is not framed as the form's page does it, or parts of it are missing.");
                content = content with { Version = blob.VersionId };
            }

            await using var stream = await OpenAsync(content, new HttpRange(0), stop);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var measured = new MeasuredWavStream(stream);
            await using var read = new HashingStream(measured, hash);
            var peaks = await Waveform.OfAsync(read, stop);
            await read.CopyToAsync(Stream.Null, stop);
            var sha = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (read.BytesRead != content.Length || (content.Sha256.Length > 0 && sha != content.Sha256))
                throw new RefusedException("The evidence is not what was sealed: its length or SHA-256 differs.");
            return new EvidenceFindings(
                peaks.Count > 0 && peaks.All(peak => peak < Heard), content.IsShort || !measured.IsWhole(content.Seconds), sha,
                content.Version);
        }
        catch (RequestFailedException e) when (e.Status == 404 && !Transient.Is(e, stop))
        {
            throw new RefusedException("The evidence that the part names is not there.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // A key that unwraps to something shorter than its version is refused by the SDK as an argument.
            throw new RefusedException("The evidence does not open with our keys, or was changed.", e);
        }
    }

    /// <summary>The words of evidence that is text; null where it is none, is not there or does not open.</summary>
    /// <exception cref="RequestFailedException">Storage can't be reached.</exception>
    public async Task<FileText?> ReadFileTextAsync(EvidenceContent content, CancellationToken stop)
    {
        if (!FileText.MayBe(content.ContentType) || content.Length <= 0)
            return null;
        var bytes = new byte[Math.Min(content.Length, FileText.MaxBytes)];
        try
        {
            await using var stream = await OpenAsync(content, new HttpRange(0, bytes.Length), stop);
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
            return FileText.Of(bytes.AsSpan(0, length), content.ContentType, length < content.Length);
        }
        catch (Exception e) when (e is CryptographicException || e is RequestFailedException { Status: 404 })
        {
            return null; // Its download says so.
        }
    }

    /// <summary>Whether the sealed blob has the size that its content must have: enough to know that no region is missing.</summary>
    public async Task<bool> IsWholeAsync(EvidenceContent content, CancellationToken stop) =>
        IsWhole(await PropertiesAsync(content, stop), content);

    /// <summary>Opens a range of it.</summary>
    /// <exception cref="RequestFailedException">It is not there, or storage can't be reached.</exception>
    /// <exception cref="CryptographicException">It does not open with our keys, or was changed.</exception>
    public async Task<Stream> OpenAsync(EvidenceContent content, HttpRange range, CancellationToken stop)
    {
        var options = new BlobDownloadOptions { Range = range };
        return (await BlobOf(opening.Client, content).DownloadStreamingAsync(options, stop)).Value.Content;
    }

    private async Task<BlobProperties> PropertiesAsync(EvidenceContent content, CancellationToken stop) =>
        (await BlobOf(plain.Client, content).GetPropertiesAsync(cancellationToken: stop)).Value;

    private static bool IsWhole(BlobProperties blob, EvidenceContent content) =>
        blob.ContentLength == BlobSealer.SealedLength(content.Length, blob.Metadata);

    private static BlobClient BlobOf(BlobContainerClient container, EvidenceContent content) =>
        container.GetBlobClient(content.Blob) is var blob && content.Version is { } version ? blob.WithVersion(version) : blob;
}

/// <summary>What was found when evidence was opened.</summary>
/// <param name="IsSilent">Whether nothing is heard from end to end.</param>
/// <param name="IsShort">Whether it is shorter than its file or Twilio says: then Twilio's copy must stay.</param>
/// <param name="Sha256">The SHA-256 of the opened bytes, lower-case hex.</param>
/// <param name="Version">The blob's version that was read, where the account keeps versions.</param>
public readonly record struct EvidenceFindings(bool IsSilent, bool IsShort, string Sha256, string? Version);

/// <summary>The container of evidence through a client that opens every blob.</summary>
public sealed record OpeningContainer(BlobContainerClient Client);

/// <summary>The container of evidence through a client that reads bytes as they are.</summary>
public sealed record SealedContainer(BlobContainerClient Client);
