using Azure.Core;
using Azure.Storage.Blobs;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Review.SignIn;

/// <summary>Registers what the gate before <c>review/</c> needs.</summary>
public static class SignInServices
{
    /// <summary>Tokens, sessions and antiforgery.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection("Hotline:SignIn")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsCheck>();
        services.AddSingleton<IdTokens>().AddSingleton<Sessions>().AddSingleton<SavedViews>().AddSingleton<ReviewerDirectory>();
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<HotlineOptions>>(static (antiforgery, hotline) =>
        {
            // Only a host of its own and https can have the prefix; one machine has neither.
            var isSecure = hotline.Value.PublicUrl!.Scheme == Uri.UriSchemeHttps;
            antiforgery.Cookie.Name = isSecure ? "__Host-hotline" : "hotline";
            antiforgery.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddDataProtection().SetApplicationName("Hotline");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<StorageOptions>, TokenCredential>(
            static (keys, storage, identity) => keys.XmlRepository = new KeyBlobs(
                StorageClients.Container(storage.Value, storage.Value.Keys, new BlobClientOptions(), identity)));
        return services;
    }
}
