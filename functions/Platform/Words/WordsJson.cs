using System.Text.Json.Serialization;

namespace Hotline.Platform.Words;

/// <summary>The JSON of <c>line/</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LineFile))]
[JsonSerializable(typeof(VoiceTexts))]
[JsonSerializable(typeof(SmsTexts))]
[JsonSerializable(typeof(FormTexts))]
[JsonSerializable(typeof(ReplyTexts))]
internal sealed partial class WordsJson : JsonSerializerContext;
