using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Contracts;

namespace Hotline.Review.Tips;

/// <summary>A message on the queue <c>review</c> as it is written; holds no content. Each job is a record of its own.</summary>
/// <param name="Work">The kind of job.</param>
/// <param name="Tip">The tip that it is done to.</param>
/// <param name="By">The tip or part that caused it; null for jobs without one.</param>
/// <param name="Word">A carrier word, the part that arrived, or Review's own mark; null for jobs without one.</param>
/// <param name="Telling">A count or revision; 0 for jobs without one.</param>
public sealed record ReviewOrder(string Work, string Tip, string? By = null, string? Word = null, int Telling = 0)
{
    private const string NoOrder = "The message on the queue review is no order.";

    /// <summary>The order as a message's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReviewOrderJson.Default.ReviewOrder);

    /// <summary>What caused the job, for jobs that require it.</summary>
    /// <exception cref="RefusedException">It is missing.</exception>
    public string NeededBy() => By ?? throw new RefusedException(NoOrder);

    /// <summary>The word, for jobs that require it.</summary>
    /// <exception cref="RefusedException">It is missing.</exception>
    public string NeededWord() => Word ?? throw new RefusedException(NoOrder);

    /// <summary>Reads a message.</summary>
    /// <exception cref="RefusedException">It is no order.</exception>
    public static ReviewOrder Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReviewOrderJson.Default.ReviewOrder) is { Work: not null, Tip: not null } order
                ? order : throw new RefusedException(NoOrder);
        }
        catch (JsonException e)
        {
            throw new RefusedException(NoOrder, e);
        }
    }
}

/// <summary>How an order is written: camel case, and what is null left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReviewOrder))]
public sealed partial class ReviewOrderJson : JsonSerializerContext;
