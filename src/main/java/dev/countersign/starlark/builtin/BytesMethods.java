package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.ElementsValue;
import dev.countersign.starlark.value.MethodValue;
import java.util.Map;

/// The methods of bytes.
final class BytesMethods {
    static final Map<String, MethodValue.Body> ALL = Map.of("elems", (ev, bytes, args) -> {
        args.positional(0, 0);
        return new ElementsValue(bytes, ElementsValue.Form.ELEMS);
    });

    private BytesMethods() {}
}
