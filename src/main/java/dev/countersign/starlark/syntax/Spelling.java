package dev.countersign.starlark.syntax;

import java.util.Collection;

/// Guesses which name was meant.
public final class Spelling {
    private static final int LONGEST = 40;

    private Spelling() {}

    /// ` (did you mean x?)` for the candidate closest to `name`, or the empty text if none is close.
    public static String hint(String name, Collection<String> candidates) {
        if (name.length() > LONGEST) {
            return "";
        }
        String best = "";
        int least = Math.max(1, (name.length() + 1) / 3) + 1;
        for (String candidate : candidates) {
            if (candidate.length() <= LONGEST && !candidate.equals(name)) {
                int distance = distance(name.toLowerCase(java.util.Locale.ROOT).replace("_", ""), candidate.toLowerCase(java.util.Locale.ROOT).replace("_", ""));
                if (distance < least) {
                    least = distance;
                    best = candidate;
                }
            }
        }
        return best.isEmpty() ? "" : " (did you mean %s?)".formatted(best);
    }

    /// Levenshtein's distance, by rows.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
