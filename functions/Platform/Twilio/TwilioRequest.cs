using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Platform.Twilio;

/// <summary>What the gate left for a function.</summary>
public static class TwilioRequest
{
    /// <summary>The form that the gate checked.</summary>
    public static TwilioForm Twilio(this HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<TwilioForm>();
}
