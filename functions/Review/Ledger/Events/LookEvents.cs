using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>A tip was looked at.</summary>
public sealed record ViewedEvent() : NewEvent(EventKind.Viewed);

/// <summary>A recording was listened to, or a picture or other file looked at.</summary>
/// <param name="Part">The recording or file.</param>
public sealed record OpenedEvent(PartId? Part) : PartEvent(EventKind.Opened, Part);

/// <summary>An original file was downloaded.</summary>
/// <param name="Part">The file.</param>
public sealed record DownloadedEvent(PartId? Part) : PartEvent(EventKind.Downloaded, Part);

/// <summary>The reporter's number was shown.</summary>
/// <param name="Part">The reason.</param>
public sealed record ShowedNumberEvent(PartId? Part) : NewPartEvent(EventKind.ShowedNumber, Part);

/// <summary>Digits that may be a receipt's were shown.</summary>
/// <param name="Part">The reason.</param>
public sealed record ShowedCodesEvent(PartId? Part) : NewPartEvent(EventKind.ShowedCodes, Part);
