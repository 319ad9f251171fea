using System.Text.Json.Nodes;
using Hotline.Contracts;

namespace Hotline.Tests.Tips;

public sealed class EnvelopeTests
{
    private static readonly TipId Tip = TipId.Parse("0123456789abcdef0123456789abcdef")!.Value;
    private static readonly DateTimeOffset At = new(2026, 11, 24, 20, 15, 0, TimeSpan.Zero);

    public static TheoryData<Part> Parts =>
    [
        new Part(Tip, new PartId("recording-RE1"), PartKind.Recording, Channel.Phone, "es", At, "a.b.c.d.e"),
        new Part(Tip, new PartId("transcript-RE1-speech-text"), PartKind.Transcript, Channel.Phone, "en",
            At, null, "0123/transcript/x"),
        new Part(Tip, new PartId("recording-RE2"), PartKind.Recording, Channel.Phone, null, At,
            "a.b.c.d.e") { OverFallback = true },
        new Part(null, new PartId("consent-SM1"), PartKind.Consent, Channel.Text, null, At, "a.b.c.d.e"),
    ];

    [Theory]
    [MemberData(nameof(Parts))]
    public void What_is_written_reads_the_same(Part part) => Assert.Equal(part, Envelope.Read(Envelope.Write(part)));

    [Fact]
    public void It_is_a_cloud_event_that_shows_a_router_no_content()
    {
        var json = JsonNode.Parse(Envelope.Write(new Part(
            Tip, new PartId("statement-SM1"), PartKind.Statement, Channel.Text, null, At, "a.b.c.d.e")))!.AsObject();
        Assert.Equal(
            """{"specversion":"1.0","id":"statement-SM1","source":"urn:hotline:intake","type":"org.hotline.part.statement","channel":"text","datacontenttype":"application/jose","schema":1,"subject":"0123456789abcdef0123456789abcdef","time":"2026-11-24T20:15:00Z","data":"a.b.c.d.e"}""",
            new JsonObject(json.OrderBy(p => Order(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString());

        static string Order(string name) =>
            name switch { "specversion" => "0", "id" => "1", "source" => "2", "type" => "3", "data" => "z", _ => name };
    }

    [Fact]
    public void What_the_fallback_took_says_so_and_who_knows_nothing_of_it_reads_the_rest()
    {
        var part = new Part(
            Tip, new PartId("recording-RE1"), PartKind.Recording, Channel.Phone, null, At, "a.b.c.d.e", null, true);
        var json = JsonNode.Parse(Envelope.Write(part))!.AsObject();
        Assert.Equal("fallback", (string?)json["via"]);
        json["via"] = "something that is not known yet";
        Assert.Equal(part with { OverFallback = false }, Envelope.Read(json.ToJsonString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"y","type":"org.hotline.part.statement","schema":0}""")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"y","type":"org.hotline.part.statement"}""")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"y","type":"something.else","schema":1}""")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"y","type":"org.hotline.part.99","schema":1,"channel":"text","time":"2026-11-24T20:15:00Z"}""")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"y","type":"org.hotline.part.statement","schema":1,"channel":"text","time":"2026-11-24T20:15:00Z","subject":"0123"}""")]
    public void What_is_no_envelope_is_refused(string json) => Assert.Throws<FormatException>(() => Envelope.Read(json));

    [Fact]
    public void An_envelope_of_the_next_schema_is_known_as_such_whatever_else_it_holds() => Assert.Throws<NewerVersionException>(
        () => Envelope.Read("""{"specversion":"1.0","id":"x","source":"y","type":"org.hotline.part.something","schema":3,"extra":"new"}"""));
}
