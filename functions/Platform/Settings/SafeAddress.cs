namespace Hotline.Platform.Settings;

/// <summary>What is asked of an address that a setting gives.</summary>
public static class SafeAddress
{
    /// <summary>Whether nobody on the way reads or changes what is sent: https, or http to this machine.</summary>
    public static bool IsSafe(this Uri address) => address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
