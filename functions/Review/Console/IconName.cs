using Hotline.Contracts;

namespace Hotline.Review.Console;

/// <summary>The icons of the console.</summary>
public enum IconName
{
    /// <summary>Nothing in particular.</summary>
    Dash,

    /// <summary>A call.</summary>
    Phone,

    /// <summary>A text message.</summary>
    Text,

    /// <summary>The online form.</summary>
    Web,

    /// <summary>A file that is neither picture, sound nor film.</summary>
    File,

    /// <summary>A supervisor was asked for.</summary>
    Flag,

    /// <summary>An answer.</summary>
    Reply,

    /// <summary>Another tip.</summary>
    Link,

    /// <summary>Something is wrong.</summary>
    Warning,

    /// <summary>Something is right.</summary>
    Check,
}

/// <summary>Which icon stands for what.</summary>
public static class IconNames
{
    /// <summary>The icon of a way by which tips come.</summary>
    public static IconName Of(Channel channel) => channel switch
    {
        Channel.Phone => IconName.Phone,
        Channel.Text => IconName.Text,
        Channel.Web => IconName.Web,
        _ => IconName.Dash,
    };
}
