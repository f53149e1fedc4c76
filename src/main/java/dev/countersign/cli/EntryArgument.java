package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.run.Session;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/// The ENTRY that a command is about: its index.
final class EntryArgument {
    @Parameters(index = "0", paramLabel = "ENTRY", description = "Index of the entry, as countersign ledger shows it.")
    private String text = "";

    private long number() {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UserException(Problem.of("USAGE-001", Exit.USAGE, "\"" + text + "\" is not the number of an entry.",
                    "Nothing was started.", "See countersign ledger for the entries there are."), e);
        }
    }

    long index() {
        return number();
    }

    Entry in(Session session) throws IOException {
        return in(session.ledger(), number());
    }

    /// @throws UserException `LEDGER-020` where there is no such entry
    static Entry in(Ledger ledger, long index) throws IOException {
        return ledger.entry(index).orElseThrow(() -> new UserException(Problem.of("LEDGER-020", Exit.USAGE,
                "There is no entry " + index + ".", "Nothing was changed.", "See countersign ledger for the entries there are.")));
    }
}
