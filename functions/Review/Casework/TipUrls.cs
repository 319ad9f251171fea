using Hotline.Review.WorkQueue;

namespace Hotline.Review.Casework;

/// <summary>The addresses of what a tip's page leads to.</summary>
public static class TipUrls
{
    /// <summary>Where an act on the tip is posted.</summary>
    public static string Address(this TipModel model, TipAct act) => $"{QueueAddress.Path}/{model.Tip.Id}/{act.ToString().ToLowerInvariant()}";

    /// <summary>The address of a part's sound, waveform, video, picture or original.</summary>
    public static string Address(this TipModel model, PartView part, string face) =>
        $"{QueueAddress.Path}/{part.Answer ?? model.Tip.Id}/parts/{Uri.EscapeDataString(part.Id)}/{face}";
}
