using Hotline.Local.Line;
using Hotline.Platform.Settings;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Local.Cli.Lines;

/// <summary>Looks whether a number has our fallback documents, by fetching what answers there.</summary>
internal sealed class FallbackCheck(LineAccount account, LineWebhooks expected)
{
    /// <summary>The fallback of its calls.</summary>
    public Task<LineFinding> VoiceAsync(IncomingPhoneNumberResource number, CancellationToken stop) =>
        LookAsync(number, "Fallback of calls", number.VoiceFallbackUrl, "voice.xml", FallbackDocuments.Voice, stop);

    /// <summary>The fallback of its texts.</summary>
    public Task<LineFinding> TextAsync(IncomingPhoneNumberResource number, CancellationToken stop) =>
        LookAsync(number, "Fallback of texts", number.SmsFallbackUrl, "text.xml", FallbackDocuments.Text, stop);

    private async Task<LineFinding> LookAsync(
        IncomingPhoneNumberResource number, string what, Uri? url, string name, string document, CancellationToken stop)
    {
        if (!url.IsSet())
            return Of("none", FindingState.Wrong,
                $"While the deployment is down, nobody is heard. ./hotline line add {number.PhoneNumber} prints what to make.");
        if (!url.IsSafe())
            return Of(url.OriginalString, FindingState.Wrong,
                "Plain HTTP: anybody on the way can change what is said. Give an https address.");
        if (url.Host.Equals(expected.Origin.Host, StringComparison.OrdinalIgnoreCase) && url.Port == expected.Origin.Port)
            return Of(url.OriginalString, FindingState.Wrong, "It falls with the deployment: let Twilio host it, in a TwiML Bin.");
        if (account.AuthToken is null)
            return Of(url.OriginalString, FindingState.Unknown,
                "Not looked at: a TwiML Bin shows itself to signed requests alone. Set TWILIO_AUTH_TOKEN.");
        var (there, wrong) = await FetchAsync(url, name, document, stop);
        // What comes after the recording is a document of its own.
        if (there is not null && FallbackDocuments.ActionOf(there) is { } action)
            wrong = await WrongAfterAsync(url, action, stop);
        return wrong is null ? Of(url.OriginalString, FindingState.Right, null) : Of(url.OriginalString, FindingState.Wrong, wrong);

        LineFinding Of(string found, FindingState state, string? mend) =>
            new(number.PhoneNumber.ToString(), what, found, $"answers infra/fallback/{name}", state, mend);
    }

    private async Task<string?> WrongAfterAsync(Uri url, string action, CancellationToken stop)
    {
        if (!Uri.TryCreate(url, action, out var next) || !next.IsSafe())
            return "The action of its recording is no https address: put the address of recorded.xml's Bin there.";
        var (_, wrong) = await FetchAsync(next, "recorded.xml", FallbackDocuments.Recorded, stop);
        return wrong is null ? null : $"After the recording: {wrong}";
    }

    // The document, where it is ours; else what is wrong.
    private async Task<(string? Document, string? Wrong)> FetchAsync(Uri url, string name, string document, CancellationToken stop)
    {
        var (there, failure) = await account.FetchAsync(url, stop);
        if (there is null)
            return (null, $"Nothing of use answers ({failure}). Make a TwiML Bin of infra/fallback/{name} and use its address.");
        return FallbackDocuments.AreSame(there, document)
            ? (there, null)
            : (null, $"What answers is not infra/fallback/{name}. Paste that document into the Bin again.");
    }
}
