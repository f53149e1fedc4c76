package dev.countersign.agent.model;

/// A provider says within an answer that it failed.
final class ProviderError extends RuntimeException {
    private final String type;

    ProviderError(String type, String said) {
        super(said, null, false, false);
        this.type = type;
    }

    /// As a status that means the same.
    int status() {
        return switch (type) {
            case "overloaded_error" -> 529;
            case "rate_limit_error" -> 429;
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "invalid_request_error" -> 400;
            default -> 500;
        };
    }
}
