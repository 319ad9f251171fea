using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Hotline.Platform.Words;

namespace Hotline.Tests.OwnWords;

/// <summary>The JSON Schemas in <c>line/schemas/</c>, by which an editor helps whoever writes the files: made from the records that read them.</summary>
public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Records = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("line", typeof(LineFile))]
    [InlineData("voice", typeof(VoiceTexts))]
    [InlineData("texts", typeof(SmsTexts))]
    [InlineData("form", typeof(FormTexts))]
    [InlineData("replies", typeof(ReplyTexts))]
    public void A_schema_says_what_its_record_takes(string name, Type record)
    {
        var made = $"{SchemaOf(record).ToJsonString(Indented)}\n";
        var file = Path.Combine(Oracle.Root, "line", "schemas", $"{name}.json");
        if (File.Exists(file) && File.ReadAllText(file) == made)
            return;
        var right = Path.Combine(Path.GetTempPath(), $"line-schema-{name}.json");
        File.WriteAllText(right, made);
        Assert.Fail($"line/schemas/{name}.json is not what its record takes. Copy {right} over it.");
    }

    private static JsonObject SchemaOf(Type record)
    {
        var schema = Records.GetJsonSchemaAsNode(record, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe })
            .AsObject();
        schema["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        return schema;
    }

    // An own file has only what differs from the package's, so nothing is required here: what a language lacks is said at start.
    private static JsonObject Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = node.AsObject();
        schema.Remove("required");
        if (schema["properties"] is not null)
            schema["additionalProperties"] = false;
        if (context is { TypeInfo.Type: var type, PropertyInfo.AttributeProvider: { } property } && type == typeof(string)
            && property.GetCustomAttributes(typeof(HoldsAttribute), false) is [HoldsAttribute holds])
            schema["pattern"] = string.Concat(holds.Places.Select(place => $"(?=[^]*\\{{{place}\\}})"));
        return schema;
    }
}
