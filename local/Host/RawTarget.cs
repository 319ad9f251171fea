using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.Host;

/// <summary>Forwards a request as it came: method, headers, Host among them, body, and its target byte for byte.</summary>
internal sealed class RawTarget : HttpTransformer
{
    // Without it, %7e would become ~ and /a/../b would become /b, and no signature over the URL would hold.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The one there is: it has no state.</summary>
    public static RawTarget Instance { get; } = new();

    /// <summary>A request's target, which begins with a slash unless a client speaks to us as to a proxy.</summary>
    public static string Of(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(destinationPrefix + Of(httpContext), AsWritten);
    }
}
