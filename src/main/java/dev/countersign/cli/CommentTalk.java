package dev.countersign.cli;

import dev.countersign.changeset.CodeAnchor;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.LineRange;
import dev.countersign.run.ReviewComment;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Comments in the terminal: `src/a.txt:12-14 words`, on the lines of the new version; `src/a.txt:-12` is a line of the old one.
final class CommentTalk {
    private static final Pattern PLACE = Pattern.compile("(.+):(-?)(\\d{1,9})(?:-(\\d{1,9}))?");

    private final Terminal terminal;
    private final Map<WorkspacePath, FileDiff> diffs;
    private final ReviewChoices choices;
    private final String who;
    private final InstantSource clock;

    CommentTalk(Terminal terminal, Map<WorkspacePath, FileDiff> diffs, ReviewChoices choices, String who, InstantSource clock) {
        this.terminal = terminal;
        this.diffs = diffs;
        this.choices = choices;
        this.who = who;
        this.clock = clock;
    }

    /// Asks for a place and words; a number deletes, Enter goes back.
    void ask() {
        list();
        Optional<String> answer = terminal.ask("Comment on FILE:LINE or FILE:FROM-TO (FILE:-LINE for an old line; d N deletes; Enter: back)? ")
                .map(String::strip).filter(text -> !text.isEmpty());
        if (answer.isEmpty()) {
            return;
        }
        if (answer.get().matches("d \\d{1,9}")) {
            delete(Integer.parseInt(answer.get().substring(2)));
            return;
        }
        Matcher matcher = PLACE.matcher(answer.get());
        Optional<WorkspacePath> path = matcher.matches() ? diffs.keySet().stream().filter(p -> p.value().equals(matcher.group(1))
                || p.name().equals(matcher.group(1))).findFirst() : Optional.empty();
        if (path.isEmpty()) {
            terminal.say("That is not a line of a changed text file of this review.");
            return;
        }
        int from = Integer.parseInt(matcher.group(3));
        int to = matcher.group(4) == null ? from : Integer.parseInt(matcher.group(4));
        add(path.get(), matcher.group(2).isEmpty() ? CodeAnchor.Side.AFTER : CodeAnchor.Side.BEFORE, from - 1, to);
    }

    /// A comment on what a hunk adds, or on what it removes where it adds nothing.
    void add(WorkspacePath path, Hunk hunk) {
        if (hunk.afterCount() > 0) {
            add(path, CodeAnchor.Side.AFTER, hunk.afterStart(), hunk.afterEnd());
        } else {
            add(path, CodeAnchor.Side.BEFORE, hunk.beforeStart(), hunk.beforeEnd());
        }
    }

    private void add(WorkspacePath path, CodeAnchor.Side side, int from, int to) {
        List<String> lines = diffs.get(path) instanceof FileDiff.Text text
                ? side == CodeAnchor.Side.BEFORE ? text.before().lines() : text.after().lines() : List.of();
        if (from < 0 || to <= from || to > lines.size()) {
            terminal.say(lines.isEmpty() ? "That file has no lines to comment on." : path + " has lines 1 to " + lines.size() + ".");
            return;
        }
        CodeAnchor anchor = CodeAnchor.of(side, lines, new LineRange(from, to));
        anchor.quote().forEach(line -> terminal.say("  | " + line));
        terminal.ask("What should be different here? ").map(String::strip).filter(text -> !text.isEmpty()).ifPresent(text -> {
            var all = new ArrayList<>(choices.comments());
            all.add(new ReviewComment("t" + clock.instant().toEpochMilli() + "-" + (all.size() + 1), path, anchor, text,
                    ReviewComment.Author.person(who), clock.instant(), false));
            choices.comments(all);
            terminal.say(words(all.size()) + "; [s] sends them back.");
        });
    }

    private void delete(int number) {
        var all = new ArrayList<>(choices.comments());
        if (number < 1 || number > all.size()) {
            terminal.say("There is no comment " + number + ".");
            return;
        }
        all.remove(number - 1);
        choices.comments(all);
        terminal.say("Deleted; [u] brings it back.");
    }

    /// All comments, numbered.
    void list() {
        int number = 0;
        for (ReviewComment comment : choices.comments()) {
            terminal.say("  " + ++number + "  " + comment.place() + "  " + comment.text());
        }
    }

    static String words(int comments) {
        return comments + (comments == 1 ? " comment" : " comments") + " to send";
    }
}
