using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Settings;

/// <summary>Settings that are lists, such as Hotline:Lines:0:Number.</summary>
public static class ListSettings
{
    /// <summary>
    /// Reads each item of a list by itself: the binder leaves out an item that it can't read, without a word, and alone it throws.
    /// </summary>
    public static OptionsBuilder<TOptions> ReadEach<TOptions, TItem>(this OptionsBuilder<TOptions> options, IConfigurationSection list)
        where TOptions : class => options.Configure(_ =>
        {
            foreach (var item in list.GetChildren())
                item.Get<TItem>();
        });
}
