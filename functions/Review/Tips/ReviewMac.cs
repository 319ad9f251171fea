using System.Security.Cryptography;
using System.Text;
using Hotline.Platform.Messaging;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Tips;

/// <summary>
/// Review's mark on its own messages, under a key that is derived from the lasting pepper, which Review alone holds: whoever takes over
/// Intake, or may send to a queue, can't make one.
/// </summary>
public sealed class ReviewMac(IOptions<ReviewOptions> options) : IMessageMac
{
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Convert.FromBase64String(options.Value.Pepper), 32, info: "hotline review message"u8.ToArray());

    /// <inheritdoc/>
    public string Of(string queue, string id, string body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var field in new[] { queue, id, body })
        {
            // With its length, so that no two messages are the same bytes.
            hash.AppendData(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(field)));
            hash.AppendData(Encoding.UTF8.GetBytes(field));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a mark is ours, of that message.</summary>
    public bool IsOf(string? mac, string queue, string id, string body) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(mac ?? ""), Encoding.UTF8.GetBytes(Of(queue, id, body)));
}
