using System.Security.Cryptography;
using System.Text;

namespace Hotline.Local.Twilio.Webhooks;

/// <summary>
/// Signs a request (https://www.twilio.com/docs/usage/security#validating-requests): HMAC-SHA1 under the auth token of the URL, then each
/// posted key and value, keys in the order of their code units; a repeated key gives its distinct values.
/// </summary>
internal static class RequestSignature
{
    /// <summary>The value of <c>X-Twilio-Signature</c>.</summary>
    public static string Of(string url, IEnumerable<KeyValuePair<string, string>> form, string authToken)
    {
        var text = new StringBuilder(url);
        foreach (var (key, value) in form.Distinct().OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal))
            text.Append(key).Append(value);
#pragma warning disable CA5350 // The algorithm is Twilio's choice.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }
}
