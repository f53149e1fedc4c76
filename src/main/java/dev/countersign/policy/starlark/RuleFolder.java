package dev.countersign.policy.starlark;

import dev.countersign.starlark.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A folder of rule files, read anew where something in it changed. Safe for use by several threads.
final class RuleFolder {
    private static final int MOST_FILES = 200;

    private final Path folder;
    private volatile Read last = new Read(Collections.emptySortedMap(), Optional.empty(), Collections.emptySortedMap());

    /// What a file was when it was read: another of these is another file.
    private record Stamp(long size, FileTime modified, @Nullable Object key) {}

    /// @param texts by file name
    /// @param fault why not everything could be read
    record Read(SortedMap<String, String> texts, Optional<String> fault, SortedMap<String, Object> stamps) {}

    RuleFolder(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /// What lies there. The same object as long as nothing changed. Never throws.
    Read read() {
        try {
            SortedMap<String, Object> stamps = stamps();
            Read known = last;
            if (known.fault.isEmpty() && known.stamps.equals(stamps)) {
                return known;
            }
            var texts = new TreeMap<String, String>();
            for (String name : stamps.keySet()) {
                texts.put(name, text(folder.resolve(name)));
            }
            return last = new Read(Collections.unmodifiableSortedMap(texts), Optional.empty(), stamps);
        } catch (IOException e) {
            return last = new Read(Collections.emptySortedMap(), Optional.of(folder + " cannot be read: " + e.getMessage()), Collections.emptySortedMap());
        }
    }

    private SortedMap<String, Object> stamps() throws IOException {
        var stamps = new TreeMap<String, Object>();
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return stamps;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no folder");
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.getFileName().toString().endsWith(".star")) {
                    continue;
                }
                var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!attributes.isRegularFile()) {
                    throw new IOException(file.getFileName() + " is no plain file");
                }
                stamps.put(file.getFileName().toString(), new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
                if (stamps.size() > MOST_FILES) {
                    throw new IOException("it has more than " + MOST_FILES + " files");
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return stamps;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(4 * Program.LONGEST_SOURCE + 1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file.getFileName() + " is not UTF-8", e);
        }
    }
}
