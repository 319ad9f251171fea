using System.Collections.Specialized;
using System.Text;
using System.Text.Json;
using Hotline.Platform.Twilio;
using Twilio.Security;

namespace Hotline.Tests.Twilio;

/// <summary>The signature check against what Twilio's Node library answers, and against the .NET SDK where the two agree.</summary>
public sealed class SignatureTests
{
    // The SDK 8.2.0 answers these otherwise than Twilio's Node library.
    private static readonly string[] SdkDiffers =
    [
        "a key without a value beside a key that continues it", "a repeated key with two values",
        "a repeated key with the same value counts once",
        "the query of the legacy encoder", "Twilio signed without the port", "keys sort by code unit, not by culture",
    ];

    public static TheoryData<string> Names => [.. Vectors().Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_vector_is_answered_as_the_node_library_answers_it(string name)
    {
        var vector = Vectors().Single(v => v.Name == name);
        var form = vector.Form?.Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToList() ?? [];
        var valid = WebhookSignature.IsValid(vector.Url, form, vector.Signature, vector.Tokens);
        if (vector.Body is { } body)
            valid &= WebhookSignature.IsBodyHash(vector.Url.Split("bodySHA256=")[1], Encoding.UTF8.GetBytes(body));
        Assert.Equal(vector.Valid, valid);
    }

    [Fact]
    public void The_colon_of_a_password_is_no_port()
    {
        const string Url = "https://user:pass@tips.example.org/twilio/voice/answer";
        Assert.Equal([Url, Url.Replace(".org/", ".org:443/")], SignedUrls.Of(Url).Take(2));
        Assert.Equal([Url, Url.Replace(".org/", ".org:443/")], SignedUrls.Of(Url.Replace(".org/", ".org:443/")).Take(2));
    }

    [Fact]
    public void The_vectors_are_all_there() => Assert.Equal(40, Vectors().Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sdk_agrees_where_it_follows_the_documentation(string name)
    {
        var vector = Vectors().Single(v => v.Name == name);
        if (SdkDiffers.Contains(name) || vector.Body is not null || vector.Signature.Length == 0)
            return;
        var form = new NameValueCollection();
        foreach (var pair in vector.Form ?? [])
            form.Add(pair[0], pair[1]);
        Assert.Equal(vector.Valid, vector.Tokens.Any(token => new RequestValidator(token).Validate(vector.Url, form, vector.Signature)));
    }

    [Fact]
    public void A_form_keeps_keys_that_differ_only_in_case_and_the_order_of_its_pairs()
    {
        var form = TwilioForm.Parse("From=%2B15005550006&from=a+b&From=&Body=%C2%A1s%C3%AD%21");
        Assert.Equal(["From", "from", "From", "Body"], form.Pairs.Select(pair => pair.Key));
        Assert.Equal(["+15005550006", "a b", "", "¡sí!"], form.Pairs.Select(pair => pair.Value));
    }

    private static List<Vector> Vectors() => JsonSerializer.Deserialize<VectorFile>(
        File.ReadAllText(Path.Combine(Oracle.Root, "tests", "oracles", "twilio-signature-vectors.json")),
        JsonSerializerOptions.Web)!.Vectors;

    private sealed record VectorFile(List<Vector> Vectors);

    private sealed record Vector(string Name, string Url, string[] Tokens, string[][]? Form, string? Body, string Signature, bool Valid);
}
