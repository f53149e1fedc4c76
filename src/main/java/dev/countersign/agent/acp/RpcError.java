package dev.countersign.agent.acp;

/// The other side answered a request with an error.
final class RpcError extends Exception {
    /// The agent wants a login first.
    static final int AUTH_REQUIRED = -32000;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    private final int code;

    /// @param message its own words
    RpcError(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
