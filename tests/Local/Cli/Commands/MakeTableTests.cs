using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Hotline.Local.Cli.Commands;

namespace Hotline.Tests.Local.Cli.Commands;

/// <summary>A table whose predecessor is still being dropped, as the service answers and Azurite never does.</summary>
public sealed class MakeTableTests
{
    [Fact]
    public async Task It_waits_until_the_name_is_free()
    {
        using var service = new Dropping();
        using var http = new HttpClient(service);
        var table = new TableClient(
            new Uri("https://tips.table.core.windows.net"), "Review", new TableSharedKeyCredential("tips", "a2V5"),
            new TableClientOptions { Transport = new HttpClientTransport(http) });
        await RebuildCommand.MakeAsync(table, TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal(3, service.Asked);
    }

    private sealed class Dropping : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++Asked == 3)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
            {
                Content = new StringContent(
                    """{"odata.error":{"code":"TableBeingDeleted","message":{"lang":"en-US","value":"The specified table is being deleted."}}}""",
                    System.Text.Encoding.UTF8, "application/json"),
            });
        }
    }
}
