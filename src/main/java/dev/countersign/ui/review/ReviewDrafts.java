package dev.countersign.ui.review;

import dev.countersign.fault.Problem;
import dev.countersign.run.ReviewComment;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Decisions in progress, so that closing a review loses nothing: kept in memory, and in one small file per node where a folder
/// is given. Decisions are kept by the content they are about, so after a revision only what changed is open again.
///
/// Safe from any thread. Files are written by a thread of their own, in which what was put last stands once it settled; only what was put in the
/// moments before a crash is lost. A file that cannot be read counts as none: it holds no decision that was given.
public final class ReviewDrafts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// @param decisions by the hex key of the hunk
    /// @param lines     of hunks that are decided line by line, by the hex key of the line: whether it is taken
    /// @param edits     the reviewer's own texts, by path and digest of the agent's content: `path@hex`
    /// @param feedback  what was typed and not sent
    /// @param comments  those not sent yet, and those of earlier rounds
    /// @param outside   answers about changes on disk, by path
    public record Draft(Map<String, HunkDecision> decisions, Map<String, Boolean> lines, Map<String, String> edits, String feedback,
                        List<DraftComment> comments, Map<String, KeptAnswer> outside) {
        static final Draft NONE = new Draft(Map.of(), Map.of(), Map.of(), "", List.of(), Map.of());

        public Draft {
            decisions = Map.copyOf(decisions);
            lines = Map.copyOf(lines);
            edits = Map.copyOf(edits);
            comments = List.copyOf(comments);
            outside = Map.copyOf(outside);
        }

        Draft withFeedback(String typed) {
            return new Draft(decisions, lines, edits, typed, comments, outside);
        }

        Draft withComments(List<DraftComment> others) {
            return new Draft(decisions, lines, edits, feedback, others, outside);
        }

        Draft withOutside(Map<String, KeptAnswer> answers) {
            return new Draft(decisions, lines, edits, feedback, comments, answers);
        }

        boolean isEmpty() {
            return decisions.isEmpty() && lines.isEmpty() && edits.isEmpty() && feedback.isEmpty() && comments.isEmpty()
                    && outside.isEmpty();
        }
    }

    /// A comment of a review. @param sent it went to the agent with a revision
    public record DraftComment(ReviewComment comment, boolean sent) {
        boolean isOpen() {
            return !sent && !comment.resolved() && comment.author().kind() == ReviewComment.Author.Kind.PERSON;
        }
    }

    private final Optional<Path> folder;
    private final Executor writer;
    private final Consumer<Problem> onFault;
    private final Map<String, Later> drafts = new HashMap<>();
    private final Map<String, Later> unwritten = new LinkedHashMap<>();
    private boolean writing;

    private ReviewDrafts(Optional<Path> folder, Executor writer, Consumer<Problem> onFault) {
        this.folder = folder;
        this.writer = writer;
        this.onFault = onFault;
    }

    /// A draft that is put together when it is first needed.
    private static final class Later {
        private final Supplier<Draft> how;
        private @Nullable Draft made;

        Later(Supplier<Draft> how) {
            this.how = how;
        }

        synchronized Draft get() {
            Draft draft = made;
            if (draft == null) {
                draft = how.get();
                made = draft;
            }
            return draft;
        }
    }

    /// For as long as the window is open.
    public static ReviewDrafts inMemory() {
        return new ReviewDrafts(Optional.empty(), Runnable::run, problem -> {});
    }

    /// @param folder  of our own data; made when first needed
    /// @param writer  writes the files
    /// @param onFault hears that a draft could not be written, on a thread of the writer
    public static ReviewDrafts in(Path folder, Executor writer, Consumer<Problem> onFault) {
        return new ReviewDrafts(Optional.of(folder), writer, onFault);
    }

    synchronized Draft get(String key) {
        return drafts.computeIfAbsent(key, name -> {
            Draft read = load(name);
            return new Later(() -> read);
        }).get();
    }

    /// Keeps a draft in place of the one before it.
    ///
    /// @param draft may be asked on another thread, once, and not at all if another one comes first
    synchronized void put(String key, Supplier<Draft> draft) {
        var later = new Later(draft);
        drafts.put(key, later);
        if (folder.isPresent()) {
            unwritten.put(key, later);
            if (!writing) {
                writing = true;
                writer.execute(() -> write(folder.get()));
            }
        }
    }

    private void write(Path at) {
        try {
            for (Optional<Map.Entry<String, Later>> next = next(); next.isPresent(); next = next()) {
                store(at, next.get().getKey(), next.get().getValue().get());
            }
        } catch (RuntimeException | Error e) {
            written();
            throw e;
        }
    }

    /// What is written next; where nothing is, the writing is over.
    private synchronized Optional<Map.Entry<String, Later>> next() {
        Optional<Map.Entry<String, Later>> first = unwritten.entrySet().stream().findFirst().map(Map.Entry::copyOf);
        first.ifPresentOrElse(entry -> unwritten.remove(entry.getKey()), this::written);
        return first;
    }

    private synchronized void written() {
        writing = false;
        notifyAll();
    }

    /// Waits until everything that was put is written.
    synchronized void settle() {
        try {
            while (writing) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            JsonNode read = JSON.readTree(Files.readAllBytes(file(folder.get(), key)));
            // written before there were lines, comments and answers about the disk
            if (read instanceof ObjectNode older) {
                older.putIfAbsent("lines", JSON.createObjectNode());
                older.putIfAbsent("comments", JSON.createArrayNode());
                older.putIfAbsent("outside", JSON.createObjectNode());
            }
            return JSON.treeToValue(read, Draft.class);
        } catch (IOException | JacksonException | NullPointerException e) {
            return Draft.NONE;
        }
    }

    private static Path file(Path at, String key) {
        return at.resolve("review-" + Sha256.of(key.getBytes(StandardCharsets.UTF_8)).brief() + ".json");
    }
}
