package dev.countersign.policy;

import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Rules that are files, in layers. What is here reads them anew where they changed, and never throws for what a file holds: that
/// is a [Fault].
public interface Rulebook {
    /// Whose rules they are, from the ground up.
    enum Level {
        /// Come with Countersign.
        BUILT_IN,
        /// The user's, for every workspace.
        USER,
        /// The workspace's own. Until they are trusted they make things only stricter.
        PROJECT
    }

    /// @param folder  where its files lie; empty for the built-in ones
    /// @param digest  of names and contents of all its files, tests too
    /// @param trusted whether it may waive what the built-in rules say; true but for a project's
    /// @param files   by name
    /// @param fault   why the layer could not be read at all; then everything is denied
    record Layer(Level level, Optional<Path> folder, Sha256 digest, boolean trusted, List<RuleFile> files, Optional<String> fault) {
        public Layer {
            files = List.copyOf(files);
        }
    }

    /// @param name    without folder: `commands.star`
    /// @param shown   as rulings and faults name it: `built-in/commands.star`
    /// @param rules   the functions in it that rule, or in a test file those that test
    /// @param faults  why it cannot be used; then everything is denied
    record RuleFile(Level level, String name, String shown, String text, List<String> rules, List<Fault> faults) {
        public RuleFile {
            rules = List.copyOf(rules);
            faults = List.copyOf(faults);
        }

        /// Whether it holds tests rather than rules.
        public boolean isTest() {
            return name.endsWith("_test.star");
        }
    }

    /// What is wrong with a file. @param line from 1 @param column from 1, in UTF-16 code units
    record Fault(String file, int line, int column, String message) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + message;
        }
    }

    /// A test's outcome. @param failure with its stack; empty where it passed @param output what it printed
    record Tested(String file, String test, int line, Optional<String> failure, List<String> output) {
        public Tested {
            output = List.copyOf(output);
        }
    }

    /// From the ground up.
    List<Layer> layers();

    /// Runs the tests that stand beside the rules, each by itself. A test file that cannot be loaded is one failed test.
    List<Tested> test(Progress progress);

    /// The same rules with `text` in the place of one file, or as a new one; for trying out what is not saved. What it is based on
    /// stays as it is.
    Policy with(Level level, String name, String text);

    /// Writes one of the user's files, in whole or not at all. It is in force at once.
    ///
    /// @param name `commands.star`, in the user's folder
    /// @throws dev.countersign.fault.UserException `POLICY-004` for a name that cannot be a rule file's, `POLICY-005` naming line and
    ///                                             column where rules could not be used any more; nothing is written then
    void save(String name, String text) throws IOException;

    /// Deletes one of the user's files.
    ///
    /// @return whether there was one
    /// @throws dev.countersign.fault.UserException `POLICY-004`; `POLICY-005` where another of the user's files needs it
    boolean remove(String name) throws IOException;
}
