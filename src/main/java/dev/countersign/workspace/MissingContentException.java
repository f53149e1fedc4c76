package dev.countersign.workspace;

import java.io.IOException;

/// Content that should be kept is not there, or is not what its digest says.
public final class MissingContentException extends IOException {
    private final transient Sha256 content;

    public MissingContentException(Sha256 content, String why) {
        super("content " + content.hex() + " " + why);
        this.content = content;
    }

    public Sha256 content() {
        return content;
    }
}
