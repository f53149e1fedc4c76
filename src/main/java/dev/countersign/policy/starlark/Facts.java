package dev.countersign.policy.starlark;

import dev.countersign.changeset.AddedLines;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.TextFile;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/// Plans, nodes and changes as scripts see them. None of it can be changed by a script, so that one rule cannot hide something
/// from the next.
final class Facts {
    /// Larger content is not shown to rules.
    static final long MOST_BYTES = 8L << 20;

    private Facts() {}

    static StructValue node(Node node) {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("id", new StringValue(node.id().value()));
        fields.put("goal", new StringValue(node.goal()));
        fields.put("kind", new StringValue(node.kind().name().toLowerCase(Locale.ROOT)));
        fields.put("agent", node.agent().<Value>map(StringValue::new).orElse(NoneValue.NONE));
        fields.put("after", Vocabulary.strings(node.after().stream().map(Object::toString).toList()));
        fields.put("owns", Vocabulary.strings(node.contract().owns()));
        fields.put("checks", TupleValue.sharing(node.contract().checks().stream().map(Vocabulary::strings).toArray(Value[]::new)));
        return new StructValue("node", fields);
    }

    static StructValue plan(Plan plan) {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("task", new StringValue(plan.task()));
        fields.put("nodes", TupleValue.sharing(plan.nodes().stream().map(Facts::node).toArray(Value[]::new)));
        return new StructValue("plan", fields);
    }

    static StructValue change(FileChange change, Contents contents) throws IOException {
        Optional<String> before = text(change.beforeState(), contents);
        Optional<String> after = text(change.afterState(), contents);
        String kind = switch (change) {
            case FileChange.Added _ -> "added";
            case FileChange.Deleted _ -> "deleted";
            case FileChange.Modified _ -> "modified";
            case FileChange.Renamed _ -> "renamed";
            case FileChange.ModeChanged _ -> "mode";
        };
        Optional<String> old = change instanceof FileChange.Renamed renamed ? Optional.of(renamed.from().value()) : Optional.empty();
        boolean binary = change.afterState().filter(s -> s.kind() == FileState.Kind.FILE).isPresent() && after.isEmpty();
        return change(change.path().value(), old, kind, before.orElse(""), after.orElse(""), binary,
                change.beforeState().map(FileState::executable).orElse(false), change.afterState().map(FileState::executable).orElse(false),
                change.afterState().filter(s -> s.kind() == FileState.Kind.LINK).isPresent() ? after : Optional.empty(),
                change.beforeState().map(FileState::size).orElse(0L), change.afterState().map(FileState::size).orElse(0L));
    }

    /// What a rule is shown of a file's change.
    static StructValue change(String path, Optional<String> old, String kind, String before, String after, boolean binary, boolean wasExecutable,
                              boolean executable, Optional<String> link, long oldSize, long size) {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("path", new StringValue(path));
        fields.put("old_path", old.<Value>map(StringValue::new).orElse(NoneValue.NONE));
        fields.put("kind", new StringValue(kind));
        fields.put("before", new StringValue(before));
        fields.put("content", new StringValue(after));
        fields.put("added", added(before, after));
        fields.put("binary", BoolValue.of(binary));
        fields.put("was_executable", BoolValue.of(wasExecutable));
        fields.put("executable", BoolValue.of(executable));
        fields.put("link", link.<Value>map(StringValue::new).orElse(NoneValue.NONE));
        fields.put("old_size", IntValue.of(oldSize));
        fields.put("size", IntValue.of(size));
        return new StructValue("change", fields);
    }

    /// Lines that were nowhere in the file before, each with its number.
    private static TupleValue added(String before, String after) {
        return TupleValue.sharing(AddedLines.between(before, after).stream().map(line -> {
            var fields = new LinkedHashMap<String, Value>();
            fields.put("line", IntValue.of(line.number()));
            fields.put("text", new StringValue(line.text()));
            return new StructValue("line", fields);
        }).toArray(Value[]::new));
    }

    /// Empty for what is no text, too large, or not there.
    private static Optional<String> text(Optional<FileState> state, Contents contents) throws IOException {
        if (state.isEmpty() || state.get().kind() == FileState.Kind.FOLDER || state.get().size() > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = contents.read(state.get().content());
        return state.get().kind() == FileState.Kind.LINK ? Optional.of(new String(bytes, StandardCharsets.UTF_8)) : TextFile.whole(bytes);
    }
}
