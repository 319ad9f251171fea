using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Local.Host;

/// <summary>A request's target as it came; what is forwarded of it is in canonical form, as on the Functions host.</summary>
internal static class RawTarget
{
    /// <summary>The target, which begins with a slash unless a client speaks to us as to a proxy.</summary>
    public static string Of(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
}
