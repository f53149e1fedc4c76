package dev.countersign.ledger.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The system calls of one process that concern files, in the order in which they ended (a close: began), as `strace -f -xx` wrote them down.
final class Trace {
    /// All that can change a file or a folder, and what is needed to know which file a descriptor means and where it stands in it.
    static final List<String> CALLS = List.of("open", "openat", "openat2", "creat", "close", "dup", "dup2", "dup3", "fcntl", "read", "lseek",
            "write", "writev", "pwrite64", "pwritev", "pwritev2", "fsync", "fdatasync", "sync", "syncfs", "sync_file_range", "rename",
            "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "chmod",
            "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "truncate", "ftruncate", "fallocate", "sendfile",
            "copy_file_range", "splice", "mmap", "io_uring_setup", "utimensat");

    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)", Pattern.DOTALL);
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)", Pattern.DOTALL);
    private static final String UNFINISHED = " <unfinished ...>";

    /// @param begun how many calls of this trace had ended when this one began: what a sync is sure to cover
    record Call(String name, List<String> arguments, long result, int begun) {
        String text(int argument) {
            return new String(bytes(argument), StandardCharsets.UTF_8);
        }

        byte[] bytes(int argument) {
            String quoted = arguments.get(argument);
            if (!quoted.startsWith("\"") || !quoted.endsWith("\"")) {
                throw new IllegalArgumentException("not whole: " + name + " " + quoted.substring(0, Math.min(80, quoted.length())));
            }
            var bytes = new ByteArrayOutputStream(quoted.length() / 4);
            for (int at = 1; at < quoted.length() - 1; at += 4) {
                bytes.write(HexFormat.fromHexDigits(quoted, at + 2, at + 4));
            }
            return bytes.toByteArray();
        }

        long number(int argument) {
            return Long.decode(arguments.get(argument));
        }

        int mode(int argument) {
            return Integer.parseInt(arguments.get(argument), 8);
        }
    }

    private record Half(String text, int begun) {}

    private Trace() {}

    static List<Call> read(Path file) throws IOException {
        var calls = new ArrayList<Call>();
        Map<String, Half> halves = new HashMap<>();
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches() || parts.group(2).startsWith("+++") || parts.group(2).startsWith("---")) {
                    continue;
                }
                String thread = parts.group(1);
                String text = parts.group(2);
                int begun = calls.size();
                if (text.endsWith(UNFINISHED)) {
                    String half = text.substring(0, text.length() - UNFINISHED.length());
                    if (half.startsWith("close(")) {
                        // The number is free as soon as it begins: another thread may be given it before it ends.
                        add(calls, half + ") = 0", begun);
                    } else {
                        halves.put(thread, new Half(half, begun));
                    }
                    continue;
                }
                Matcher resumed = RESUMED.matcher(text);
                if (resumed.matches()) {
                    Half half = halves.remove(thread);
                    if (half == null) {
                        // It had begun before the tracing did, or was a close.
                        continue;
                    }
                    text = half.text() + resumed.group(2);
                    begun = half.begun();
                }
                add(calls, text, begun);
            }
        }
        return calls;
    }

    private static void add(List<Call> calls, String text, int begun) {
        int open = text.indexOf('(');
        int end = text.lastIndexOf(" = ");
        if (text.endsWith("<detached ...>")) {
            return;
        }
        if (open < 0 || end < 0) {
            throw new IllegalArgumentException("not a system call: " + text.substring(0, Math.min(200, text.length())));
        }
        String result = text.substring(end + 3).split(" ")[0];
        if (result.equals("?")) {
            // The process was ended in it.
            return;
        }
        String arguments = text.substring(open + 1, text.lastIndexOf(')', end));
        calls.add(new Call(text.substring(0, open), split(arguments), Long.decode(result), begun));
    }

    private static List<String> split(String arguments) {
        var split = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '[' || c == '{' || c == '(')) {
                depth++;
            } else if (!quoted && (c == ']' || c == '}' || c == ')')) {
                depth--;
            } else if (!quoted && depth == 0 && c == ',') {
                split.add(arguments.substring(start, i).strip());
                start = i + 1;
            }
        }
        split.add(arguments.substring(start).strip());
        return split;
    }
}
