using Hotline.Platform.Twilio;
using Hotline.Review.OnCall;
using Hotline.Review.Outreach;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Review.OnCall;

/// <summary>What the settings of whoever is on call may say, bound as the app binds them.</summary>
public sealed class OnCallSettingsTests
{
    private const string Key =
        "Hotline:Twilio:AccountSid=AC00000000000000000000000000000001;Hotline:Twilio:ApiKeySid=SK1;Hotline:Twilio:ApiKeySecret=secret";
    private const string Sms = "Hotline:OnCall:Steps:0:Sms=+15005550199";

    [Theory]
    [InlineData("")]
    [InlineData(Key)]
    [InlineData("Hotline:OnCall:Steps:0:Webhook=https://hooks.example.org/1;Hotline:OnCall:Steps:1:Webhook=http://127.0.0.1:9/2;Hotline:OnCall:Steps:1:After=00:10:00")]
    [InlineData($"{Sms};Hotline:OnCall:From=+15005550100;{Key}")]
    [InlineData($"{Sms};Hotline:OnCall:From=MG00000000000000000000000000000001;{Key}")]
    public void These_are_right(string settings) => Assert.Null(Wrong(settings));

    [Theory]
    [InlineData("Hotline:OnCall:Steps:0:After=00:05:00", "Give Hotline:OnCall:Steps:0 a Webhook or an Sms, one of the two")]
    [InlineData($"{Sms};Hotline:OnCall:Steps:0:Webhook=https://hooks.example.org/1;{Key}",
        "Give Hotline:OnCall:Steps:0 a Webhook or an Sms, one of the two")]
    [InlineData("Hotline:OnCall:Steps:0:Webhook=http://hooks.example.org/1",
        "Write Hotline:OnCall:Steps:0:Webhook as an address that begins with https://")]
    [InlineData("Hotline:OnCall:Steps:0:Webhook=hooks.example.org/1",
        "Write Hotline:OnCall:Steps:0:Webhook as an address that begins with https://")]
    [InlineData("Hotline:OnCall:Steps:0:Webhook=ftp://127.0.0.1/1",
        "Write Hotline:OnCall:Steps:0:Webhook as an address that begins with https://")]
    [InlineData($"Hotline:OnCall:Steps:0:Sms=500-555-0199;Hotline:OnCall:From=+15005550100;{Key}",
        "Write Hotline:OnCall:Steps:0:Sms as a phone number in E.164")]
    [InlineData("Hotline:OnCall:Steps:0:Webhook=https://hooks.example.org/1;Hotline:OnCall:Steps:1:Webhook=https://hooks.example.org/2;Hotline:OnCall:Steps:1:After=00:01:00",
        "Let Hotline:OnCall:Steps:1:After be no shorter than that of the step before it")]
    [InlineData("Hotline:OnCall:Again=00:00:00", "Set Hotline:OnCall:Again")]
    [InlineData($"{Sms};{Key}", "Set Hotline:OnCall:From")]
    [InlineData($"{Sms};Hotline:OnCall:From=5550100;{Key}", "Set Hotline:OnCall:From")]
    [InlineData($"{Sms};Hotline:OnCall:From=+15005550100", "Set Hotline:Twilio:AccountSid, ApiKeySid and ApiKeySecret")]
    [InlineData("Hotline:Twilio:ApiKeySid=SK1;Hotline:Twilio:ApiKeySecret=secret",
        "Set Hotline:Twilio:AccountSid (AC…), ApiKeySid (SK…) and ApiKeySecret")]
    [InlineData($"{Key};Hotline:Twilio:AuthTokens:0=token", "Take Hotline:Twilio:AuthTokens out of Review's settings")]
    public void These_are_wrong_and_a_sentence_says_how_to_mend_them(string settings, string sentence)
    {
        var said = Wrong(settings);
        Assert.StartsWith(sentence, said, StringComparison.Ordinal);
        foreach (var secret in new[] { "hooks.example.org", "5550199", "500-555-0199", "secret", "token=" })
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
    }

    // What either check says; null where both are content.
    private static string? Wrong(string settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(from setting in settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
                                   let parts = setting.Split('=')
                                   select KeyValuePair.Create(parts[0], (string?)parts[1]))
            .Build();
        var twilio = configuration.GetSection("Hotline:Twilio").Get<TwilioOptions>() ?? new TwilioOptions();
        var onCall = configuration.GetSection("Hotline:OnCall").Get<OnCallOptions>() ?? new OnCallOptions();
        return new TwilioKeyCheck().Validate(null, twilio).FailureMessage ?? new OnCallOptionsCheck(Options.Create(twilio))
            .Validate(null, onCall).FailureMessage;
    }
}
