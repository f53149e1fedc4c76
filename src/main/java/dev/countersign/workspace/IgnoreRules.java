package dev.countersign.workspace;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.ignore.IgnoreNode;

/// Which paths are no part of a snapshot: what `.gitignore` files and git's exclude file say (`gitignore(5)`), and build output
/// that a neighbouring file gives away. Tracked paths are never ignored. Filled by one thread, then only read.
final class IgnoreRules {
    private static final int LIMIT = 1 << 20;
    private static final Set<String> ALWAYS = Set.of(".pytest_cache", ".mypy_cache", ".ruff_cache");
    private static final Set<String> WITHOUT_GIT = Set.of("node_modules", "__pycache__", ".venv", ".gradle", ".tox", ".nox");
    private static final Map<String, List<String>> BESIDE = Map.of(
            "target", List.of("pom.xml", "Cargo.toml", "build.sbt"),
            "build", List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"),
            "venv", List.of("venv/pyvenv.cfg"));

    /// A rule file above the root, with the root's path relative to its folder, ending in `/` (empty for the root itself).
    private record Outer(String prefix, byte[] text, IgnoreNode node) {}

    private final boolean git;
    private final List<Outer> outer = new ArrayList<>();
    private final Map<String, byte[]> texts = new TreeMap<>();
    private final Map<String, IgnoreNode> nodes = new HashMap<>();
    private final Set<String> ignoredPaths = new HashSet<>();
    private final Set<String> tracked = new HashSet<>();
    /// Folders above tracked paths, worked out when one is first asked for.
    private volatile Optional<Set<String>> tracking = Optional.empty();

    private IgnoreRules(boolean git) {
        this.git = git;
    }

    /// The rules that hold outside of `root`'s own `.gitignore` files, which a scan adds as it meets them.
    static IgnoreRules around(Path root) {
        Optional<GitFolder> repository = GitFolder.around(root);
        if (repository.isPresent()) {
            IgnoreRules rules = within(repository.get(), root);
            String self = slashed(repository.get().top(), root);
            if (self.isEmpty() || !rules.tracked.isEmpty() || !rules.ignoresRoot(self)) {
                return rules;
            }
        }
        return new IgnoreRules(false);
    }

    /// The repository that `root` is part of; one that ignores it is not.
    static Optional<GitFolder> repositoryOf(Path root) {
        return GitFolder.around(root).filter(found -> found.top().equals(root) || around(root).git);
    }

    private static IgnoreRules within(GitFolder repository, Path root) {
        var rules = new IgnoreRules(true);
        Path top = repository.top();
        for (Path folder = root; !folder.equals(top); ) {
            folder = folder.getParent();
            String prefix = slashed(folder, root) + "/";
            ruleFile(folder.resolve(".gitignore")).ifPresent(text -> rules.outer.add(new Outer(prefix, text, node(text))));
        }
        String self = slashed(top, root);
        String prefix = self.isEmpty() ? "" : self + "/";
        repository.exclude().ifPresent(text -> rules.outer.add(new Outer(prefix, text, node(text))));
        for (String path : repository.tracked()) {
            if (path.startsWith(prefix)) {
                rules.tracked.add(path.substring(prefix.length()));
            }
        }
        return rules;
    }

    private static String slashed(Path above, Path below) {
        return above.relativize(below).toString().replace(below.getFileSystem().getSeparator(), "/");
    }

    /// A workspace that its repository ignores, such as a scratch folder in build output, stands alone.
    private boolean ignoresRoot(String self) {
        for (int slash = self.indexOf('/'); ; slash = self.indexOf('/', slash + 1)) {
            String folder = slash < 0 ? self : self.substring(0, slash);
            for (Outer rule : outer) {
                String own = rule.prefix.isEmpty() ? self : rule.prefix.substring(0, rule.prefix.length() - 1);
                int above = self.length() - own.length();
                if (folder.length() > above
                        && Boolean.TRUE.equals(rule.node.checkIgnored(folder.substring(above), true))) {
                    return true;
                }
            }
            if (slash < 0) {
                return false;
            }
        }
    }

    /// The rules for a private copy of `base`: its own `.gitignore` files, whatever is written into the copy later; those that
    /// ignore themselves, as tools put them into their caches; and the paths that were ignored when the copy was made.
    IgnoreRules frozen(Snapshot base, Contents contents, Set<String> ignoredNow) throws IOException {
        var rules = new IgnoreRules(git);
        rules.outer.addAll(outer);
        rules.tracked.addAll(tracked);
        for (var file : base.files().entrySet()) {
            WorkspacePath path = file.getKey();
            rules.tracked.add(path.value());
            FileState state = file.getValue();
            if (path.name().equals(".gitignore") && state.kind() == FileState.Kind.FILE && state.size() <= LIMIT) {
                rules.add(path.folder(), contents.read(state.content()));
            }
        }
        for (var text : texts.entrySet()) {
            String file = text.getKey().isEmpty() ? ".gitignore" : text.getKey() + "/.gitignore";
            if (ignoredNow.contains(file) && !rules.texts.containsKey(text.getKey())) {
                rules.add(text.getKey(), text.getValue());
            }
        }
        for (String path : ignoredNow) {
            if (!rules.isTracked(path) && !rules.tracksBelow(path)) {
                rules.ignoredPaths.add(path);
            }
        }
        return rules;
    }

    void add(String folder, byte[] text) {
        texts.put(folder, text);
        nodes.put(folder, node(text));
    }

    private static IgnoreNode node(byte[] text) {
        var node = new IgnoreNode();
        try {
            node.parse(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
        return node;
    }

    /// The text of a rule file, where `file` is a regular file of reasonable size.
    static Optional<byte[]> ruleFile(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] text = in.readNBytes(LIMIT + 1);
            return text.length > LIMIT ? Optional.empty() : Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Without its rules a tree would hold what it must not, and have another hash.
            throw Faults.unreadable(file, e);
        }
    }

    boolean isTracked(String path) {
        return tracked.contains(path);
    }

    boolean tracksBelow(String folder) {
        Optional<Set<String>> known = tracking;
        if (known.isEmpty()) {
            known = Optional.of(above(tracked));
            tracking = known;
        }
        return known.get().contains(folder);
    }

    /// The folders on the way to each of `paths`.
    static Set<String> above(Iterable<String> paths) {
        var folders = new HashSet<String>();
        for (String path : paths) {
            for (int slash = path.lastIndexOf('/'); slash > 0 && folders.add(path.substring(0, slash)); ) {
                slash = path.lastIndexOf('/', slash - 1);
            }
        }
        return folders;
    }

    /// Whether the rules ignore `path`, its folder not being ignored. Says nothing of tracked paths.
    ///
    /// @param beside whether a path relative to the folder of `path` exists
    boolean ignores(String path, boolean folder, Predicate<String> beside) {
        if (ignoredPaths.contains(path)) {
            return true;
        }
        for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
            IgnoreNode node = nodes.get(slash < 0 ? "" : path.substring(0, slash));
            Boolean says = node == null ? null : node.checkIgnored(path.substring(slash + 1), folder);
            if (says != null) {
                return says;
            }
            if (slash < 0) {
                break;
            }
        }
        for (Outer rule : outer) {
            Boolean says = rule.node.checkIgnored(rule.prefix + path, folder);
            if (says != null) {
                return says;
            }
        }
        return folder && isOutput(path.substring(path.lastIndexOf('/') + 1), beside);
    }

    private boolean isOutput(String name, Predicate<String> beside) {
        return ALWAYS.contains(name)
                || !git && (WITHOUT_GIT.contains(name) || BESIDE.getOrDefault(name, List.of()).stream().anyMatch(beside));
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(git);
        out.writeInt(outer.size());
        for (Outer rule : outer) {
            out.writeUTF(rule.prefix);
            writeBytes(out, rule.text);
        }
        out.writeInt(texts.size());
        for (var text : texts.entrySet()) {
            out.writeUTF(text.getKey());
            writeBytes(out, text.getValue());
        }
        writeAll(out, ignoredPaths);
        writeAll(out, tracked);
    }

    static IgnoreRules read(DataInput in) throws IOException {
        var rules = new IgnoreRules(in.readBoolean());
        for (int left = in.readInt(); left > 0; left--) {
            String prefix = in.readUTF();
            byte[] text = readBytes(in);
            rules.outer.add(new Outer(prefix, text, node(text)));
        }
        for (int left = in.readInt(); left > 0; left--) {
            rules.add(in.readUTF(), readBytes(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            rules.ignoredPaths.add(in.readUTF());
        }
        for (int left = in.readInt(); left > 0; left--) {
            rules.tracked.add(in.readUTF());
        }
        return rules;
    }

    private static void writeAll(DataOutput out, Set<String> paths) throws IOException {
        out.writeInt(paths.size());
        for (String path : paths) {
            out.writeUTF(path);
        }
    }

    private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
