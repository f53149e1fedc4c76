package dev.countersign.workspace;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Explained;
import dev.countersign.fault.Problem;
import java.io.IOException;

/// Content that should be kept is not there, or is not what its digest says.
public final class MissingContentException extends IOException implements Explained {
    private final transient Sha256 content;
    private final String why;

    /// @param why goes on a sentence that begins with the content ("is damaged in the ledger's vault")
    public MissingContentException(Sha256 content, String why) {
        super("content " + content.hex() + " " + why);
        this.content = content;
        this.why = why;
    }

    public Sha256 content() {
        return content;
    }

    /// What follows the content in the message.
    public String why() {
        return why;
    }

    /// `FILE-002`.
    @Override
    public Problem problem() {
        return Problem.of("FILE-002", Exit.UNDECIDED, "The content " + content.brief() + " " + why + ".",
                "Nothing was applied to your workspace by this action.",
                "Try again if a file was being changed just now. If it stays so, verify the ledger: it names every content that is damaged or missing; "
                        + "restore that file from a backup.").withDetails("SHA-256 " + content.hex());
    }
}
