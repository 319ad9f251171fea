using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Forwards a request as it came: method, headers, Host among them, and body; its target in the canonical form of <see cref="Uri"/>, as on
/// the Functions host: a signature over another form fails there too.
/// </summary>
internal sealed class RawTarget : HttpTransformer
{
    /// <summary>The one there is: it has no state.</summary>
    public static RawTarget Instance { get; } = new();

    /// <summary>A request's target, which begins with a slash unless a client speaks to us as to a proxy.</summary>
    public static string Of(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(destinationPrefix + Of(httpContext));
    }
}
