using System.Diagnostics;
using Azure;
using Hotline.Contracts;
using Hotline.Platform.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Hotline.Tests.Telemetry;

/// <summary>What is told of a failure: what it is and where, not what a library says of it.</summary>
public sealed class ToldTests
{
    private static readonly RequestFailedException Foreign = new(
        503, "GET https://x.table.core.windows.net/Intake?$filter=receipt|0123", "ServerBusy", null);

    [Fact]
    public void A_client_s_message_is_not_told_but_its_status_and_code_are()
    {
        var told = new RedactedException(new InvalidOperationException("+15005558642", Foreign)).ToString();
        Assert.StartsWith("InvalidOperationException", told, StringComparison.Ordinal);
        Assert.Contains("RequestFailedException: 503 ServerBusy", told, StringComparison.Ordinal);
        Assert.DoesNotContain("receipt", told, StringComparison.Ordinal);
        Assert.DoesNotContain("5005558642", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_of_our_own_is_told() =>
        Assert.Equal("RefusedException: No row names this call.",
            new RedactedException(new RefusedException("No row names this call.")).Message);

    [Fact]
    public void A_span_goes_on_from_what_a_row_has_kept_and_tells_how_its_work_failed()
    {
        var spans = new List<Activity>();
        using (var provider = Sdk.CreateTracerProviderBuilder().AddSource(Tracing.Name)
            .AddInMemoryExporter(spans).Build())
        {
            using var span = Tracing.StartMessage(
                "send", ActivityKind.Producer, "tips", "receipt-0123", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");
            span.Fail(Foreign);
        }

        var exported = Assert.Single(spans, made => made.TraceId.ToString() == "0123456789abcdef0123456789abcdef");
        Assert.Equal(("send tips", "0123456789abcdef", "receipt"),
            (exported.DisplayName, exported.ParentSpanId.ToString(), exported.GetTagItem("messaging.message.id")));
        Assert.Equal(ActivityStatusCode.Error, exported.Status);
        Assert.Equal("RequestFailedException: 503 ServerBusy", Assert.Single(exported.Events).Tags.Single(
            tag => tag.Key == "exception.message").Value);
    }
}
