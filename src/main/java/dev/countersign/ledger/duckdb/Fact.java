package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Traits;
import dev.countersign.workspace.Contents;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// One row of what is derived from an entry and its evidence.
///
/// @param agent    who proposed; who acted, where nobody proposed
/// @param model    of the agent; empty where nobody knows it
/// @param waited   ms from the end of the checks to the decision
record Fact(Entry entry, String agent, String model, String task, Traits traits, OptionalLong hunksAccepted, OptionalLong hunksProposed,
            OptionalLong waited) {
    private static final Pattern HUNKS = Pattern.compile("(\\d+) of (\\d+) hunks?.*", Pattern.DOTALL);
    private static final JsonMapper JSON = JsonMapper.shared();

    static Fact of(Entry entry, EntryReading.Read read, Contents vault) {
        EntryDraft what = entry.what();
        OptionalLong accepted = OptionalLong.empty();
        OptionalLong proposed = OptionalLong.empty();
        Matcher hunks = HUNKS.matcher(what.approval().map(EntryDraft.Approval::hunks).orElse(""));
        if (hunks.matches()) {
            accepted = OptionalLong.of(Long.parseLong(hunks.group(1)));
            proposed = OptionalLong.of(Long.parseLong(hunks.group(2)));
        } else if (what.kind() == EntryKind.REJECTION) {
            Optional<String> patch = evidence(what, "rejected-patch", vault);
            accepted = patch.isPresent() ? OptionalLong.of(0) : accepted;
            proposed = patch.map(p -> OptionalLong.of(p.lines().filter(l -> l.startsWith("@@ ")).count())).orElse(proposed);
        }
        String agent = evidence(what, "proposer", vault).map(String::strip).filter(a -> !a.isEmpty()).orElse(what.actor().id());
        String model = evidence(what, "proposer-model", vault).map(String::strip).orElse(what.actor().model());
        return new Fact(entry, agent, model, read.task(), read.traits(), accepted, proposed, waited(what, vault));
    }

    private static OptionalLong waited(EntryDraft what, Contents vault) {
        Optional<String> verification = evidence(what, "verification", vault);
        if (verification.isEmpty() || what.approval().isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            Instant checked = Instant.parse(JSON.readTree(verification.get()).path("at").asString(""));
            long waited = what.approval().get().time() - checked.toEpochMilli();
            return waited < 0 ? OptionalLong.empty() : OptionalLong.of(waited);
        } catch (JacksonException | DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static Optional<String> evidence(EntryDraft what, String kind, Contents vault) {
        Optional<EntryDraft.Evidence> piece = what.evidence().stream().filter(e -> e.kind().equals(kind)).findFirst();
        try {
            return piece.isEmpty() ? Optional.empty()
                    : Optional.of(new String(vault.read(piece.get().content()), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // What is missing or damaged is the audit's to tell; here it is unknown.
            return Optional.empty();
        }
    }

    void appendTo(DuckDBAppender rows) throws SQLException {
        EntryDraft what = entry.what();
        rows.append(entry.seq()).append(agent).append(model).append(what.summary()).append(task);
        text(rows, what.approval().map(EntryDraft.Approval::who));
        text(rows, what.approval().map(EntryDraft.Approval::note));
        number(rows, hunksAccepted);
        number(rows, hunksProposed);
        text(rows, traits.verdict().map(Fact::word));
        text(rows, traits.decided().map(Fact::word));
        number(rows, traits.added());
        number(rows, traits.removed());
        Optional<BigDecimal> cost = traits.costUsd().map(c -> c.setScale(6, RoundingMode.HALF_EVEN));
        if (cost.isPresent()) {
            rows.append(cost.get());
        } else {
            rows.appendNull();
        }
        number(rows, waited);
        number(rows, what.rolledBackTo());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void text(DuckDBAppender rows, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            rows.append(text.get());
        } else {
            rows.appendNull();
        }
    }

    private static void number(DuckDBAppender rows, OptionalLong number) throws SQLException {
        if (number.isPresent()) {
            rows.append(number.getAsLong());
        } else {
            rows.appendNull();
        }
    }
}
