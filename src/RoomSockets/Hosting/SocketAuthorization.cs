using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>
/// Metadata of one endpoint: the rules that <c>.RequireAuthorization(…)</c> and <c>.AllowAnonymous()</c> put there. They are taken
/// over from the authorization middleware, which would ask before the limits are counted and would ask the host's default scheme,
/// which knows nothing of our tokens. Schemes that a policy names are not asked; <c>UseAuthenticationScheme</c> names them.
/// </summary>
internal sealed record SocketAuthorization(bool IsAnonymous, IReadOnlyList<IAuthorizeData> Rules, IReadOnlyList<AuthorizationPolicy> Policies, IReadOnlyList<IAuthorizationRequirement> Requirements)
{
    public static SocketAuthorization Of(HttpContext http) => http.GetEndpoint()!.Metadata.GetRequiredMetadata<SocketAuthorization>();

    /// <summary>Runs when everything else has been said about the endpoint.</summary>
    public static void TakeOver(EndpointBuilder endpoint)
    {
        var metadata = endpoint.Metadata;
        var own = new SocketAuthorization(
            metadata.OfType<IAllowAnonymous>().Any(),
            [.. metadata.OfType<IAuthorizeData>()],
            [.. metadata.OfType<AuthorizationPolicy>()],
            [.. metadata.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements())]);
        for (var i = metadata.Count - 1; i >= 0; i--)
        {
            if (metadata[i] is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData) metadata.RemoveAt(i);
        }

        metadata.Add(own);
        metadata.Add(new AllowAnonymousAttribute());
    }

    /// <summary>Whether the policies let the user in; without any of its own the host's fallback policy holds for the endpoint.</summary>
    public async Task<bool> IsAllowedAsync(HttpContext http)
    {
        if (IsAnonymous) return true;
        var provider = http.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>();
        var hasOwn = Rules.Count > 0 || Policies.Count > 0 || Requirements.Count > 0;
        var policy = hasOwn ? await AuthorizationPolicy.CombineAsync(provider, Rules, Policies) : await provider.GetFallbackPolicyAsync();
        var requirements = (policy?.Requirements ?? []).Concat(Requirements).ToList();
        if (requirements.Count == 0) return true;
        var service = http.RequestServices.GetRequiredService<IAuthorizationService>();
        return (await service.AuthorizeAsync(http.User, http, requirements)).Succeeded;
    }
}
