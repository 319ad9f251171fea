using System.Security.Cryptography;
using Hotline.Local.FunctionsHost;
using Hotline.Platform.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Hosting;

/// <summary>The real worker under settings that are missing or wrong: it ends with one sentence that says how to mend it.</summary>
[Trait("Speed", "slow")]
public sealed class SettingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Intake")]
    [InlineData("Review")]
    public async Task A_room_starts_with_the_least_that_it_needs(string room)
    {
        await using var app = await StartAsync(RoomContainer.Settings(Enum.Parse<Room>(room)));
        Assert.NotEmpty(app.Functions);
    }

    [Theory]
    [InlineData("Intake")]
    [InlineData("Review")]
    public async Task Each_setting_of_the_least_is_missed(string room)
    {
        var settings = RoomContainer.Settings(Enum.Parse<Room>(room));
        foreach (var setting in settings.Keys)
            Assert.Contains(NameOf(setting), await RefusalAsync(settings, setting, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Intake", "Hotline__Room", "Kitchen")]
    [InlineData("Intake", "Hotline__PublicUrl", "https://tips.example.org/path")]
    [InlineData("Intake", "Hotline__PublicUrl", "https://user:pass@tips.example.org")]
    [InlineData("Intake", "Hotline__SealingKeys", "MIIBIjANBgkq")]
    [InlineData("Intake", "Hotline__Storage__ConnectionString", "AccountName=x")]
    [InlineData("Intake", "ServiceBus", "hotline")]
    [InlineData("Intake", "Hotline__Twilio__AccountSid", "SK00000000000000000000000000000001")]
    [InlineData("Intake", "Hotline__Twilio__AuthTokens__0", "@Microsoft.KeyVault(SecretUri=https://hotline.example.org/secrets/token)")]
    [InlineData("Intake", "Hotline__Lines__0__Number", "555-0100")]
    [InlineData("Intake", "Hotline__Lines__0__Transcript", "Somebody")]
    [InlineData("Intake", "Hotline__Lines__0__AnswersConsent", "perhaps")]
    [InlineData("Intake", "Hotline__Retry__FirstDelay", "a while")]
    [InlineData("Intake", "Hotline__Receipts__Ready", "plenty")]
    [InlineData("Intake", "Hotline__Speech__Endpoint", "ftp://speech.example.org")]
    [InlineData("Review", "Hotline__PublicUrl", "console.example.org")]
    [InlineData("Review", "Hotline__Review__Pepper", "cGVwcGVy")]
    [InlineData("Review", "Hotline__Review__Lease", "a while")]
    [InlineData("Review", "Hotline__SignIn__Issuer", "http://login.example.org")]
    [InlineData("Review", "Hotline__EvidenceStorage__AccountName", "Not An Account")]
    [InlineData("Review", "Hotline__Twilio__AuthTokens__0", "a token of the account")]
    [InlineData("Review", "Hotline__OnCall__Steps__0__Sms", "555-0100")]
    [InlineData("Review", "Hotline__OnCall__Steps__0__After", "a while")]
    public async Task A_wrong_setting_is_named_and_its_value_is_not_shown(string room, string setting, string value)
    {
        var said = await RefusalAsync(RoomContainer.Settings(Enum.Parse<Room>(room)), setting, value);
        Assert.Contains(NameOf(setting), said, StringComparison.Ordinal);
        Assert.DoesNotContain(value, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Intake", "private", "holds a private key")]
    [InlineData("Intake", "both", "holds a private key")]
    [InlineData("Intake", "short public", "no fewer than 2048")]
    [InlineData("Review", "public", "holds no private key")]
    [InlineData("Review", "short", "1024 bits")]
    [InlineData("Review", "curve", "no RSA key")]
    [InlineData("Review", "encrypted", "is encrypted")]
    [InlineData("Review", "good and short", "1024 bits")]
    public async Task A_key_that_a_room_may_not_have_or_can_not_use_stops_it(string room, string key, string reason)
    {
        var said = await RefusalAsync(RoomContainer.Settings(Enum.Parse<Room>(room)), "Hotline__SealingKeys", Pem(key));
        Assert.StartsWith("Mend Hotline:SealingKeys: it", said, StringComparison.Ordinal);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    private static string Pem(string key)
    {
        using var good = RSA.Create(2048);
#pragma warning disable CA5385 // Too short on purpose.
        using var small = RSA.Create(1024);
#pragma warning restore CA5385
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key switch
        {
            "private" => good.ExportPkcs8PrivateKeyPem(),
            "both" => good.ExportSubjectPublicKeyInfoPem() + "\n" + good.ExportRSAPrivateKeyPem(),
            "public" => good.ExportSubjectPublicKeyInfoPem(),
            "short public" => small.ExportSubjectPublicKeyInfoPem(),
            "short" => small.ExportPkcs8PrivateKeyPem(),
            "curve" => curve.ExportPkcs8PrivateKeyPem(),
            "encrypted" => good.ExportEncryptedPkcs8PrivateKeyPem(
                "password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            _ => good.ExportPkcs8PrivateKeyPem() + "\n" + small.ExportPkcs8PrivateKeyPem(),
        };
    }

    // Hotline__Twilio__AuthTokens__0 is said as Hotline:Twilio:AuthTokens, Hotline__Lines__0__Number as Number in Hotline:Lines.
    private static string NameOf(string setting) => setting.Split("__").Last(part => part is not "0");

    private static async Task<string> RefusalAsync(Dictionary<string, string> settings, string setting, string? value)
    {
        settings = new Dictionary<string, string>(settings) { [setting] = value ?? "" };
        var failure = await Assert.ThrowsAsync<FunctionAppException>(async () => await (await StartAsync(settings)).DisposeAsync());
        Assert.Contains("exited with code 1; ", failure.Message, StringComparison.Ordinal);
        var said = failure.Message.Split("mend what it says: ")[1];
        Assert.Matches("^(Set|Give|Take|Write|Mend|Let|Hotline:)[^\r\n]*\\.$", said);
        Assert.DoesNotMatch("[.!?] [A-Z]", said);
        return said;
    }

    // Its queues and timers are off: what is asked is whether it starts.
    private static Task<FunctionAppHost> StartAsync(Dictionary<string, string> settings)
    {
        settings = new Dictionary<string, string>(settings);
        foreach (var function in RoomContainer.Functions.Keys)
            settings[$"AzureWebJobs.{function}.Disabled"] = "true";
        return FunctionAppHost.StartAsync(
            new FunctionAppOptions { Name = "room", AppDirectory = SharedParts.App, Settings = settings },
            NullLoggerFactory.Instance, TimeProvider.System, Stop);
    }
}
