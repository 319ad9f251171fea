using System.Net;
using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Infra;

/// <summary>What intake asks of blob storage, which is what its role must allow (<c>infra/modules/roles.bicep</c>).</summary>
public sealed class EvidenceRequestTests
{
    private readonly List<string> asked = [];

    [Fact]
    public async Task A_stream_goes_up_in_blocks_and_nothing_is_read_or_deleted()
    {
        using var content = new MemoryStream(new byte[100_000]);
        await Blobs().KeepAsync(TipOf.Text("t"), PartId.Of(PartKind.Recording, "RE1"), content, TestContext.Current.CancellationToken);
        Assert.Equal(["PUT block", "PUT blocklist"], asked);
    }

    [Fact]
    public async Task A_text_goes_up_in_one_request()
    {
        await Blobs().KeepTextAsync(TipOf.Text("t"), PartId.Of(PartKind.Statement, "SM1"), "sealed", TestContext.Current.CancellationToken);
        Assert.Equal(["PUT"], asked);
    }

    private EvidenceBlobs Blobs()
    {
        using var key = RSA.Create(2048);
        var container = Container(new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(new Recorder(asked))) });
        return new EvidenceBlobs(
            new EvidenceContainer(container), new BlobSealer(PublicSealingKey.Parse(key.ExportSubjectPublicKeyInfoPem())));
    }

    private static BlobContainerClient Container(BlobClientOptions options) =>
        new BlobServiceClient(new Uri("https://account.example.org"), options).GetBlobContainerClient("evidence");

    private sealed class Recorder(List<string> asked) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            if (request.Content is not null)
                await request.Content.CopyToAsync(Stream.Null, stop);
            var comp = request.RequestUri!.Query.Split("comp=") is [_, var name] ? " " + name.Split('&')[0] : "";
            asked.Add($"{request.Method}{comp}");
            var answer = new HttpResponseMessage(HttpStatusCode.Created) { RequestMessage = request, Content = new ByteArrayContent([]) };
            answer.Headers.TryAddWithoutValidation("ETag", "\"1\"");
            answer.Headers.TryAddWithoutValidation("x-ms-request-server-encrypted", "true");
            answer.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
            return answer;
        }
    }
}
