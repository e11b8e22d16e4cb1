using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests.Hosting;

public sealed class SchemeRegistrationTests
{
    [Fact]
    public void AddRoomSockets_WithoutAValidator_BringsNoMiddlewareOfAuthentication()
    {
        var services = new ServiceCollection();

        services.AddRoomSockets();

        services.Select(service => service.ServiceType).Should().NotContain([typeof(IAuthenticationSchemeProvider), typeof(IAuthorizationHandlerProvider)]);
    }

    [Fact]
    public async Task AddTokenValidator_Twice_BringsTheSchemeOnce()
    {
        var services = new ServiceCollection();

        services.AddRoomSockets().AddConstantToken("a").AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.NoResult));
        services.AddRoomSockets().AddConstantToken("b");

        await using var provider = services.AddLogging().BuildServiceProvider();
        var schemes = await provider.GetRequiredService<IAuthenticationSchemeProvider>().GetAllSchemesAsync();
        schemes.Should().ContainSingle(scheme => scheme.Name == RoomSocketsAuthentication.Scheme);
        provider.GetService<IAuthorizationHandlerProvider>().Should().NotBeNull();
    }
}
