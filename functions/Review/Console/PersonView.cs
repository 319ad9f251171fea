namespace Hotline.Review.Console;

/// <summary>Somebody to whom a tip can be given.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name.</param>
public sealed record PersonView(string Id, string Name);
