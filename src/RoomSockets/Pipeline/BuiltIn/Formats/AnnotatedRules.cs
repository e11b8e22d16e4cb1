using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets;

/// <summary>
/// The data annotations of a type, and its <see cref="IValidatableObject"/>. Ours and not the framework's Validator, which does not see
/// the annotations of a record's parameters: what looks as if it were checked would not be.
/// </summary>
[RequiresUnreferencedCode("It reads the attributes of properties and parameters.")]
internal sealed class AnnotatedRules<T>
{
    private readonly (PropertyInfo Property, string Field, ValidationAttribute[] Attributes)[] _properties;
    private readonly ValidationAttribute[] _own;
    private readonly JsonTypeInfo<T> _typeInfo;

    public AnnotatedRules(JsonTypeInfo<T> typeInfo)
    {
        _typeInfo = typeInfo;
        _own = [.. typeof(T).GetCustomAttributes<ValidationAttribute>(inherit: true)];
        var parameters = typeof(T).GetConstructors().SelectMany(static constructor => constructor.GetParameters()).ToLookup(static parameter => parameter.Name, StringComparer.Ordinal);
        _properties = [.. from property in typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public)
                          where property.GetMethod is not null && property.GetIndexParameters().Length == 0
                          let attributes = property.GetCustomAttributes<ValidationAttribute>(inherit: true)
                              .Concat(parameters[property.Name].SelectMany(static parameter => parameter.GetCustomAttributes<ValidationAttribute>())).ToArray()
                          where attributes.Length > 0
                          select (property, FieldOf(property.Name), attributes)];
    }

    public MessageFault? Find(T value)
    {
        foreach (var (property, field, attributes) in _properties)
        {
            var context = new ValidationContext(value!) { MemberName = property.Name, DisplayName = field };
            if (Ask(attributes, property.GetValue(value), context) is { } wrong) return Explain(wrong, field);
        }

        var whole = new ValidationContext(value!);
        if (Ask(_own, value, whole) is { } wholly) return Explain(wholly, MessageFault.Whole);
        var said = (value as IValidatableObject)?.Validate(whole).FirstOrDefault(static result => result is not null);
        return said is null ? null : Explain(said, MessageFault.Whole);
    }

    private static ValidationResult? Ask(ValidationAttribute[] attributes, object? value, ValidationContext context)
    {
        // What is absent is only wrong for whoever requires it; that answer comes first, as it says more.
        foreach (var attribute in attributes.OrderByDescending(static attribute => attribute is RequiredAttribute))
        {
            if (attribute.GetValidationResult(value, context) is { } wrong) return wrong;
        }

        return null;
    }

    private MessageFault Explain(ValidationResult result, string field)
    {
        var member = result.MemberNames.FirstOrDefault(static name => name.Length > 0);
        return new MessageFault(member is null ? field : FieldOf(member), result.ErrorMessage ?? "The value is not valid.");
    }

    /// <summary>The name that a client writes.</summary>
    private string FieldOf(string member) => Array.Find([.. _typeInfo.Properties], property => IsMember(property, member))?.Name ?? member;

    private bool IsMember(JsonPropertyInfo property, string member) => property.AttributeProvider is MemberInfo info
        ? string.Equals(info.Name, member, StringComparison.Ordinal)
        : string.Equals(property.Name, _typeInfo.Options.PropertyNamingPolicy?.ConvertName(member) ?? member, StringComparison.OrdinalIgnoreCase);
}
