package dev.countersign.ledger.tree;

import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What lies directly in one folder of a tree, as it is kept in the vault: `countersign-folder-v1\n`, then for each name in order of its
/// UTF-8 bytes a line that ends with a NUL. A line is mode in octal, content digest in hex, size in bytes and name, a space between
/// each; for a folder that holds anything the mode is the word `tree`, the digest that of its own listing, and the size the number
/// of paths below it. (`docs/ledger-format.md`)
public record FolderListing(List<Line> lines) {
    /// The kind of evidence that names the listing of a tree's top folder.
    public static final String EVIDENCE = "tree";
    private static final String HEAD = "countersign-folder-v1\n";
    private static final Pattern LINE = Pattern.compile("(tree|[0-7]{5,6}) ([0-9a-f]{64}) (0|[1-9][0-9]{0,17}) ([^/]+)", Pattern.DOTALL);

    public FolderListing {
        lines = List.copyOf(lines);
    }

    /// @param name one part of a path
    public sealed interface Line {
        WorkspacePath name();

        /// A file, a link or an empty folder.
        record Leaf(WorkspacePath name, FileState state) implements Line {}

        /// @param listing of that folder
        /// @param paths   how many leaves lie below it
        record Folder(WorkspacePath name, Sha256 listing, long paths) implements Line {}
    }

    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
        for (Line line : lines) {
            String front = switch (line) {
                case Line.Leaf(_, FileState state) -> Integer.toOctalString(state.mode()) + " " + state.content().hex() + " " + state.size();
                case Line.Folder(_, Sha256 listing, long paths) -> "tree " + listing.hex() + " " + paths;
            };
            out.writeBytes((front + " " + line.name()).getBytes(StandardCharsets.UTF_8));
            out.write(0);
        }
        return out.toByteArray();
    }

    /// @throws MalformedLeafException where these are no bytes that [#bytes] writes
    public static FolderListing read(byte[] bytes) throws MalformedLeafException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedLeafException("a folder's listing is no UTF-8");
        }
        need(text.startsWith(HEAD) && (text.length() == HEAD.length() || text.endsWith("\0")), "a folder's listing does not begin or end as one");
        var lines = new ArrayList<Line>();
        for (int at = HEAD.length(); at < text.length(); ) {
            int end = text.indexOf('\0', at);
            Line line = line(text.substring(at, end));
            need(lines.isEmpty() || lines.getLast().name().compareTo(line.name()) < 0, "the names of a folder's listing are not in order");
            lines.add(line);
            at = end + 1;
        }
        return new FolderListing(lines);
    }

    private static Line line(String text) throws MalformedLeafException {
        Matcher fields = LINE.matcher(text);
        need(fields.matches() && WorkspacePath.faultOf(fields.group(4)).isEmpty(), "a folder's listing holds a line that is none");
        WorkspacePath name = WorkspacePath.of(fields.group(4));
        Sha256 digest = Sha256.parse(fields.group(2));
        long number = Long.parseLong(fields.group(3));
        if (fields.group(1).equals("tree")) {
            return new Line.Folder(name, digest, number);
        }
        try {
            FileState state = FileState.ofMode(Integer.parseInt(fields.group(1), 8), digest, number);
            need(Integer.toOctalString(state.mode()).equals(fields.group(1)), "a folder's listing holds no mode");
            return new Line.Leaf(name, state);
        } catch (IllegalArgumentException e) {
            throw new MalformedLeafException("a folder's listing holds no mode");
        }
    }

    private static void need(boolean holds, String otherwise) throws MalformedLeafException {
        if (!holds) {
            throw new MalformedLeafException(otherwise);
        }
    }
}
