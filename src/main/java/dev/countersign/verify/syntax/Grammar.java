package dev.countersign.verify.syntax;

import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSReader;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/// A language by its tree-sitter grammar. Grammars lag behind their languages, so that an error counts only where the base tree
/// did not have it, and in a new file only where the grammar proved itself on real files.
final class Grammar implements Syntax {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final int SHOWN = 24;
    private static final int MOST = 50;

    private final String language;
    private final String grammar;
    private final Set<String> extensions;
    private final Set<String> names;
    private final boolean exact;
    private final Supplier<TSLanguage> loader;
    private final AtomicReference<Loaded> loaded = new AtomicReference<>();

    /// What came of loading the native library.
    private sealed interface Loaded {
        record Library(TSLanguage language) implements Loaded {}

        record Failed(String why) implements Loaded {}
    }

    /// @param grammar its version
    /// @param exact   whether an error in a new file is to be believed
    /// @param loader  loads the native library; called once, when a file of the language comes
    Grammar(String language, String grammar, boolean exact, Set<String> extensions, Set<String> names, Supplier<TSLanguage> loader) {
        this.language = language;
        this.grammar = grammar;
        this.exact = exact;
        this.extensions = Set.copyOf(extensions);
        this.names = Set.copyOf(names);
        this.loader = loader;
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public String version() {
        return "grammar " + grammar;
    }

    @Override
    public boolean isExact() {
        return exact;
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return extensions.contains(path.extension()) || names.contains(path.name());
    }

    @Override
    public Optional<String> missing() {
        return switch (load()) {
            case Loaded.Library _ -> Optional.empty();
            case Loaded.Failed failed -> Optional.of(failed.why());
        };
    }

    private Loaded load() {
        Loaded known = loaded.get();
        if (known == null) {
            synchronized (loaded) {
                known = loaded.get();
                if (known == null) {
                    try {
                        known = new Loaded.Library(loader.get());
                    } catch (LinkageError | RuntimeException e) {
                        known = new Loaded.Failed("the parser for " + language + " could not be loaded (" + e.getMessage() + ")");
                    }
                    loaded.set(known);
                }
            }
        }
        return known;
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        if (Utf8.read(content) instanceof Utf8.Read.Fault fault) {
            return Utf8.fault(fault);
        }
        return tree(content, (root, text) -> {
            List<Error> errors = root.hasError() ? errors(root, text) : List.of();
            return errors.isEmpty() ? new Parse.Fine() : new Parse.Faulty(errors);
        }).orElseGet(() -> new Parse.Unread("the parser for " + language + " gave up after "
                + TimeUnit.NANOSECONDS.toSeconds(PATIENCE) + " s"));
    }

    /// What `reader` makes of the root of the parsed text; empty where parsing took too long or the library is missing.
    <T> Optional<T> tree(byte[] content, Reader<T> reader) {
        if (!(load() instanceof Loaded.Library library)) {
            return Optional.empty();
        }
        long until = System.nanoTime() + PATIENCE;
        try (TSParser parser = new TSParser()) {
            parser.setLanguage(library.language());
            TSReader bytes = (buffer, offset, _) -> {
                int length = Math.min(buffer.length, content.length - offset);
                if (length <= 0) {
                    return 0;
                }
                System.arraycopy(content, offset, buffer, 0, length);
                return length;
            };
            try (TSTree tree = parser.parseWithOptions(new byte[1 << 16], null, bytes, TSInputEncoding.TSInputEncodingUTF8,
                    _ -> System.nanoTime() - until > 0)) {
                return tree == null ? Optional.empty() : Optional.of(reader.read(tree.getRootNode(), new Places(content)));
            }
        }
    }

    /// Reads a tree, which lives no longer than the call.
    interface Reader<T> {
        T read(TSNode root, Places text);
    }

    /// The innermost errors in the order of the text, one a line. By a cursor: a child by its number costs as much as the number.
    private static List<Error> errors(TSNode root, Places text) {
        var errors = new ArrayList<Error>();
        // For each open node how many errors there were when it was entered.
        var open = new ArrayDeque<Integer>();
        try (var cursor = new TSTreeCursor(root)) {
            boolean entering = true;
            while (errors.size() < MOST) {
                TSNode node = cursor.currentNode();
                if (entering && node.hasError()) {
                    if (cursor.gotoFirstChild()) {
                        open.push(errors.size());
                        continue;
                    }
                    add(node, text, errors);
                }
                if (cursor.gotoNextSibling()) {
                    entering = true;
                } else if (cursor.gotoParent()) {
                    entering = false;
                    if (open.pop() == errors.size()) {
                        add(cursor.currentNode(), text, errors);
                    }
                } else {
                    break;
                }
            }
        }
        return List.copyOf(errors);
    }

    private static void add(TSNode node, Places text, List<Error> errors) {
        int line = node.getStartPoint().getRow() + 1;
        if ((node.isError() || node.isMissing()) && (errors.isEmpty() || errors.getLast().line() != line)) {
            errors.add(new Error(line, text.column(node.getStartByte()), message(node, text)));
        }
    }

    private static String message(TSNode node, Places text) {
        if (node.isMissing()) {
            String type = node.getType();
            return type.isBlank() ? "Something is missing here." : (node.isNamed() ? "There is no " + type.replace('_', ' ') : "\"" + type
                    + "\" is missing") + " here.";
        }
        String found = text.text(node.getStartByte(), node.getEndByte()).strip().lines().findFirst().orElse("");
        return found.isEmpty() ? "This can't be parsed." : "This can't be parsed: \"" + (found.length() > SHOWN
                ? found.substring(0, SHOWN) + "\u2026" : found) + "\".";
    }

    /// The text of a tree, by its bytes.
    record Places(byte[] content) {
        String text(int from, int to) {
            return new String(content, from, to - from, StandardCharsets.UTF_8);
        }

        /// In UTF-16 units, from 1.
        int column(int at) {
            int start = Math.min(at, content.length);
            while (start > 0 && content[start - 1] != '\n') {
                start--;
            }
            return text(start, Math.min(at, content.length)).length() + 1;
        }
    }
}
