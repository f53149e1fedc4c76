package dev.countersign.review;

/// Why a changed file deserves a look. A fact, never a guess at what the change means.
///
/// @param says one sentence
/// @param line from 1 in the after text, to go to; 0 where there is none
public record Reason(Kind kind, String says, int line) {
    public Reason {
        if (says.isBlank() || line < 0) {
            throw new IllegalArgumentException("a reason says something");
        }
    }

    public Reason(Kind kind, String says) {
        this(kind, says, 0);
    }

    /// From the gravest to the least. Each counts once for a file, however often it is given.
    public enum Kind {
        /// A rule denies it.
        DENIED(100),
        /// The node's contract does not own the file.
        OUTSIDE(60),
        /// A check measured a residual in it.
        RESIDUAL(50),
        /// A reviewer found something in it.
        FINDING(45),
        /// Git, an editor or a shell runs it by itself.
        HOOK(45),
        /// It is, or holds, tests, and goes away.
        TEST_DELETED(45),
        /// A rule asks.
        ASKED(40),
        /// It can be run, and could not before.
        EXECUTABLE(40),
        /// What the build server does.
        CI(40),
        /// Its name speaks of credentials, signing in, permissions or cryptography.
        SECURITY(35),
        /// It says which libraries come in.
        DEPENDENCY(30),
        /// What the build does.
        BUILD(30),
        /// A symbolic link.
        LINK(30),
        /// It could not be read.
        UNREADABLE(25),
        /// Changed lines that run were run by no test.
        UNTESTED(20),
        /// A script.
        SCRIPT(20),
        /// Its permissions changed otherwise.
        PERMISSIONS(15),
        /// No lines to read.
        BINARY(15),
        /// Many lines changed.
        LARGE(10);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        /// How much it adds to the score of a file; greater than 0.
        public int weight() {
            return weight;
        }
    }
}
