package dev.countersign.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The git repository that a folder lies in, read as files: no process is started and no git configuration takes effect.
///
/// @param top    the working tree's top folder
/// @param folder its own git folder: of the linked working tree where there are several
/// @param common the folder with what all working trees share
record GitFolder(Path top, Path folder, Path common) {
    private static final int SMALL = 64 << 10;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern SHA_256 = Pattern.compile("(?im)^\\s*objectformat\\s*=\\s*sha256\\s*$");

    static Optional<GitFolder> around(Path root) {
        for (Path top = root; top != null; top = top.getParent()) {
            Path dot = top.resolve(".git");
            Optional<Path> folder = Files.isDirectory(dot) ? Optional.of(dot) : text(dot).flatMap(GitFolder::linked).map(top::resolve);
            if (folder.isPresent() && Files.isRegularFile(folder.get().resolve("HEAD"))) {
                Path git = folder.get().normalize();
                Path common = text(git.resolve("commondir")).map(line -> git.resolve(line.strip()).normalize()).orElse(git);
                return Optional.of(new GitFolder(top, git, common));
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> linked(String text) {
        try {
            return text.startsWith("gitdir:") ? Optional.of(Path.of(text.substring("gitdir:".length()).strip())) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// The branch, or the first seven digits of the commit where HEAD is detached.
    Optional<String> branch() {
        return text(folder.resolve("HEAD")).map(String::strip).flatMap(head -> {
            if (head.startsWith("ref: refs/heads/")) {
                // A repository with the reftable format keeps its branch elsewhere and writes this name here.
                return Optional.of(head.substring("ref: refs/heads/".length())).filter(name -> !name.equals(".invalid"));
            }
            return COMMIT.matcher(head).matches() ? Optional.of(head.substring(0, 7)) : Optional.empty();
        });
    }

    Optional<byte[]> exclude() {
        return small(common.resolve("info").resolve("exclude"));
    }

    /// Paths in the index, relative to [#top]. None where it cannot be read.
    Set<String> tracked() {
        boolean sha256 = text(common.resolve("config")).filter(config -> SHA_256.matcher(config).find()).isPresent();
        return GitIndex.paths(folder.resolve("index"), sha256 ? 32 : 20);
    }

    private static Optional<String> text(Path file) {
        return small(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> small(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(SMALL));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
