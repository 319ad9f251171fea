using System.Security.Cryptography;
using System.Text;

namespace Hotline.Review.Undelivered;

/// <summary>What undelivered messages of one queue have in common: why they are here.</summary>
/// <param name="Source">The queue they came from.</param>
/// <param name="Reason">Why they are here.</param>
/// <param name="Count">How many wait.</param>
/// <param name="Since">Since when the oldest waits.</param>
public sealed record UndeliveredCause(string Source, string Reason, int Count, DateTimeOffset Since)
{
    /// <summary>Names it in addresses and commands: eight hex digits, the same as long as queue and reason are.</summary>
    public string Id => IdOf(Source, Reason);

    /// <summary>The cause that a message waits for.</summary>
    public static string IdOf(string source, string reason) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{reason}")).AsSpan(..4));
}
