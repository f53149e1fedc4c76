package dev.countersign.ui.review;

import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.run.OutsideAnswer;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.workspace.FileState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was answered about a change on disk, as a draft keeps it: it counts again where both sides are what they were.
///
/// @param seen        the state on disk, in words
/// @param approved    the state that the approved part makes, in words
/// @param how         MERGED, DISK or APPROVED
/// @param resolutions of a merge, by conflict: OURS, THEIRS, OURS_THEIRS, THEIRS_OURS, BASE, or `=` and the reviewer's own lines
public record KeptAnswer(String seen, String approved, String how, Map<Integer, String> resolutions) {
    public KeptAnswer {
        resolutions = Map.copyOf(resolutions);
    }

    static KeptAnswer of(OutsideAnswer answer) {
        return switch (answer.how()) {
            case How.Disk _ -> of(answer, "DISK", Map.of());
            case How.Approved _ -> of(answer, "APPROVED", Map.of());
            case How.Merged(var resolutions) -> {
                var words = new TreeMap<Integer, String>();
                resolutions.forEach((conflict, resolution) -> words.put(conflict, words(resolution)));
                yield of(answer, "MERGED", words);
            }
        };
    }

    private static KeptAnswer of(OutsideAnswer answer, String how, Map<Integer, String> resolutions) {
        return new KeptAnswer(words(answer.seen()), words(answer.approved()), how, resolutions);
    }

    private static String words(Optional<FileState> state) {
        return state.map(s -> Integer.toOctalString(s.mode()) + " " + s.content().hex()).orElse("none");
    }

    private static String words(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Ours _ -> "OURS";
            case Resolution.Theirs _ -> "THEIRS";
            case Resolution.OursThenTheirs _ -> "OURS_THEIRS";
            case Resolution.TheirsThenOurs _ -> "THEIRS_OURS";
            case Resolution.Base _ -> "BASE";
            case Resolution.Own(var text) -> "=" + text;
        };
    }

    /// The answer to `change`; empty where it was about something else, or cannot be read.
    Optional<How> to(OutsideChange change) {
        if (!seen.equals(words(change.disk())) || !approved.equals(words(change.approved()))) {
            return Optional.empty();
        }
        return switch (how) {
            case "DISK" -> Optional.of(new How.Disk());
            case "APPROVED" -> Optional.of(new How.Approved());
            case "MERGED" -> merged();
            default -> Optional.empty();
        };
    }

    private Optional<How> merged() {
        var read = new TreeMap<Integer, Resolution>();
        resolutions.forEach((conflict, words) -> resolution(words).ifPresent(resolution -> read.put(conflict, resolution)));
        return read.size() == resolutions.size() ? Optional.of(new How.Merged(read)) : Optional.empty();
    }

    private static Optional<Resolution> resolution(String words) {
        return switch (words) {
            case "OURS" -> Optional.of(new Resolution.Ours());
            case "THEIRS" -> Optional.of(new Resolution.Theirs());
            case "OURS_THEIRS" -> Optional.of(new Resolution.OursThenTheirs());
            case "THEIRS_OURS" -> Optional.of(new Resolution.TheirsThenOurs());
            case "BASE" -> Optional.of(new Resolution.Base());
            default -> words.startsWith("=") ? Optional.of(new Resolution.Own(words.substring(1))) : Optional.empty();
        };
    }
}
