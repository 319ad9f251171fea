namespace Hotline.Review.Pages;

/// <summary>What the forms of a tip need.</summary>
public static class TipActions
{
    /// <summary>Where an act on the tip is posted.</summary>
    public static string Address(this TipModel model, string act) => $"{QueueAddress.Path}/{model.Tip.Id}/{act}";

    /// <summary>The address of a part's sound, waveform, video, picture or original.</summary>
    public static string Address(this TipModel model, PartView part, string face) =>
        $"{QueueAddress.Path}/{part.Answer ?? model.Tip.Id}/parts/{Uri.EscapeDataString(part.Id)}/{face}";

    /// <summary>What a refused post had in this field; null when there was none.</summary>
    public static string? DraftOf(this TipModel model, string act, string field) => model.Draft.GetValueOrDefault($"{act}.{field}");
}
