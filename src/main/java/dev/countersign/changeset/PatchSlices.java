package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the files of a patch without git's headers begin. JGit does not count the lines of a hunk, so it reads the `---` and
/// `+++` of the next file as lines of the hunk before.
final class PatchSlices {
    private static final Pattern HUNK = Pattern.compile("@@ -\\d+(?:,(\\d{1,9}))? \\+\\d+(?:,(\\d{1,9}))? @@.*", Pattern.DOTALL);

    private PatchSlices() {}

    /// Offsets into `text`, the first of them 0.
    static List<Integer> starts(byte[] text) {
        var starts = new ArrayList<Integer>(List.of(0));
        List<String> lines = GitLines.split(text);
        int offset = 0;
        int before = 0;
        int after = 0;
        boolean hunks = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            char mark = line.charAt(0);
            if (before > 0 || after > 0) {
                before -= mark == '+' || mark == '\\' ? 0 : 1;
                after -= mark == '-' || mark == '\\' ? 0 : 1;
            } else if (line.startsWith("diff --")) {
                hunks = false;
            } else if (hunks && line.startsWith("--- ") && i + 1 < lines.size() && lines.get(i + 1).startsWith("+++ ")) {
                starts.add(offset);
                hunks = false;
            } else {
                Matcher hunk = HUNK.matcher(line);
                if (hunk.matches()) {
                    hunks = true;
                    before = count(hunk.group(1));
                    after = count(hunk.group(2));
                }
            }
            offset += line.length();
        }
        return starts;
    }

    private static int count(@Nullable String count) {
        return count == null ? 1 : Integer.parseInt(count);
    }
}
