package dev.countersign.script;

import dev.countersign.fault.UserException;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The scripts that lie in a workspace, as they are now. Links are not followed.
public final class ScriptFolder {
    private static final String ENDING = ".star";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final int MOST = 100;

    private final Path root;

    public ScriptFolder(Path workspace) {
        this.root = workspace;
    }

    /// A file of the folder. @param hash of its bytes
    public sealed interface Found {
        record Usable(Script script) implements Found {}

        /// @param why it cannot be used
        record Unusable(UserException why) implements Found {}
    }

    /// By name.
    ///
    /// @throws UserException `SCRIPT-001` where the folder itself cannot be used
    public SortedMap<String, Found> read() throws IOException {
        var all = new TreeMap<String, Found>();
        Path folder = root.resolve(Script.FOLDER);
        if (!Files.exists(folder.getParent(), LinkOption.NOFOLLOW_LINKS) || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return all;
        }
        for (Path part : new Path[] {folder.getParent(), folder}) {
            if (!Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
                throw Problems.unusable(root.relativize(part).toString(), "it is no plain folder");
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                all.put(name.substring(0, name.length() - ENDING.length()), found(file));
                if (all.size() > MOST) {
                    throw Problems.unusable(Script.FOLDER, "it has more than " + MOST + " scripts");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }

    private static Found found(Path file) throws IOException {
        String name = file.getFileName().toString();
        name = name.substring(0, name.length() - ENDING.length());
        try {
            if (!NAME.matcher(name).matches()) {
                throw Problems.unusable(Script.FOLDER + "/" + file.getFileName(), "a script's name has small letters, digits, - and _, at most 40");
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw Problems.unusable(Script.shown(name), "it is no plain file");
            }
            byte[] bytes;
            try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(Script.LONGEST + 1);
            }
            return new Found.Usable(of(name, bytes));
        } catch (UserException e) {
            return new Found.Unusable(e);
        }
    }

    /// Reads a script's bytes. Nothing of it has an effect.
    ///
    /// @throws UserException `SCRIPT-001` with file, line and column
    public static Script of(String name, byte[] bytes) {
        if (bytes.length > Script.LONGEST) {
            throw Problems.unusable(Script.shown(name), "it is longer than " + (Script.LONGEST >> 10) + " KiB");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Problems.unusable(Script.shown(name), "it is not UTF-8");
        }
        return new Script(name, text, Sha256.of(bytes), Reading.declaration(name, text));
    }

}
