namespace Hotline.Tests.Hosting.Review;

/// <summary>Stands for a service of the other room.</summary>
public sealed class NumberSource;
