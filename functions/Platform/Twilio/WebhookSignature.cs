using System.Security.Cryptography;
using System.Text;

namespace Hotline.Platform.Twilio;

/// <summary>
/// Checks <c>X-Twilio-Signature</c> (https://www.twilio.com/docs/usage/security#validating-requests): base64 of HMAC-SHA1, under the auth
/// token, of the URL and then each posted key and value. Own code, since the SDK's validator differs in five of the forty cases that
/// Twilio's Node library answers.
/// </summary>
public static class WebhookSignature
{
    /// <summary>Whether one of the tokens signed the form at this URL.</summary>
    /// <param name="url">The URL as Twilio called it, never encoded again.</param>
    /// <param name="form">The posted pairs; empty for a JSON body.</param>
    /// <param name="signature">The header's value.</param>
    /// <param name="tokens">The auth tokens that are valid now: two during a rotation.</param>
    public static bool IsValid(
        string url, IReadOnlyList<KeyValuePair<string, string>> form, string signature, IReadOnlyList<string> tokens)
    {
        var claimed = Encoding.UTF8.GetBytes(signature);
        var pairs = Encoding.UTF8.GetBytes(Canonical(form));
        foreach (var candidate in SignedUrls.Of(url))
            foreach (var token in tokens)
                if (CryptographicOperations.FixedTimeEquals(Sign(token, candidate, pairs), claimed))
                    return true;
        return false;
    }

    /// <summary>Whether the query's <c>bodySHA256</c> is the body's hash: the signature of a JSON webhook covers the URL alone.</summary>
    public static bool IsBodyHash(string claimed, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body))), Encoding.UTF8.GetBytes(claimed));

    // Keys by UTF-16 code unit; a repeated key gives its distinct values, sorted; no separators.
    private static string Canonical(IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var sorted = form.ToArray();
        Array.Sort(sorted, static (a, b) =>
            string.CompareOrdinal(a.Key, b.Key) is var byKey and not 0 ? byKey : string.CompareOrdinal(a.Value, b.Value));
        var text = new StringBuilder();
        for (var at = 0; at < sorted.Length; at++)
        {
            var (key, value) = sorted[at];
            if (at == 0 || key != sorted[at - 1].Key || value != sorted[at - 1].Value)
                text.Append(key).Append(value);
        }

        return text.ToString();
    }

    private static byte[] Sign(string token, string url, byte[] pairs)
    {
#pragma warning disable CA5350 // The signature's algorithm is Twilio's choice; HMAC does not rest on the collisions of SHA-1.
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(token));
#pragma warning restore CA5350
        mac.AppendData(Encoding.UTF8.GetBytes(url));
        mac.AppendData(pairs);
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(mac.GetHashAndReset()));
    }
}
