package dev.countersign.script;

import dev.countersign.workspace.Sha256;

/// A script that can be read, with what it declares of itself. That it can be read says nothing of whether it may run.
///
/// @param name without folder and ending
/// @param hash of the bytes of the file
public record Script(String name, String text, Sha256 hash, Declaration declares) {
    /// Where a workspace has its scripts.
    public static final String FOLDER = ".countersign/scripts";
    /// Longer files are refused unread, in bytes.
    public static final int LONGEST = 64 << 10;

    /// How people are told of it.
    public String shown() {
        return shown(name);
    }

    static String shown(String name) {
        return FOLDER + "/" + name + ".star";
    }
}
