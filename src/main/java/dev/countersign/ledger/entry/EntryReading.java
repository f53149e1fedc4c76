package dev.countersign.ledger.entry;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads out of the vault what an entry says to a person: texts to search in, and [Traits]. Content that is missing, damaged or
/// too large is left out: what is derived here is never evidence. Safe from any thread.
public final class EntryReading {
    /// Files above this, and texts above this, are not read.
    static final int MOST_BYTES = 512 << 10;
    private static final int MOST_LINES = 20_000;
    private static final Pattern HUNKS = Pattern.compile("(\\d+) of (\\d+) hunks?(, \\d+ files? edited)?");
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final Contents vault;

    public EntryReading(Contents vault) {
        this.vault = vault;
    }

    /// @param lines where a line stands ("task", "words", "added" …) and the lines themselves
    public record Read(Traits traits, Map<String, List<String>> lines) {
        /// First line of the task, or empty.
        public String task() {
            return lines.getOrDefault("task", List.of()).stream().filter(l -> !l.isBlank()).findFirst().orElse("").strip();
        }
    }

    public Read read(Entry entry) {
        return read(entry, true);
    }

    /// The same without a look into files and patches: how many lines changed stays unknown.
    public Read brief(Entry entry) {
        return read(entry, false);
    }

    private Read read(Entry entry, boolean changes) {
        EntryDraft what = entry.what();
        var lines = new LinkedHashMap<String, List<String>>();
        add(lines, "summary", what.summary());
        for (String kind : List.of("task", "words", "feedback")) {
            evidence(what, kind).forEach(text -> add(lines, kind, text));
        }
        what.approval().ifPresent(approval -> add(lines, "note", approval.note()));
        what.changes().forEach(edit -> add(lines, "file", edit.path().value()));
        add(lines, "run", what.session());
        add(lines, "node", what.node());
        add(lines, "agent", what.actor().id());
        add(lines, "model", what.actor().model());
        OptionalLong[] counts = !changes ? new OptionalLong[] {OptionalLong.empty(), OptionalLong.empty()}
                : what.changes().isEmpty() ? patches(what, lines) : diffs(what, lines);
        if (changes && !what.changes().isEmpty()) {
            patches(what, lines);
        }
        Optional<JsonNode> decision = document(what, "decision");
        return new Read(new Traits(verdict(what, decision), decided(what, decision), counts[0], counts[1], cost(what), false), lines);
    }

    private static void add(Map<String, List<String>> lines, String where, String text) {
        if (!text.isBlank()) {
            lines.computeIfAbsent(where, _ -> new ArrayList<>()).addAll(text.lines().limit(MOST_LINES).toList());
        }
    }

    private List<String> evidence(EntryDraft what, String kind) {
        var texts = new ArrayList<String>();
        for (EntryDraft.Evidence piece : what.evidence()) {
            if (piece.kind().equals(kind)) {
                text(piece.content()).ifPresent(texts::add);
            }
        }
        return texts;
    }

    private Optional<String> text(Sha256 content) {
        try (var in = vault.open(content)) {
            // One byte more than is said to be there, so that most are known to have ended without another array.
            byte[] bytes = new byte[Math.clamp(in.available() + 1L, 1 << 10, MOST_BYTES + 1)];
            int length = in.readNBytes(bytes, 0, bytes.length);
            while (length == bytes.length && length <= MOST_BYTES) {
                bytes = Arrays.copyOf(bytes, Math.min(2 * length, MOST_BYTES + 1));
                length += in.readNBytes(bytes, length, bytes.length - length);
            }
            return length > MOST_BYTES ? Optional.empty() : Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> document(EntryDraft what, String kind) {
        for (String text : evidence(what, kind)) {
            try {
                return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
            } catch (JacksonException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isAboutProposal(EntryDraft what) {
        return switch (what.kind()) {
            case COMMIT, ADOPT, REJECTION, DENIAL, ESCALATION -> true;
            case ROLLBACK, REDO, RECOVERY, GRANT, TRUST, KEY_ROTATION -> false;
        };
    }

    private Optional<Verdict> verdict(EntryDraft what, Optional<JsonNode> decision) {
        if (!isAboutProposal(what)) {
            return Optional.empty();
        }
        boolean passed = false;
        boolean failed = false;
        for (JsonNode result : document(what, "verification").map(v -> v.path("results")).orElse(JSON.createArrayNode())) {
            String state = result.path("state").path("type").asString("");
            passed |= state.equals("passed");
            failed |= state.equals("failed");
        }
        boolean override = decision.map(d -> d.path("override").asBoolean(false)).orElse(false);
        return Optional.of(failed ? override ? Verdict.OVERRIDDEN : Verdict.RED : passed ? Verdict.GREEN : Verdict.NOT_CHECKED);
    }

    private static Optional<Decided> decided(EntryDraft what, Optional<JsonNode> decision) {
        if (what.kind() == EntryKind.REJECTION) {
            return Optional.of(Decided.REJECTED);
        }
        if (what.kind() != EntryKind.COMMIT && what.kind() != EntryKind.ADOPT) {
            return Optional.empty();
        }
        String scope = decision.map(d -> d.path("scope").asString("")).orElse("");
        Matcher hunks = HUNKS.matcher(what.approval().map(EntryDraft.Approval::hunks).orElse(""));
        return switch (scope) {
            case "whole" -> Optional.of(Decided.WHOLE);
            case "part" -> Optional.of(Decided.PART);
            case "edited" -> Optional.of(Decided.EDITED);
            default -> !hunks.matches() ? Optional.empty() : hunks.group(3) != null ? Optional.of(Decided.EDITED)
                    : Optional.of(hunks.group(1).equals(hunks.group(2)) ? Decided.WHOLE : Decided.PART);
        };
    }

    private Optional<BigDecimal> cost(EntryDraft what) {
        return document(what, "usage").map(usage -> usage.path("costUsd")).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    /// Lines of what was proposed and not taken.
    private OptionalLong[] patches(EntryDraft what, Map<String, List<String>> lines) {
        long added = 0;
        long removed = 0;
        boolean any = false;
        for (String kind : List.of("rejected-patch", "denied-patch")) {
            for (String patch : evidence(what, kind)) {
                any = true;
                for (String line : patch.lines().limit(MOST_LINES).toList()) {
                    if (line.startsWith("+") && !line.startsWith("+++ ")) {
                        added++;
                        lines.computeIfAbsent("rejected", _ -> new ArrayList<>()).add(line.substring(1));
                    } else if (line.startsWith("-") && !line.startsWith("--- ")) {
                        removed++;
                        lines.computeIfAbsent("removed", _ -> new ArrayList<>()).add(line.substring(1));
                    } else if (line.startsWith("+++ b/")) {
                        lines.computeIfAbsent("file", _ -> new ArrayList<>()).add(line.substring(6));
                    }
                }
            }
        }
        return any ? new OptionalLong[] {OptionalLong.of(added), OptionalLong.of(removed)}
                : new OptionalLong[] {OptionalLong.empty(), OptionalLong.empty()};
    }

    private OptionalLong[] diffs(EntryDraft what, Map<String, List<String>> lines) {
        long added = 0;
        long removed = 0;
        boolean known = true;
        int room = MOST_LINES;
        for (PathEdit edit : what.changes()) {
            Optional<FileDiff.Text> diff = diff(edit);
            known &= diff.isPresent();
            if (diff.isPresent()) {
                added += diff.get().added();
                removed += diff.get().removed();
                for (Hunk hunk : diff.get().hunks()) {
                    if (room > 0) {
                        room -= hunk.beforeCount() + hunk.afterCount();
                        lines.computeIfAbsent("added", _ -> new ArrayList<>())
                                .addAll(diff.get().after().lines().subList(hunk.afterStart(), hunk.afterEnd()));
                        lines.computeIfAbsent("removed", _ -> new ArrayList<>())
                                .addAll(diff.get().before().lines().subList(hunk.beforeStart(), hunk.beforeEnd()));
                    }
                }
            }
        }
        return known ? new OptionalLong[] {OptionalLong.of(added), OptionalLong.of(removed)}
                : new OptionalLong[] {OptionalLong.empty(), OptionalLong.empty()};
    }

    private Optional<FileDiff.Text> diff(PathEdit edit) {
        if (size(edit.before()) > MOST_BYTES || size(edit.after()) > MOST_BYTES) {
            return Optional.empty();
        }
        FileChange change = edit.before().isEmpty() ? new FileChange.Added(edit.path(), edit.after().orElseThrow())
                : edit.after().isEmpty() ? new FileChange.Deleted(edit.path(), edit.before().get())
                : new FileChange.Modified(edit.path(), edit.before().get(), edit.after().get());
        try {
            return new Differ().diff(change, vault, Differ.Options.EXACT) instanceof FileDiff.Text text ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long size(Optional<FileState> state) {
        return state.map(FileState::size).orElse(0L);
    }
}
