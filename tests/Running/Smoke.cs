using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Local.Host;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Running;

public sealed class Smoke(SharedParts parts)
{
    [Fact]
    public async Task It_answers()
    {
        var stop = TestContext.Current.CancellationToken;
        using var key = RSA.Create(2048);
        var table = new TableClient(parts.Azurite.ConnectionString, "Intake1");
        await table.CreateAsync(stop);
        await new BlobContainerClient(parts.Azurite.ConnectionString, "evidence").CreateAsync(cancellationToken: stop);
        using var logs = LoggerFactory.Create(b => b.AddConsole().SetMinimumLevel(LogLevel.Warning));
        await using var host = await FunctionAppHost.StartAsync(new FunctionAppOptions
        {
            Name = "intake", AppDirectory = SharedParts.App,
            Settings = new Dictionary<string, string>
            {
                ["Hotline__Room"] = "Intake", ["Hotline__PublicUrl"] = "https://hotline.example.org",
                ["Hotline__SealingKeys"] = key.ExportSubjectPublicKeyInfoPem(),
                ["Hotline__Twilio__AccountSid"] = "AC22222222222222222222222222222222", ["Hotline__Twilio__AuthTokens__0"] = "0123456789abcdef0123456789abcdef",
                ["Hotline__Twilio__ApiKeySid"] = "SK1", ["Hotline__Twilio__ApiKeySecret"] = "s",
                ["Hotline__Storage__ConnectionString"] = parts.Azurite.ConnectionString, ["Hotline__Storage__Table"] = "Intake1",
                ["ServiceBus"] = "Endpoint=sb://localhost:1;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true",
                ["AzureWebJobs.MoveTipDeadLetters.Disabled"] = "true", ["AzureWebJobs.MoveReviewDeadLetters.Disabled"] = "true",
            },
        }, logs, TimeProvider.System, stop);
        using var http = new HttpClient { BaseAddress = host.Url };
        var form = new Dictionary<string, string> { ["CallSid"] = "CA11111111111111111111111111111111", ["AccountSid"] = "AC22222222222222222222222222222222", ["From"] = "+15005550006", ["To"] = "+18005550199", ["CallStatus"] = "ringing" };
        var data = "https://hotline.example.org/twilio/voice/answer" + string.Concat(form.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + p.Value));
        var sig = Convert.ToBase64String(HMACSHA1.HashData("0123456789abcdef0123456789abcdef"u8, Encoding.UTF8.GetBytes(data)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "twilio/voice/answer") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Twilio-Signature", sig);
        var response = await http.SendAsync(request, stop);
        Console.WriteLine(response);
        Console.WriteLine(await response.Content.ReadAsStringAsync(stop));
        await foreach (var e in table.QueryAsync<TableEntity>(cancellationToken: stop)) Console.WriteLine(string.Join(", ", e.Select(p => p.Key + "=" + p.Value)));
        Console.WriteLine((await http.PostAsync("twilio/voice/answer", null, stop)).StatusCode);
        Console.WriteLine((await http.PostAsync("nowhere", null, stop)).StatusCode);
    }
}
