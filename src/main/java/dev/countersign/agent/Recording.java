package dev.countersign.agent;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the agents of a run did, so that the run can be played again without them: for each attempt its words, its usage, and the files
/// that it left, with their content. Its plan goes along. A file of one JSON object.
///
/// @param format   [#FORMAT]
/// @param plan     as a plan file in JSON
/// @param attempts in the order in which they ended
/// @param contents of the files after, by their digest, in Base64
public record Recording(String format, String task, String plan, List<Attempt> attempts, Map<String, String> contents) {
    public static final String FORMAT = "countersign-recording-1";
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

    public Recording {
        attempts = List.copyOf(attempts);
        contents = new TreeMap<>(contents);
    }

    /// @param failure what it failed by; empty where the agent finished
    /// @param edits   against the tree that its round started from; empty where it changed nothing or failed
    public record Attempt(String node, int attempt, String agent, String words, Usage usage, Optional<Failure> failure, List<Edit> edits) {
        public Attempt {
            edits = List.copyOf(edits);
        }
    }

    /// @param code as [AgentFailure.Kind] has it
    public record Failure(String code, String message) {}

    /// Empty states are files that are not there.
    public record Edit(String path, Optional<State> before, Optional<State> after) {}

    /// @param mode    of the file, as git has it
    /// @param content digest in hex
    public record State(int mode, long size, String content) {}

    /// Reads a recording and checks each content against its digest.
    ///
    /// @throws UserException `AGENT-016` where the file is no recording, or is damaged
    public static Recording read(Path file) {
        try {
            Recording read = JSON.readValue(Files.readAllBytes(file), Recording.class);
            if (!read.format.equals(FORMAT)) {
                throw wrong(file, "its format is \"" + read.format + "\", not \"" + FORMAT + "\"");
            }
            for (Map.Entry<String, String> content : read.contents.entrySet()) {
                if (!Sha256.of(Base64.getDecoder().decode(content.getValue())).hex().equals(content.getKey())) {
                    throw wrong(file, "the content " + content.getKey() + " is damaged");
                }
            }
            return read;
        } catch (IOException | JacksonException | IllegalArgumentException | NullPointerException e) {
            throw wrong(file, Files.exists(file) ? String.valueOf(e.getMessage()).lines().findFirst().orElse("") : "there is no such file");
        }
    }

    /// As [#read] reads it.
    public byte[] bytes() {
        return JSON.writeValueAsBytes(this);
    }

    /// The content with this digest.
    ///
    /// @throws IOException where the recording has none such
    public byte[] content(String digest) throws IOException {
        String found = contents.get(digest);
        if (found == null) {
            throw new IOException("the recording has no content " + digest);
        }
        return Base64.getDecoder().decode(found);
    }

    private static UserException wrong(Path file, String why) {
        return new UserException(Problem.of("AGENT-016", Exit.USAGE, file + " is no recording that can be played: " + why + ".",
                "Nothing was started.", "Name a file that countersign record has written."));
    }
}
