package dev.countersign.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A pattern of workspace paths: `*` and `?` stay within a folder, `**` crosses folders, `**/` may stand for nothing, and a
/// pattern that ends in `/` means everything below that folder. Everything else is literal.
///
/// Kept as a small non-deterministic automaton, so that "can two patterns match one path" is answered exactly, not by samples.
public final class Glob {
    private enum Accepts { LITERAL, NOT_SLASH, ANY }

    /// An edge that consumes one character.
    private record Step(int from, Accepts accepts, char literal, int to) {
        boolean takes(char ch) {
            return switch (accepts) {
                case LITERAL -> ch == literal;
                case NOT_SLASH -> ch != '/';
                case ANY -> true;
            };
        }

        /// Whether one character can go along both edges.
        boolean meets(Step other) {
            return switch (accepts) {
                case LITERAL -> other.takes(literal);
                case NOT_SLASH -> other.accepts != Accepts.LITERAL || other.literal != '/';
                case ANY -> true;
            };
        }
    }

    /// An edge that consumes nothing.
    private record Skip(int from, int to) {}

    private record Pair(int left, int right) {}

    private final List<Step> steps = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private final int end;

    private Glob(String pattern) {
        String text = pattern.endsWith("/") ? pattern + "**" : pattern;
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (text.startsWith("**/", i)) {
                skips.add(new Skip(state, state + 1));
                steps.add(new Step(state + 1, Accepts.ANY, ' ', state + 1));
                steps.add(new Step(state + 1, Accepts.LITERAL, '/', state + 2));
                skips.add(new Skip(state, state + 2));
                state += 2;
                i += 2;
            } else if (text.startsWith("**", i)) {
                steps.add(new Step(state, Accepts.ANY, ' ', state));
                i++;
            } else if (ch == '*') {
                steps.add(new Step(state, Accepts.NOT_SLASH, ' ', state));
            } else {
                steps.add(new Step(state, ch == '?' ? Accepts.NOT_SLASH : Accepts.LITERAL, ch, state + 1));
                state++;
            }
        }
        end = state;
    }

    /// @throws IllegalArgumentException where [#faultOf] finds something
    public static Glob of(String pattern) {
        faultOf(pattern).ifPresent(fault -> {
            throw new IllegalArgumentException("the pattern \"" + pattern + "\" " + fault);
        });
        return new Glob(pattern);
    }

    /// What is wrong with a pattern, as the end of a sentence.
    static Optional<String> faultOf(String pattern) {
        if (pattern.isBlank()) {
            return Optional.of("is empty");
        }
        if (pattern.length() > 500) {
            return Optional.of("is longer than 500 characters");
        }
        if (pattern.startsWith("/") || pattern.indexOf('\\') >= 0 || List.of(pattern.split("/")).contains("..")) {
            return Optional.of("leaves the workspace; patterns are relative to it and use /");
        }
        return Optional.empty();
    }

    public boolean matches(String path) {
        BitSet states = new BitSet();
        reach(0, states);
        for (int i = 0; i < path.length() && !states.isEmpty(); i++) {
            BitSet next = new BitSet();
            for (Step step : steps) {
                if (states.get(step.from) && step.takes(path.charAt(i))) {
                    reach(step.to, next);
                }
            }
            states = next;
        }
        return states.get(end);
    }

    /// Whether some path matches both.
    boolean overlaps(Glob other) {
        Set<Pair> seen = new HashSet<>();
        var open = new ArrayDeque<Pair>();
        visit(other, 0, 0, seen, open);
        while (!open.isEmpty()) {
            Pair at = open.remove();
            if (at.left == end && at.right == other.end) {
                return true;
            }
            for (Step mine : steps) {
                for (Step its : other.steps) {
                    if (mine.from == at.left && its.from == at.right && mine.meets(its)) {
                        visit(other, mine.to, its.to, seen, open);
                    }
                }
            }
        }
        return false;
    }

    private void visit(Glob other, int left, int right, Set<Pair> seen, ArrayDeque<Pair> open) {
        BitSet mine = new BitSet();
        BitSet its = new BitSet();
        reach(left, mine);
        other.reach(right, its);
        mine.stream().forEach(l -> its.stream().forEach(r -> {
            if (seen.add(new Pair(l, r))) {
                open.add(new Pair(l, r));
            }
        }));
    }

    private void reach(int state, BitSet into) {
        if (!into.get(state)) {
            into.set(state);
            skips.stream().filter(s -> s.from == state).forEach(s -> reach(s.to, into));
        }
    }
}
