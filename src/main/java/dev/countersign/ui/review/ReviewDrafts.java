package dev.countersign.ui.review;

import dev.countersign.fault.Problem;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Decisions in progress, so that closing a review loses nothing: kept in memory, and in one small file per node where a folder
/// is given. Decisions are kept by the content they are about, so after a revision only what changed is open again.
///
/// Safe from any thread. A file that cannot be read counts as none: it holds no decision that was given.
public final class ReviewDrafts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// @param decisions by the hex key of the hunk
    /// @param edits     the reviewer's own texts, by path and digest of the agent's content: `path@hex`
    /// @param feedback  what was typed and not sent
    public record Draft(Map<String, HunkDecision> decisions, Map<String, String> edits, String feedback) {
        static final Draft NONE = new Draft(Map.of(), Map.of(), "");

        public Draft {
            decisions = Map.copyOf(decisions);
            edits = Map.copyOf(edits);
        }

        boolean isEmpty() {
            return decisions.isEmpty() && edits.isEmpty() && feedback.isEmpty();
        }
    }

    private final Optional<Path> folder;
    private final Consumer<Problem> onFault;
    private final Map<String, Draft> drafts = new HashMap<>();

    private ReviewDrafts(Optional<Path> folder, Consumer<Problem> onFault) {
        this.folder = folder;
        this.onFault = onFault;
    }

    /// For as long as the window is open.
    public static ReviewDrafts inMemory() {
        return new ReviewDrafts(Optional.empty(), problem -> {});
    }

    /// @param folder  of our own data; made when first needed
    /// @param onFault hears that a draft could not be written
    public static ReviewDrafts in(Path folder, Consumer<Problem> onFault) {
        return new ReviewDrafts(Optional.of(folder), onFault);
    }

    synchronized Draft get(String key) {
        return drafts.computeIfAbsent(key, this::load);
    }

    synchronized void put(String key, Draft draft) {
        drafts.put(key, draft);
        folder.ifPresent(at -> store(at, key, draft));
    }

    private void store(Path at, String key, Draft draft) {
        try {
            if (draft.isEmpty()) {
                Files.deleteIfExists(file(at, key));
                return;
            }
            Files.createDirectories(at);
            Path temporary = at.resolve(file(at, key).getFileName() + ".tmp");
            Files.write(temporary, JSON.writeValueAsBytes(draft));
            Files.move(temporary, file(at, key), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            onFault.accept(Problem.of("REVIEW-001", dev.countersign.fault.Exit.UNDECIDED,
                    "The decisions of this review could not be kept in " + at + ".",
                    "They are kept until the window closes.", "Free some space there or check its permissions.")
                    .withDetails(String.valueOf(e)));
        }
    }

    private Draft load(String key) {
        if (folder.isEmpty() || !Files.exists(file(folder.get(), key))) {
            return Draft.NONE;
        }
        try {
            return JSON.readValue(Files.readAllBytes(file(folder.get(), key)), Draft.class);
        } catch (IOException | JacksonException | NullPointerException e) {
            return Draft.NONE;
        }
    }

    private static Path file(Path at, String key) {
        return at.resolve("review-" + Sha256.of(key.getBytes(StandardCharsets.UTF_8)).brief() + ".json");
    }
}
