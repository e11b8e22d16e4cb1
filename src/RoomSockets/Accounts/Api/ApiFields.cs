using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace RoomSockets;

/// <summary>The named values of a request's body, which is a JSON object or a form.</summary>
internal sealed class ApiFields
{
    private const int MaxDepth = 32;
    private const int MaxFields = 32;
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    private readonly Dictionary<string, JsonElement> _json = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _form = new(StringComparer.Ordinal);

    /// <exception cref="ApiException">Too large, of another type, or not well-formed.</exception>
    public static async ValueTask<ApiFields> ReadAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted)
            ?? throw new ApiException(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body may have {RequestBody.MaxBytes} bytes.");
        var fields = new ApiFields();
        if (body.Length == 0) return fields;
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed) ? parsed : null;
        if (type?.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase) == true) fields.ReadForm(body);
        else if (type?.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) == true || (type?.Type.Equals("application", StringComparison.OrdinalIgnoreCase) == true && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))) fields.ReadJson(body);
        else throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"Send application/json or {Form}.");
        return fields;
    }

    /// <returns>Null where it is not there.</returns>
    /// <exception cref="ApiException">It is no text.</exception>
    public string? Text(string name)
    {
        if (_form.TryGetValue(name, out var value)) return value;
        if (!_json.TryGetValue(name, out var element) || element.ValueKind == JsonValueKind.Null) return null;
        return element.ValueKind == JsonValueKind.String ? element.GetString() : throw ApiException.BadValue($"\"{name}\" must be a string.");
    }

    /// <returns>Null where it is not there, empty where it is no text.</returns>
    public string? AnyText(string name) => _json.TryGetValue(name, out var element) && element.ValueKind is not (JsonValueKind.String or JsonValueKind.Null) ? string.Empty : Text(name);

    /// <returns>Null where it is not there.</returns>
    /// <exception cref="ApiException">It is no whole number.</exception>
    public long? Number(string name)
    {
        if (_form.TryGetValue(name, out var value))
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw ApiException.BadValue($"\"{name}\" must be a whole number.");
        if (!_json.TryGetValue(name, out var element) || element.ValueKind == JsonValueKind.Null) return null;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var found) ? found : throw ApiException.BadValue($"\"{name}\" must be a whole number.");
    }

    /// <returns>False where it is not there.</returns>
    /// <exception cref="ApiException">It is neither true nor false.</exception>
    public bool Flag(string name)
    {
        if (_form.TryGetValue(name, out var value))
            return value is "true" or "on" or "1" || (value is "false" or "off" or "0" or "" ? false : throw ApiException.BadValue($"\"{name}\" must be true or false."));
        return _json.TryGetValue(name, out var element) && element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw ApiException.BadValue($"\"{name}\" must be true or false."),
        };
    }

    private void ReadJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw ApiException.BadValue("The body must be a JSON object.");
            foreach (var property in document.RootElement.EnumerateObject())
            {
                // Two values of one name: whoever reads on may see the other one.
                if (_json.Count == MaxFields || !_json.TryAdd(property.Name, property.Value.Clone())) throw ApiException.BadValue($"\"{property.Name}\" comes twice, or there are more than {MaxFields} values.");
            }

            // Strings that are no Unicode are found here and not later.
            foreach (var element in _json.Values)
                if (element.ValueKind == JsonValueKind.String) element.GetString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw ApiException.BadValue("The body is not well-formed JSON.");
        }
    }

    private void ReadForm(byte[] body)
    {
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(body)) { ValueCountLimit = MaxFields };
            foreach (var (name, values) in reader.ReadForm())
                _form.Add(name, values.Count == 1 ? values[0]! : throw ApiException.BadValue($"\"{name}\" comes twice."));
        }
        catch (InvalidDataException)
        {
            throw ApiException.BadValue($"A form may have {MaxFields} values.");
        }
    }
}
