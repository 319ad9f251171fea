using System.Security.Cryptography;
using System.Text;
using Hotline.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Casework;

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
        ? Convert.ToHexStringLower(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(number)).AsSpan(..16))
        : null;
}
