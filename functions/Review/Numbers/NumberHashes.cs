using System.Security.Cryptography;
using System.Text;
using Hotline.Platform.Twilio;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Numbers;

/// <summary>
/// The lasting hash of a number, for "other tips of this number". Only Review has its pepper: who had both would have every number.
/// </summary>
public sealed class NumberHashes(IOptions<ReviewOptions> options)
{
    private readonly byte[] pepper = Convert.FromBase64String(options.Value.Pepper);

    /// <summary>The lasting pepper; the signatures of texts stand under it too.</summary>
    public ReadOnlySpan<byte> Pepper => pepper;

    /// <summary>
    /// The hash of a number as Twilio gave it, lower-case hex; null when it stands for no one phone, such as a withheld one.
    /// </summary>
    public string? Of(string number) => Sender.IsOnePhone(number)
        ? HashOf(number) : null;

    /// <summary>A name in the place of a number's hash for what came from no one phone: its own, and nobody else's.</summary>
    /// <param name="source">The message's sid.</param>
    public string OfNobody(string source) => HashOf($"nobody|{source}");

    private string HashOf(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(text)).AsSpan(..16));
}
