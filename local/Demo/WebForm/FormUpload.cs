using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Platform.Sealing;

namespace Hotline.Local.Demo.WebForm;

/// <summary>A slice of a file, sealed.</summary>
/// <param name="First">The region of the file with which it begins.</param>
/// <param name="Bytes">What is sent.</param>
internal sealed record SealedPiece(int First, byte[] Bytes);

/// <summary>A file that goes before its form.</summary>
/// <param name="name">What it is called.</param>
/// <param name="key">The page's public key.</param>
/// <param name="keyId">Its name.</param>
internal sealed class FormUpload(string name, byte[] key, string keyId)
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private long length;

    /// <summary>The upload's id.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What each slice that was sent was answered: its ticket, or why it was not taken.</summary>
    public List<(HttpStatusCode Status, string Text)> Answers { get; } = [];

    /// <summary>The tickets that came.</summary>
    public IEnumerable<string> Tickets => Answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Text);

    /// <summary>The value of the form's field <c>upload</c>.</summary>
    /// <param name="tickets">Other tickets than those that came.</param>
    public string Field(IEnumerable<string>? tickets = null)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key, out _);
        var wrapped = rsa.Encrypt([.. "2.1\0\0\0\0\0"u8, .. secret], RSAEncryptionPadding.OaepSHA256);
        return JsonSerializer.Serialize(new { id = Id, name, length, keyId, key = wrapped, tickets = tickets ?? Tickets.Distinct() });
    }

    /// <summary>Its slices without a ticket yet.</summary>
    public IReadOnlyList<SealedPiece> Pending { get; private set; } = [];

    /// <summary>Notes what a slice was answered.</summary>
    public void Note(SealedPiece piece, HttpStatusCode status, string text)
    {
        Answers.Add((status, text));
        if (status == HttpStatusCode.OK)
            Pending = [.. Pending.Where(other => other != piece)];
    }

    /// <summary>Seals the file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="regions">How many regions a slice has.</param>
    public async Task<IReadOnlyList<SealedPiece>> SealAsync(Stream file, int regions, CancellationToken stop)
    {
        await using var sealing = new SealedStream(file, secret);
        using var whole = new MemoryStream();
        await sealing.CopyToAsync(whole, stop);
        length = SealedSlice.DataIn((int)whole.Length);
        return Pending =
            [.. whole.ToArray().Chunk(regions * SealedSlice.RegionBytes).Select((bytes, n) => new SealedPiece(n * regions, bytes))];
    }
}
