using System.Text.Json;

namespace RoomSockets;

/// <summary>Bytes in, a frame or what is wrong with it out. Pure. Unknown fields are skipped; what is bounded is bounded while it is read.</summary>
internal ref struct ClientFrameReader
{
    private const int MaxDepth = 32;
    private const int MaxNameBytes = 128;
    private const int MaxIdBytes = 128;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ClientFrame _frame;
    private Utf8JsonReader _reader;
    private FrameField _seen;
    private FrameField _unfit;
    private bool _hasType;
    private ClientFrameType? _type;

    private ClientFrameReader(ReadOnlyMemory<byte> utf8, ClientFrame frame)
    {
        (_bytes, _frame) = (utf8, frame);
        _reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="utf8">One message.</param>
    /// <param name="frame">Takes what is read. Where something is wrong, as much as could be read, so that the answer can carry its id.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static FrameError? Read(ReadOnlyMemory<byte> utf8, ClientFrame frame)
    {
        frame.Clear();
        var reader = new ClientFrameReader(utf8, frame);
        try
        {
            return reader.ReadObject() ?? reader.Judge();
        }
        catch (JsonException fault)
        {
            return new FrameError(ErrorCode.BadJson, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Not JSON, at byte {fault.BytePositionInLine ?? 0} of line {(fault.LineNumber ?? 0) + 1}, or deeper than {MaxDepth} levels."));
        }
    }

    private FrameError? ReadObject()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject) return Bad("A frame is a JSON object.");
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_reader.ValueSpan.Length > MaxNameBytes) return Bad($"A field's name may have {MaxNameBytes} bytes.");
            var field = ClientFrameRules.FieldOf(ref _reader);
            _reader.Read();
            if (field != FrameField.None && (_seen & field) != FrameField.None) return Bad($"The field '{ClientFrameRules.NameOf(field)}' is there twice.");
            _seen |= field;
            if (!TryTake(field))
            {
                _unfit |= field;
                if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _reader.Skip();
            }
        }

        _reader.Read(); // throws where something follows
        return null;
    }

    /// <summary>What the type needs and bounds.</summary>
    private readonly FrameError? Judge()
    {
        if ((_unfit & FrameField.Id) != FrameField.None) return Bad($"An id is a string or a number of at most {MaxIdBytes} bytes.");
        if (!_hasType) return Bad("A frame has a string 'type'.");
        if (_type is not { } type)
            return new FrameError(ErrorCode.UnknownType, "There is no frame of this type for clients to send.", "type");
        _frame.Type = type;
        var use = ClientFrameRules.Uses[(int)type];
        if (ClientFrameRules.Lowest(_unfit & (use.Needs | use.Takes)) is { } unfit) return FrameError.Invalid(ClientFrameRules.NameOf(unfit), ClientFrameRules.Fields[unfit].Rule);
        if (ClientFrameRules.Lowest(use.Needs & ~_seen) is { } missing) return FrameError.Invalid(ClientFrameRules.NameOf(missing), $"The field '{ClientFrameRules.NameOf(missing)}' is missing. {ClientFrameRules.Fields[missing].Rule}");
        if (type == ClientFrameType.History) return JudgeHistory();
        return null;
    }

    private readonly FrameError? JudgeHistory()
    {
        if (_frame.Room is null == _frame.To is null) return FrameError.Invalid("room", "Name a room, or the other user of a direct conversation in 'to'.");
        return _frame is { Before: not null, After: not null } ? FrameError.Invalid("after", "Give 'before' or 'after', not both.") : null;
    }

    /// <summary>False when the value has not the form that the field needs; an object or an array is then still to be skipped.</summary>
    private bool TryTake(FrameField field)
    {
        switch (field)
        {
            case FrameField.None:
                _reader.Skip();
                return true;
            case FrameField.Type:
                _hasType = _reader.TokenType == JsonTokenType.String;
                _type = _hasType ? ClientFrameRules.TypeOf(ref _reader) : null;
                return _hasType;
            case FrameField.Id:
                return TryTakeId();
            case FrameField.Data:
                return TryTakeData();
            case FrameField.Since:
                return TryTakeSince();
            case FrameField.Echo:
                _frame.Echo = _reader.TokenType != JsonTokenType.False;
                return IsBoolean;
            case FrameField.Presence:
                _frame.Presence = _reader.TokenType == JsonTokenType.True;
                return IsBoolean;
            default:
                return ClientFrameRules.IsNumber(field) ? TryTakeNumber(field) : TryTakeText(field);
        }
    }

    private readonly bool IsBoolean => _reader.TokenType is JsonTokenType.True or JsonTokenType.False;

    private bool TryTakeId()
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) return false;
        var start = (int)_reader.TokenStartIndex;
        var length = (int)_reader.BytesConsumed - start;
        if (length > MaxIdBytes || (_reader.TokenType == JsonTokenType.String && Text(MaxIdBytes) is null)) return false;
        _frame.Id = _bytes.Slice(start, length);
        return true;
    }

    private bool TryTakeData()
    {
        var start = (int)_reader.TokenStartIndex;
        if (_reader.TokenType == JsonTokenType.String)
        {
            // Without an escape the text is there already, and whole messages are known to be UTF-8.
            if (!_reader.ValueIsEscaped) _frame.Data = MessageData.Received(_bytes.Slice(start + 1, _reader.ValueSpan.Length), isBinary: false);
            else if (Text(int.MaxValue) is { } text) _frame.Data = MessageData.Text(text);
            return _frame.Data is not null;
        }

        if (!TrySkipWellFormed()) return false;
        _frame.Data = MessageData.CompactJson(JsonSpace.Remove(_bytes[start..(int)_reader.BytesConsumed]));
        return true;
    }

    /// <summary>Past a value. An escaped half of a surrogate pair is JSON, but no text that anybody could be sent: false, at the end of the value.</summary>
    private bool TrySkipWellFormed()
    {
        var (depth, isWellFormed) = (_reader.CurrentDepth, true);
        do
        {
            if (_reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) isWellFormed &= Text(int.MaxValue) is not null;
        }
        while (_reader.CurrentDepth + (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0) > depth && _reader.Read());
        return isWellFormed;
    }

    private bool TryTakeSince()
    {
        if (_reader.TokenType != JsonTokenType.StartObject) return false;
        long? offset = null;
        string? epoch = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            // Names are compared as they are: half a surrogate pair in one cannot be compared at all.
            var (isOffset, isEpoch) = _reader.ValueIsEscaped ? (false, false) : (_reader.ValueTextEquals("offset"u8), _reader.ValueTextEquals("epoch"u8));
            _reader.Read();
            if (isOffset && _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var number) && number >= 0) offset = number;
            else if (isEpoch && _reader.TokenType == JsonTokenType.String) epoch = Text(64);
            else _reader.Skip();
        }

        if (offset is null || epoch is null) return false;
        _frame.Since = new Position(offset.Value, epoch);
        return true;
    }

    private bool TryTakeNumber(FrameField field)
    {
        var rule = ClientFrameRules.Fields[field];
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out var number) || number < rule.Min || number > rule.Max) return false;
        switch (field)
        {
            case FrameField.History:
                _frame.History = (int)number;
                break;
            case FrameField.Limit:
                _frame.Limit = (int)number;
                break;
            case FrameField.Before:
                _frame.Before = number;
                break;
            case FrameField.After:
                _frame.After = number;
                break;
        }

        return true;
    }

    private bool TryTakeText(FrameField field)
    {
        if (Text((int)ClientFrameRules.Fields[field].Max) is not { } text || text.Length < ClientFrameRules.Fields[field].Min || (field != FrameField.Room && text.Contains('\0', StringComparison.Ordinal))) return false;
        switch (field)
        {
            case FrameField.Room:
                _frame.Room = text;
                break;
            case FrameField.To:
                _frame.To = text;
                break;
            case FrameField.Key:
                _frame.Key = text;
                break;
            case FrameField.Name:
                _frame.Name = text;
                break;
            case FrameField.Status:
                _frame.Status = text;
                break;
            case FrameField.Token:
                _frame.Token = text;
                break;
        }

        return true;
    }

    /// <summary>The string at hand; null where it is none, longer than <paramref name="maxLength"/> characters, or no Unicode.</summary>
    private readonly string? Text(int maxLength)
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return null;
        // Six bytes may stand for one character; nothing that is longer is worth decoding.
        if (_reader.ValueSpan.Length / 6 > maxLength) return null;
        try
        {
            var text = _reader.GetString()!;
            return text.Length <= maxLength ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static FrameError Bad(string message) => new(ErrorCode.BadFrame, message);
}
