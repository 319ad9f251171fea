using Microsoft.AspNetCore.Http;

namespace Hotline.Review.SignIn;

/// <summary>The headers of every answer under <c>review/</c>.</summary>
public static class ConsoleHeaders
{
    /// <summary>What a page may load and do: what is ours, and nothing inline (https://www.w3.org/TR/CSP3/).</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Sets them.</summary>
    public static void Harden(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
