using System.Security.Cryptography;
using System.Text;
using Hotline.Contracts;

namespace Hotline.Tests.Drivers;

/// <summary>
/// The tips of calls and texts, as rows and queues have them: worked out here, for the ids of what is stored never change. Short names do
/// for sids.
/// </summary>
internal static class TipOf
{
    public static TipId Call(string sid) => Derived("call", sid);

    public static TipId Text(string sid) => Derived("message", sid);

    private static TipId Derived(string source, string sid) =>
        TipId.Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}:{sid}")).AsSpan(..16)))!.Value;
}
