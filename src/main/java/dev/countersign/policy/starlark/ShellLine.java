package dev.countersign.policy.starlark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The commands in a line for a shell, as far as they can be told without running it: what quotes, pipes, lists, groups,
/// substitutions and here-documents hold, what `sh -c` and `eval` are given, and what `env`, `xargs`, `find -exec` and the like start.
/// Variables are not known. What is not closed ends with the line: nothing is skipped for being wrong.
final class ShellLine {
    private static final int DEEPEST = 8;
    private static final int MOST = 2_000;
    private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "mksh");
    private static final Set<String> KEYWORDS = Set.of("if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "exec", "command",
            "builtin", "nohup", "setsid", "coproc");
    /// They start what follows their options.
    private static final Set<String> STARTERS = Set.of("env", "nice", "ionice", "timeout", "stdbuf", "xargs", "sudo", "doas", "busybox", "toybox",
            "watch", "chroot", "unshare", "strace", "gtimeout");

    private final List<Simple> commands = new ArrayList<>();

    /// One command. @param piped what stands before it writes to it @param writes files that its output goes to
    record Simple(List<String> argv, boolean piped, List<String> writes) {
        Simple {
            argv = List.copyOf(argv);
            writes = List.copyOf(writes);
        }

        /// The name of its program, without folder, in lower case, without `.exe`.
        String program() {
            return ShellLine.program(argv.getFirst());
        }
    }

    private ShellLine() {}

    static List<Simple> of(String line) {
        var shell = new ShellLine();
        shell.read(line, 0);
        return List.copyOf(shell.commands);
    }

    static List<Simple> of(List<String> argv) {
        var shell = new ShellLine();
        if (!argv.isEmpty()) {
            shell.add(argv, false, List.of(), 0);
        }
        return List.copyOf(shell.commands);
    }

    /// As a line that a shell takes for the same words.
    static String quoted(List<String> argv) {
        var line = new StringBuilder();
        for (String word : argv) {
            line.append(line.isEmpty() ? "" : " ");
            line.append(!word.isEmpty() && word.chars().allMatch(ch -> Character.isLetterOrDigit(ch) || "_-./:=@%+,".indexOf(ch) >= 0) ? word
                    : "'" + word.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }

    static String program(String word) {
        String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
    }

    /// Words of the command being read, and what is known of it.
    private static final class Open {
        final List<String> argv = new ArrayList<>();
        final List<String> writes = new ArrayList<>();
        final StringBuilder word = new StringBuilder();
        boolean inWord;
        boolean piped;
        /// The next word is no argument: 'w' a file written, 'r' one read, 'h' the end of a here-document.
        char next;
    }

    private void read(String line, int depth) {
        if (depth > DEEPEST || commands.size() > MOST) {
            commands.add(new Simple(List.of("\0too-deep"), false, List.of()));
            return;
        }
        var open = new Open();
        Deque<String> documents = new ArrayDeque<>();
        int i = 0;
        while (i < line.length()) {
            char ch = line.charAt(i);
            char after = i + 1 < line.length() ? line.charAt(i + 1) : 0;
            if (ch == '\\' && after != 0) {
                if (after != '\n') {
                    open.word.append(after);
                    open.inWord = true;
                }
                i += 2;
            } else if (ch == '\'' || ch == '$' && after == '\'') {
                int from = ch == '$' ? i + 2 : i + 1;
                int end = line.indexOf('\'', from);
                end = end < 0 ? line.length() : end;
                open.word.append(line, from, end);
                open.inWord = true;
                i = end + 1;
            } else if (ch == '"') {
                i = doubleQuoted(line, i + 1, open, depth);
            } else if (ch == '`' || (ch == '$' || ch == '<' || ch == '>') && after == '(') {
                i = substitution(line, i, open, depth);
            } else if (ch == '#' && !open.inWord) {
                int end = line.indexOf('\n', i);
                i = end < 0 ? line.length() : end;
            } else if (ch == '<' || ch == '>') {
                i = redirection(line, i, open);
            } else if (ch == '&' && after == '>') {
                endWord(open, documents);
                open.next = 'w';
                i += line.startsWith("&>>", i) ? 3 : 2;
            } else if (ch == '\n') {
                end(open, documents, depth);
                open = new Open();
                i = documents(line, i + 1, documents, depth);
            } else if (";|&()".indexOf(ch) >= 0) {
                boolean pipe = ch == '|' && after != '|';
                end(open, documents, depth);
                open = new Open();
                open.piped = pipe;
                i += after == ch || pipe && after == '&' ? 2 : 1;
            } else if (Character.isWhitespace(ch)) {
                endWord(open, documents);
                i++;
            } else {
                open.word.append(ch);
                open.inWord = true;
                i++;
            }
        }
        end(open, documents, depth);
    }

    private int doubleQuoted(String line, int from, Open open, int depth) {
        open.inWord = true;
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            char ch = line.charAt(i);
            char after = i + 1 < line.length() ? line.charAt(i + 1) : 0;
            if (ch == '\\' && after != 0) {
                open.word.append("$`\"\\\n".indexOf(after) >= 0 ? "" : "\\").append(after);
                i += 2;
            } else if (ch == '`' || ch == '$' && after == '(') {
                i = substitution(line, i, open, depth);
            } else {
                open.word.append(ch);
                i++;
            }
        }
        return i + 1;
    }

    /// Reads what a substitution runs; the word keeps it as it stands.
    private int substitution(String line, int from, Open open, int depth) {
        int start = line.charAt(from) == '`' ? from + 1 : from + 2;
        int end = start;
        if (line.charAt(from) == '`') {
            while (end < line.length() && line.charAt(end) != '`') {
                end += line.charAt(end) == '\\' ? 2 : 1;
            }
        } else {
            int level = 1;
            char quote = 0;
            for (; end < line.length(); end++) {
                char ch = line.charAt(end);
                if (ch == '\\' && quote != '\'') {
                    end++;
                } else if (quote != 0) {
                    quote = ch == quote ? 0 : quote;
                } else if (ch == '\'' || ch == '"') {
                    quote = ch;
                } else if (ch == '(') {
                    level++;
                } else if (ch == ')' && --level == 0) {
                    break;
                }
            }
        }
        end = Math.min(end, line.length());
        read(line.substring(Math.min(start, end), end), depth + 1);
        open.word.append(line, from, Math.min(end + 1, line.length()));
        open.inWord = true;
        return end + 1;
    }

    private static int redirection(String line, int from, Open open) {
        // A number right before it is a descriptor, not a word.
        if (open.inWord && !open.word.isEmpty() && open.word.chars().allMatch(Character::isDigit)) {
            open.word.setLength(0);
            open.inWord = false;
        }
        endWord(open, new ArrayDeque<>());
        int i = from;
        if (line.startsWith("<<<", i)) {
            open.next = 'r';
            return i + 3;
        }
        if (line.startsWith("<<", i)) {
            open.next = 'h';
            return line.startsWith("<<-", i) ? i + 3 : i + 2;
        }
        open.next = line.charAt(i) == '>' || line.startsWith("<>", i) ? 'w' : 'r';
        while (i < line.length() && "<>|".indexOf(line.charAt(i)) >= 0) {
            i++;
        }
        if (i < line.length() && line.charAt(i) == '&') {
            i++;
        }
        return i;
    }

    private static void endWord(Open open, Deque<String> documents) {
        if (!open.inWord) {
            return;
        }
        String word = open.word.toString();
        switch (open.next) {
            case 'w' -> open.writes.add(word);
            case 'h' -> documents.add(word);
            case 'r' -> { }
            default -> open.argv.add(word);
        }
        open.next = 0;
        open.word.setLength(0);
        open.inWord = false;
    }

    private void end(Open open, Deque<String> documents, int depth) {
        endWord(open, documents);
        if (!open.argv.isEmpty()) {
            add(open.argv, open.piped, open.writes, depth);
        } else if (!open.writes.isEmpty()) {
            commands.add(new Simple(List.of(":"), open.piped, open.writes));
        }
    }

    /// Bodies of here-documents: data, but for a shell that reads its script there.
    private int documents(String line, int from, Deque<String> ends, int depth) {
        int i = from;
        boolean script = !commands.isEmpty() && SHELLS.contains(commands.getLast().program());
        while (!ends.isEmpty() && i < line.length()) {
            String end = ends.remove();
            var body = new StringBuilder();
            while (i < line.length()) {
                int stop = line.indexOf('\n', i);
                stop = stop < 0 ? line.length() : stop;
                String one = line.substring(i, stop);
                i = Math.min(stop + 1, line.length());
                if (one.strip().equals(end)) {
                    break;
                }
                body.append(one).append('\n');
            }
            if (script) {
                read(body.toString(), depth + 1);
            }
        }
        return i;
    }

    private void add(List<String> words, boolean piped, List<String> writes, int depth) {
        int first = 0;
        while (first < words.size() && (KEYWORDS.contains(words.get(first)) || words.get(first).matches("[A-Za-z_][A-Za-z_0-9]{0,60}\\+?=.*"))) {
            first++;
        }
        if (first == words.size() || depth > DEEPEST) {
            commands.add(new Simple(words, piped, writes));
            return;
        }
        List<String> argv = words.subList(first, words.size());
        var simple = new Simple(argv, piped, writes);
        commands.add(simple);
        String program = simple.program();
        if (SHELLS.contains(program)) {
            for (int i = 1; i + 1 < argv.size(); i++) {
                if (argv.get(i).matches("-[A-Za-z]*c[A-Za-z]*")) {
                    read(argv.get(i + 1), depth + 1);
                    break;
                }
            }
        } else if (program.equals("eval")) {
            read(String.join(" ", argv.subList(1, argv.size())), depth + 1);
        } else if (program.equals("su")) {
            for (int i = 1; i + 1 < argv.size(); i++) {
                if (argv.get(i).equals("-c") || argv.get(i).equals("--command")) {
                    read(argv.get(i + 1), depth + 1);
                }
            }
        } else if (STARTERS.contains(program)) {
            started(argv, piped, depth);
        } else if (program.equals("find") || program.equals("fd")) {
            for (int i = 1; i + 1 < argv.size(); i++) {
                if (Set.of("-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec").contains(argv.get(i))) {
                    add(argv.subList(i + 1, argv.size()), false, List.of(), depth + 1);
                }
            }
        }
    }

    /// Options of starters are not known each by itself: everything from the first word that is neither option, assignment nor number
    /// is a command, and so is what follows an option's value.
    private void started(List<String> argv, boolean piped, int depth) {
        int i = 1;
        while (i < argv.size() && (argv.get(i).startsWith("-") || argv.get(i).contains("=") || argv.get(i).matches("[0-9.]+[smhd]?"))) {
            i++;
        }
        if (i < argv.size()) {
            add(argv.subList(i, argv.size()), piped, List.of(), depth + 1);
            if (i > 1 && argv.get(i - 1).startsWith("-") && i + 1 < argv.size()) {
                add(argv.subList(i + 1, argv.size()), piped, List.of(), depth + 1);
            }
        }
    }
}
