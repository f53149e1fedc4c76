package dev.countersign.verify;

import dev.countersign.workspace.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What a file lets others build on: its declarations without comments, private parts and the bodies of functions. Two files of one
/// signature can be put in each other's place without a dependant noticing.
///
/// @param declarations each on one line, sorted
/// @param isRead       whether they were read by the rules of the language; else the one line is the digest of the bytes
public record Signature(List<String> declarations, boolean isRead) {
    /// Of a file that is not there.
    public static final Signature NONE = new Signature(List.of(), true);

    private static final int SHOWN = 120;

    public Signature {
        declarations = declarations.stream().sorted().toList();
    }

    /// Of a file whose language is not known: any other byte is another signature.
    public static Signature ofBytes(byte[] content) {
        return new Signature(List.of("bytes " + Sha256.of(content).hex()), false);
    }

    public boolean isSame(Signature other) {
        return declarations.equals(other.declarations);
    }

    /// What is other than it was, a sentence without a full stop each; empty where nothing is.
    public List<String> movedFrom(Signature was) {
        if (isSame(was)) {
            return List.of();
        }
        if (!isRead || !was.isRead) {
            return List.of("its bytes are others, and its declarations can't be told from them");
        }
        var words = new ArrayList<String>();
        only(was.declarations, declarations).forEach(line -> words.add("`" + brief(line) + "` is no longer declared"));
        only(declarations, was.declarations).forEach(line -> words.add("`" + brief(line) + "` is new"));
        return words.isEmpty() ? List.of("a declaration stands there another number of times") : List.copyOf(words);
    }

    private static TreeSet<String> only(List<String> these, List<String> notThose) {
        var left = new TreeSet<>(these);
        notThose.forEach(left::remove);
        return left;
    }

    private static String brief(String line) {
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "\u2026";
    }
}
