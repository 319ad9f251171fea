using System.Security.Cryptography;
using Hotline.Platform.Http;
using Hotline.Rooms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Infra;

/// <summary>The rooms' own checks at start, under the settings that a deployment sets.</summary>
[Collection(nameof(Deployments))]
public sealed class RoomStartTests(Deployments deployments)
{
    [Theory]
    [InlineData("intake")]
    [InlineData("review")]
    public void A_room_finds_all_that_it_needs(string room) => Assert.All(deployments.Both, deployment => Start(Values(deployment, room)));

    [Theory]
    [InlineData("intake", "Hotline__Twilio__AccountSid")]
    [InlineData("intake", "Hotline__Twilio__AuthTokens__0")]
    [InlineData("intake", "Hotline__SealingKeys")]
    [InlineData("review", "Hotline__SealingKeys")]
    [InlineData("review", "Hotline__Review__Pepper")]
    [InlineData("review", "Hotline__SignIn__Issuer")]
    [InlineData("review", "Hotline__Storage__AccountName")]
    [InlineData("review", "ServiceBus__fullyQualifiedNamespace")]
    public void A_room_that_lacks_one_does_not_start(string room, string setting)
    {
        var values = Values(deployments.Production, room);
        Assert.True(values.Remove(setting));
        var refusal = Assert.ThrowsAny<Exception>(() => Start(values));
        Assert.Contains(setting.Split("__").Last(part => part != "0"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_could_not_be_resolved_is_no_token()
    {
        var values = Values(deployments.Production, "intake");
        values["Hotline__Twilio__AuthTokens__0"] = "@Microsoft.KeyVault(SecretUri=https://hotline.example.org/secrets/twilio-auth-token)";
        Assert.Contains("Key Vault", Assert.Throws<OptionsValidationException>(() => Start(values)).Message, StringComparison.Ordinal);
    }

    // As the worker starts: the room's own registrations and checks.
    private static void Start(Dictionary<string, string> values)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value)).Build();
        var services = new ServiceCollection().AddHosting(configuration);
        _ = configuration["Hotline:Room"] == "Intake" ? services.AddIntakeRoom(configuration) : services.AddReviewRoom(configuration);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    // What only a deployment knows (addresses, the vault's secrets) gets a value of its kind.
    private static Dictionary<string, string> Values(Deployment deployment, string room)
    {
        using var key = RSA.Create(2048);
        var secrets = new Dictionary<string, string>
        {
            ["sealing-public-key"] = key.ExportSubjectPublicKeyInfoPem(),
            ["sealing-private-keys"] = key.ExportPkcs8PrivateKeyPem(),
            ["lasting-pepper"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["twilio-auth-token"] = "token",
            ["twilio-api-key-secret"] = "secret",
            ["twilio-review-key-secret"] = "secret",
            ["on-call-webhook"] = "https://example.org/told",
        };
        var values = deployment.Settings(room);
        foreach (var (name, value) in values.Where(setting => setting.Value.StartsWith('[')).ToList())
            values[name] = "https://example.org/";
        foreach (var (name, secret) in deployment.Secrets(room))
            values[name] = secrets[secret];
        return values;
    }
}
